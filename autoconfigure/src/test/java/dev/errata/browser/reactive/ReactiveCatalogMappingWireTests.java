package dev.errata.browser.reactive;

import java.util.List;
import java.util.Map;

import dev.errata.wire.Answer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * The catalog beside what else a reactive application has at its paths.
 */
class ReactiveCatalogMappingWireTests {

	@ParameterizedTest
	@ValueSource(classes = { OwnRoutes.class, OwnHandler.class })
	void ownMappingOfThePathWins(Class<?> own) {
		try (Service shop = Service.start(Container.NETTY, false, List.of(Application.class, own))) {
			assertThat(shop.answer(get("/errors")).body()).isEqualTo("mine");
			assertThat(shop.answer(get("/errors/default/gone")).body()).startsWith("{\"code\":\"gone\"");
		}
	}

	@Test
	void securityOfTheApplicationHolds() {
		try (Service shop = Service.start(Container.NETTY, true, List.of(Application.class, Closed.class))) {
			for (String path : List.of("/errors", "/errors.ts", "/errors/default/gone", "/errors/-/x.css")) {
				Answer answer = shop.answer(get(path));
				assertThat(answer.status()).isEqualTo(401);
				assertThat(answer.body()).contains("\"code\":\"credentials_missing\"");
			}
			Answer page = shop
				.answer(get("/errors").header("Accept: text/html").header("Authorization: Basic YWxpY2U6c2VjcmV0"));
			assertThat(page.status()).isEqualTo(200);
			assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
			assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRoutes {

		@Bean
		RouterFunction<ServerResponse> own() {
			return RouterFunctions.route().GET("/errors", (request) -> ServerResponse.ok().bodyValue("mine")).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHandler {

		@Bean
		HandlerMapping own() {
			WebHandler handler = (exchange) -> exchange.getResponse()
				.writeWith(Mono.fromSupplier(() -> exchange.getResponse().bufferFactory().wrap("mine".getBytes())));
			// behind the handlers of controllers
			return new SimpleUrlHandlerMapping(Map.of("/errors", handler), 1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Closed {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((requests) -> requests.anyExchange().authenticated())
				.httpBasic(withDefaults())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(
					User.withUsername("alice").password("{noop}secret").roles("USER").build());
		}

	}

}
