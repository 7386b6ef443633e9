package dev.errata.idempotency;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Tests for requests that have a key, behind Spring Security.
 */
class SecuredKeyWireTests extends EveryStackTests {

	private static final AtomicInteger keys = new AtomicInteger();

	private static final AtomicInteger runs = new AtomicInteger();

	private static final UserDetails[] USERS = {
			User.withUsername("alice").password("{noop}secret").roles("USER").build(),
			User.withUsername("bob").password("{noop}secret").roles("USER").build() };

	@Override
	protected Service start(Container container) {
		return Service.start(container, true,
				List.of(Application.class, container.pick(ServletChain.class, ReactiveChain.class)), ENVELOPE,
				"errata.idempotency.enabled=true", "errata.idempotency.store=memory");
	}

	private static String newKey() {
		return "key-" + keys.incrementAndGet();
	}

	private static Exchange text(String target, String key) {
		return Exchange.post(target).header("Content-Type: text/plain").header("Idempotency-Key: " + key).body("tea");
	}

	private static Exchange by(String user, Exchange exchange) {
		return exchange.header("Authorization: Basic "
				+ Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8)));
	}

	private static void assertReplayed(Answer second, Answer first) {
		assertThat(second.header("Idempotency-Replayed")).as("%s then %s", first, second).isEqualTo("true");
		assertThat(first.header("Idempotency-Replayed")).isNull();
		assertThat(second.status()).isEqualTo(first.status());
		assertThat(second.body()).isEqualTo(first.body());
		assertThat(second.whole()).isTrue();
		assertThat(second.header("X-Content-Type-Options")).isEqualTo("nosniff");
	}

	@Test
	void retryWithoutCredentialsIsNoReplay() {
		String key = newKey();
		Answer first = answer(by("alice", text("/orders", key)));
		assertThat(first.status()).isEqualTo(201);
		Answer anonymous = answer(text("/orders", key));
		assertThat(anonymous.status()).isEqualTo(401);
		assertThat(anonymous.header("WWW-Authenticate")).startsWith("Basic");
		assertThat(anonymous.headers()).doesNotContainKey("Idempotency-Replayed");
		assertThat(anonymous.body()).doesNotContain("order");
		Answer wrong = answer(text("/orders", key).header("Authorization: Basic YWxpY2U6eA=="));
		assertThat(wrong.status()).isEqualTo(401);
		assertReplayed(answer(by("alice", text("/orders", key))), first);
	}

	@Test
	void keyOfAnotherUserIsAnotherKey() {
		String key = newKey();
		Answer alice = answer(by("alice", text("/orders", key)));
		Answer bob = answer(by("bob", text("/orders", key)));
		assertThat(bob.status()).isEqualTo(201);
		assertThat(bob.body()).isNotEqualTo(alice.body());
		assertThat(bob.headers()).doesNotContainKey("Idempotency-Replayed");
		assertReplayed(answer(by("bob", text("/orders", key))), bob);
	}

	@Test
	void requestThatIsRefusedLeavesNoClaim() {
		String key = newKey();
		assertThat(answer(text("/admin", key)).status()).isEqualTo(401);
		assertThat(answer(by("alice", text("/admin", key))).status()).isEqualTo(403);
		assertThat(answer(by("alice", text("/orders", key))).status()).isEqualTo(201);
	}

	@Test
	void denialOfAHandlerReopens() {
		String key = newKey();
		int before = runs.get();
		for (int i = 0; i < 2; i++) {
			Answer denied = answer(by("alice", text("/denied", key)));
			assertThat(denied.body()).isEqualTo(document(403, "forbidden", "Access is denied."));
			assertThat(denied.headers()).doesNotContainKey("Idempotency-Replayed");
		}
		assertThat(runs.get()).isEqualTo(before + 2);
	}

	@Test
	void failureIsReplayed() {
		String key = newKey();
		Answer first = answer(by("alice", text("/missing", key)));
		assertThat(first.status()).isEqualTo(404);
		assertReplayed(answer(by("alice", text("/missing", key))), first);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, Orders.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class ServletChain {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/admin").hasRole("ADMIN").anyRequest().authenticated())
				.csrf(AbstractHttpConfigurer::disable)
				.httpBasic(withDefaults())
				.build();
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(USERS);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveChain {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http
				.authorizeExchange(
						(exchanges) -> exchanges.pathMatchers("/admin").hasRole("ADMIN").anyExchange().authenticated())
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.httpBasic(withDefaults())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(USERS);
		}

	}

	@RestController
	static class Orders {

		@PostMapping("/orders")
		ResponseEntity<String> order(@RequestBody String item) {
			return ResponseEntity.status(201).body("order " + runs.incrementAndGet() + " of " + item);
		}

		@PostMapping("/admin")
		String admin() {
			return "admin";
		}

		@PostMapping("/missing")
		ResponseEntity<String> missing() {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}

		@PostMapping("/denied")
		String denied() {
			runs.incrementAndGet();
			throw new AccessDeniedException(SECRET);
		}

	}

}
