package dev.errata.browser.reactive;

import java.util.List;
import java.util.Map;

import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

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

}
