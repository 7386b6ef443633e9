package dev.errata.web;

import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that CORS rejects: by an annotation, by the rules of all handlers, and by a
 * filter.
 */
class CorsWireTests extends EveryStackTests {

	private static final String STRANGER = "Origin: https://evil.example";

	private static final String FRIEND = "Origin: https://good.example";

	private static final String GOOD = "https://good.example";

	@Override
	protected Service start(Container container) {
		return Service.start(container, false,
				List.of(CrossController.class, container.pick(ServletRules.class, ReactiveRules.class)), ENVELOPE,
				"errata.contracts.closed.paths=/cross/closed", "errata.contracts.closed.closed=true",
				"errata.contracts.closed.codes.bad.status=400",
				"errata.contracts.closed.codes.bad.replaces=client_error",
				"errata.contracts.closed.codes.broken.status=500",
				"errata.contracts.closed.codes.broken.replaces=server_error");
	}

	@TestFactory
	Stream<DynamicTest> rejected() {
		return service().table(get("/plain"),
				Stream.concat(rejected("/cross"), rejected("/global/ok")).toArray(Row[]::new));
	}

	@TestFactory
	Stream<DynamicTest> methodThatIsNotAllowed() {
		return service().table(get("/plain"),
				row(preflight("/global/ok", FRIEND, "DELETE")).is(403, "forbidden", "Access is denied."));
	}

	@Test
	void rejectedByAFilter() {
		try (Service filtered = Service.start(container(), false,
				List.of(CrossController.class, container().pick(ServletFilter.class, ReactiveFilter.class)),
				ENVELOPE)) {
			rejected("/filtered/ok").forEach((row) -> row.verify(filtered.port()));
			assertThat(filtered.answer(get("/filtered/ok").header(FRIEND)).body()).isEqualTo("ok");
		}
	}

	private static Stream<Row> rejected(String path) {
		return Stream
			.of(get(path).header(STRANGER), preflight(path, STRANGER, "GET"), get(path).header("Origin: ht!tp://["))
			.map((exchange) -> row(exchange).is(403, "forbidden", "Access is denied.").isLoggedAlone());
	}

	@Test
	void rejectedByAClosedContract() {
		assertThat(answer(get("/cross/closed").header(STRANGER)).body()).contains("\"code\":\"bad\"");
	}

	@Test
	void allowed() {
		for (String path : List.of("/cross", "/global/ok")) {
			assertThat(answer(get(path).header(FRIEND)).body()).isEqualTo("ok");
			Answer preflight = answer(preflight(path, FRIEND, "GET"));
			assertThat(preflight.status()).isEqualTo(200);
			assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(GOOD);
		}
	}

	@Test
	void errorsAreShownToFriends() {
		Answer failed = answer(get("/global/fail").header(FRIEND));
		assertThat(failed.status()).isEqualTo(500);
		assertThat(failed.header("Access-Control-Allow-Origin")).isEqualTo(GOOD);
	}

	private static Exchange preflight(String path, String origin, String method) {
		return of("OPTIONS", path).header(origin).header("Access-Control-Request-Method: " + method);
	}

	private static CorsConfiguration rules() {
		CorsConfiguration rules = new CorsConfiguration();
		rules.addAllowedOrigin(GOOD);
		rules.addAllowedMethod("GET");
		return rules;
	}

	@Configuration(proxyBeanMethods = false)
	static class ServletRules implements WebMvcConfigurer {

		@Override
		public void addCorsMappings(org.springframework.web.servlet.config.annotation.CorsRegistry registry) {
			registry.addMapping("/global/**").allowedOrigins(GOOD).allowedMethods("GET");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ServletFilter {

		@Bean
		CorsFilter filter() {
			UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
			source.registerCorsConfiguration("/filtered/**", rules());
			return new CorsFilter(source);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveRules implements org.springframework.web.reactive.config.WebFluxConfigurer {

		@Override
		public void addCorsMappings(org.springframework.web.reactive.config.CorsRegistry registry) {
			registry.addMapping("/global/**").allowedOrigins(GOOD).allowedMethods("GET");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveFilter {

		@Bean
		CorsWebFilter filter() {
			org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource source = new org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource();
			source.registerCorsConfiguration("/filtered/**", rules());
			return new CorsWebFilter(source);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class CrossController {

		@GetMapping({ "/plain", "/global/ok", "/filtered/ok" })
		String ok() {
			return "ok";
		}

		@GetMapping("/global/fail")
		String fail() {
			throw new IllegalStateException(SECRET);
		}

		@GetMapping({ "/cross", "/cross/closed" })
		@CrossOrigin(GOOD)
		String cross() {
			return "ok";
		}

	}

}
