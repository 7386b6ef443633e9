package dev.errata.integration;

import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client of OAuth 2.0, which Spring Security sends to the authorization server when a
 * handler needs a token that the user has to grant.
 */
class OAuth2ClientTests {

	private static final String CLIENT = "spring.security.oauth2.client.registration.shop.";

	private static final String PROVIDER = "spring.security.oauth2.client.provider.shop.";

	private static final String AUTHORIZE = "https://id.example/authorize?response_type=code&client_id=shop&state=";

	static Stream<Arguments> services() {
		return Stream.of(Arguments.of(Container.TOMCAT, Servlets.class), Arguments.of(Container.NETTY, Reactive.class));
	}

	@ParameterizedTest
	@MethodSource("services")
	void userIsSentToTheAuthorizationServer(Container container, Class<?> application) {
		try (Service service = Neighbour.OAUTH2_CLIENT.start(container, true, application, WireTests.SHORT_ENVELOPE,
				CLIENT + "client-id=shop", CLIENT + "client-secret=secret",
				CLIENT + "authorization-grant-type=authorization_code", CLIENT + "redirect-uri={baseUrl}/back",
				PROVIDER + "authorization-uri=https://id.example/authorize",
				PROVIDER + "token-uri=https://id.example/token")) {
			Answer answer = service.answer(get("/orders"));
			assertThat(answer.status()).as("%s", answer).isEqualTo(302);
			assertThat(answer.header("Location")).startsWith(AUTHORIZE);
			assertThat(answer.body()).isEmpty();
			assertThat(service.answer(get("/fine")).body()).isEqualTo("fine");
		}
	}

	@RestController
	static class Orders {

		@GetMapping("/orders")
		String orders(@RegisteredOAuth2AuthorizedClient("shop") OAuth2AuthorizedClient client) {
			return "orders";
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, Orders.class })
	static class Servlets {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.oauth2Client(Customizer.withDefaults())
				.build();
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, Orders.class })
	static class Reactive {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.oauth2Client(Customizer.withDefaults())
				.build();
		}

	}

}
