package dev.errata.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.server.resource.authentication.JwtIssuerAuthenticationManagerResolver;
import org.springframework.security.oauth2.server.resource.authentication.JwtIssuerReactiveAuthenticationManagerResolver;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens that cannot be checked, as their provider does not say how.
 */
@Tag("full")
@ParameterizedClass(name = "{0}")
@EnumSource(value = Container.class, names = { "TOMCAT", "NETTY" })
class ResourceServerWireTests {

	private static final String OF_JWT = "spring.security.oauth2.resourceserver.jwt.";

	private static HttpServer provider;

	@Parameter
	Container container;

	@BeforeAll
	static void start() throws IOException {
		provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		provider.createContext("/failing", (exchange) -> exchange.sendResponseHeaders(500, -1));
		provider.createContext("/missing", (exchange) -> exchange.sendResponseHeaders(404, -1));
		provider.createContext("/lying", (exchange) -> {
			byte[] body = "{\"issuer\":\"http://elsewhere.example\",\"jwks_uri\":\"http://elsewhere.example/keys\"}"
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		provider.createContext("/garbled", (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, 1);
			exchange.getResponseBody().write('{');
			exchange.close();
		});
		provider.start();
	}

	@AfterAll
	static void stop() {
		provider.stop(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "issuer-uri=http://localhost:PORT/failing", "issuer-uri=http://localhost:PORT/missing",
			"issuer-uri=http://localhost:PORT/lying", "issuer-uri=http://localhost:PORT/garbled",
			"issuer-uri=http://localhost:1", "jwk-set-uri=http://localhost:PORT/failing",
			"jwk-set-uri=http://localhost:PORT/garbled", "jwk-set-uri=http://localhost:1" })
	void serviceIsUnavailable(String property) {
		try (Service service = Service.start(this.container, true, List.of(Application.class), WireTests.ENVELOPE,
				OF_JWT + property.replace("PORT", String.valueOf(provider.getAddress().getPort())))) {
			verifyUnavailable(service, "nobody");
		}
	}

	@Test
	void serviceIsUnavailableWhereOneOfSeveralIssuersIs() {
		try (Service service = Service.start(this.container, true,
				List.of(Application.class, this.container.pick(ServletIssuers.class, ReactiveIssuers.class)),
				WireTests.ENVELOPE)) {
			for (String issuer : List.of("/failing", "/missing", "/lying", "/garbled")) {
				verifyUnavailable(service, addressOf(issuer));
			}
		}
	}

	private static void verifyUnavailable(Service service, String issuer) {
		// signed by nobody who matters here
		String token = Stream.of("{\"alg\":\"RS256\"}", "{\"iss\":\"" + issuer + "\"}", "signature")
			.map((part) -> Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString(part.getBytes(StandardCharsets.UTF_8)))
			.collect(Collectors.joining("."));
		Answer answer = service.answer(Exchange.get("/fine").header("Authorization: Bearer " + token));
		assertThat(answer.body()).startsWith("{\"code\":\"service_unavailable\"");
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.toString()).doesNotContain("elsewhere");
		assertThat(service.answer(Exchange.get("/fine")).body()).startsWith("{\"code\":\"credentials_missing\"");
	}

	private static String addressOf(String path) {
		return "http://localhost:" + provider.getAddress().getPort() + path;
	}

	@Configuration(proxyBeanMethods = false)
	static class ServletIssuers {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2ResourceServer((server) -> server.authenticationManagerResolver(
						JwtIssuerAuthenticationManagerResolver.fromTrustedIssuers(addressOf("/failing"),
								addressOf("/missing"), addressOf("/lying"), addressOf("/garbled"))))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveIssuers {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.oauth2ResourceServer((server) -> server.authenticationManagerResolver(
						JwtIssuerReactiveAuthenticationManagerResolver.fromTrustedIssuers(addressOf("/failing"),
								addressOf("/missing"), addressOf("/lying"), addressOf("/garbled"))))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	static class Application {

	}

}
