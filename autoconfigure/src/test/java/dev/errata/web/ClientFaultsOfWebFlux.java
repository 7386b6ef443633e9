package dev.errata.web;

import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * What is of Spring WebFlux in the service of {@link ClientFaultsWireTests}.
 */
final class ClientFaultsOfWebFlux {

	private ClientFaultsOfWebFlux() {
	}

	@Configuration(proxyBeanMethods = false)
	@RestController
	static class Functions {

		@Bean
		RouterFunction<ServerResponse> functions() {
			return RouterFunctions.route()
				.POST("/fn/json", (request) -> ok(request.bodyToMono(Map.class)))
				.POST("/fn/typed", RequestPredicates.contentType(MediaType.APPLICATION_JSON),
						(request) -> ok(Mono.just("")))
				.POST("/fn/parts", (request) -> ok(request.multipartData()))
				.GET("/fn/accepting", RequestPredicates.accept(MediaType.APPLICATION_JSON),
						(request) -> ok(Mono.just("")))
				.GET("/fn/language", (request) -> ok(Mono.just(request.headers().acceptLanguage())))
				.GET("/fn/range", (request) -> ok(Mono.just(request.headers().range())))
				.build();
		}

		private static Mono<ServerResponse> ok(Mono<?> input) {
			return input.then(ServerResponse.ok().bodyValue("taken"));
		}

		@PostMapping("/upload")
		String upload(FilePart file) {
			return "taken";
		}

		@PostMapping("/own-type")
		String ownType(ServerWebExchange exchange) {
			return "taken as "
					+ MediaType.parseMediaType(exchange.getRequest().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
		}

		@PostMapping("/parts")
		Mono<String> parts(ServerWebExchange exchange) {
			return exchange.getMultipartData().thenReturn("taken");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class Security {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.authorizeExchange(
						(exchanges) -> exchanges.pathMatchers("/private/**").authenticated().anyExchange().permitAll())
				.build();
		}

		@Bean
		StrictServerWebExchangeFirewall firewall() {
			StrictServerWebExchangeFirewall firewall = new StrictServerWebExchangeFirewall();
			firewall.setAllowSemicolon(true);
			firewall.setAllowUrlEncodedPercent(true);
			return firewall;
		}

	}

}
