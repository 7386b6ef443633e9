package dev.errata.idempotency.servlet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.web.servlet.FilterOrder;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.View;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Tests for requests that bear a key beside what else stands in their way: Spring
 * Security, filters, views, compression and handlers of one's own.
 */
@InEachContainer
class IdempotencyNeighboursWireTests {

	private static final AtomicInteger keys = new AtomicInteger();

	private static final AtomicInteger runs = new AtomicInteger();

	@Parameter
	Service.Container container;

	private Service plain;

	private Service secured;

	private Service own;

	@BeforeParameterizedClassInvocation
	void start() {
		this.plain = Service.start(this.container, false, List.of(Application.class, Filters.class),
				properties("server.servlet.context-path=/app", "server.compression.enabled=true",
						"server.compression.min-response-size=1B", "spring.mvc.hiddenmethod.filter.enabled=true",
						"spring.threads.virtual.enabled=true"));
		this.secured = Service.start(this.container, true, List.of(Application.class, Chain.class),
				properties("spring.servlet.multipart.enabled=false"));
		this.own = Service.start(this.container, false, List.of(Application.class, OwnErrorController.class),
				properties());
	}

	private static String[] properties(String... more) {
		List<String> all = new ArrayList<>(List.of(WireTests.ENVELOPE, "errata.idempotency.enabled=true",
				"errata.idempotency.store=memory", "errata.codes.sold_out=409"));
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

	@AfterParameterizedClassInvocation
	void stop() {
		List.of(this.plain, this.secured, this.own).forEach(Service::close);
	}

	private static String newKey() {
		return "key-" + keys.incrementAndGet();
	}

	private static Exchange keyed(Exchange exchange, String key) {
		return exchange.header("Idempotency-Key: " + key);
	}

	private static Exchange text(String target, String key) {
		return keyed(Exchange.post(target).header("Content-Type: text/plain").body("tea"), key);
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
		assertThat(second.headers().get("Date")).hasSize(1);
		for (String header : List.of("Content-Type", "Location", "ETag", "Vary", "Content-Language")) {
			assertThat(second.headers().get(header)).as(header).isEqualTo(first.headers().get(header));
		}
	}

	private static void assertReopened(Answer second) {
		assertThat(second.header("Idempotency-Replayed")).as("%s", second).isNull();
	}

	// Security

	@Test
	void failureOfALockedDownServiceKeepsItsShape() {
		String key = newKey();
		Answer first = this.secured.answer(by("alice", text("/missing-order", key)));
		assertThat(first.status()).isEqualTo(404);
		assertThat(first.body()).contains("\"code\":\"not_found\"");
		assertReplayed(this.secured.answer(by("alice", text("/missing-order", key))), first);
		Answer broken = this.secured.answer(by("alice", text("/broken", newKey())));
		assertThat(broken.status()).isEqualTo(500);
		assertThat(broken.headers().get("Date")).hasSize(1);
		assertThat(broken.body()).contains("\"code\":\"internal_error\"");
	}

	@Test
	void failureBehindAFilterThatWrapsWhatIsSecured() {
		String key = newKey();
		Answer first = this.secured.answer(by("alice", text("/missing-order", key).header("X-Wrap: true")));
		assertThat(first.status()).isEqualTo(404);
		assertThat(first.body()).contains("\"code\":\"not_found\"");
		assertReplayed(this.secured.answer(by("alice", text("/missing-order", key))), first);
	}

	@Test
	void uploadThatNobodyTakesApartIsABody() {
		String key = newKey();
		Answer first = this.secured.answer(by("alice", upload(key, "1")));
		assertThat(first.status()).isEqualTo(200);
		assertThat(first.body()).contains("name=\"a\"").contains("1");
		assertReplayed(this.secured.answer(by("alice", upload(key, "1"))), first);
		assertThat(this.secured.answer(by("alice", upload(key, "2"))).status()).isEqualTo(422);
	}

	private static Exchange upload(String key, String value) {
		return keyed(Exchange.multipart("/raw", "name=\"a\"\n\n" + value), key);
	}

	// filters inside

	@ParameterizedTest
	@ValueSource(strings = { "throw", "throw-after" })
	void filterThatThrowsReopens(String kind) {
		String key = newKey();
		Answer first = this.plain.answer(text("/app/orders", key).header("X-Filter: " + kind));
		assertThat(first.body()).as("%s", first).contains("\"code\":\"internal_error\"");
		assertThat(first.status()).isEqualTo(500);
		Answer second = this.plain.answer(text("/app/orders", key));
		assertThat(second.status()).isEqualTo(201);
		assertReopened(second);
		assertReplayed(this.plain.answer(text("/app/orders", key)), second);
	}

	@Test
	void filterThatSendsAnErrorInsteadOfTheAnswer() {
		String key = newKey();
		Answer first = this.plain.answer(text("/app/quiet", key).header("X-Filter: send-after"));
		assertThat(first.status()).isEqualTo(410);
		assertThat(first.body()).contains("\"code\":\"gone\"");
		assertReplayed(this.plain.answer(text("/app/quiet", key)), first);
	}

	@Test
	void filterThatAnswersItselfClaimsNothing() {
		String key = newKey();
		assertThat(this.plain.answer(text("/app/orders", key).header("X-Filter: send")).status()).isEqualTo(410);
		assertThat(this.plain.answer(text("/app/raw", key)).status()).isEqualTo(200);
	}

	@Test
	void filterThatReadsTheBodyFirst() {
		String key = newKey();
		Answer unprotected = this.plain
			.answer(Exchange.post("/app/raw").header("Content-Type: text/plain").header("X-Filter: read").body("tea"));
		Answer first = this.plain.answer(text("/app/raw", key).header("X-Filter: read"));
		assertThat(first.body()).isEqualTo(unprotected.body());
		assertReplayed(this.plain.answer(text("/app/raw", key)), first);
		assertThat(this.plain
			.answer(keyed(Exchange.post("/app/raw").header("Content-Type: text/plain").body("cocoa"), key)
				.header("X-Filter: read"))
			.status()).isEqualTo(422);
	}

	@Test
	void formThatIsReadAsABody() {
		String key = newKey();
		Answer unprotected = this.own.answer(Exchange.form("/stream", "b=2&a=%41+1"));
		assertThat(unprotected.body()).startsWith("b=2&a=");
		Answer first = this.own.answer(keyed(Exchange.form("/stream", "b=2&a=%41+1"), key));
		assertThat(first.body()).isEqualTo(unprotected.body());
		assertReplayed(this.own.answer(keyed(Exchange.form("/stream", "b=2&a=%41+1"), key)), first);
		assertThat(this.own.answer(keyed(Exchange.form("/stream", "b=3&a=%41+1"), key)).status()).isEqualTo(422);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/app/inside", "/app/outside" })
	void filterOfEntityTags(String path) {
		String key = newKey();
		Answer first = this.plain.answer(text(path, key));
		assertThat(first.status()).isEqualTo(200);
		assertReplayed(this.plain.answer(text(path, key)), first);
	}

	// methods

	@Test
	void methodInDisguise() {
		String key = newKey();
		Answer first = this.plain.answer(keyed(Exchange.form("/app/hidden", "_method=patch&a=1"), key));
		assertThat(first.body()).startsWith("patched");
		assertReplayed(this.plain.answer(keyed(Exchange.form("/app/hidden", "_method=patch&a=1"), key)), first);
		assertThat(this.plain.answer(keyed(Exchange.form("/app/hidden", "_method=patch&a=2"), key)).status())
			.isEqualTo(422);
		Answer deleted = this.plain.answer(keyed(Exchange.form("/app/hidden", "_method=delete"), key));
		assertThat(deleted.body()).startsWith("deleted");
		assertReopened(deleted);
		assertReopened(this.plain.answer(keyed(Exchange.form("/app/hidden", "_method=delete"), key)));
	}

	@Test
	void headerThatOverridesTheMethodMeansNothing() {
		String key = newKey();
		Answer first = this.plain.answer(text("/app/orders", key).header("X-HTTP-Method-Override: GET"));
		assertThat(first.status()).isEqualTo(201);
		assertReplayed(this.plain.answer(text("/app/orders", key)), first);
	}

	@ParameterizedTest
	@ValueSource(strings = { "HEAD", "OPTIONS", "GET" })
	void safeMethodsAreLeftAlone(String method) {
		String key = newKey();
		for (int i = 0; i < 2; i++) {
			Answer answer = this.plain.answer(keyed(Exchange.of(method, "/app/fine"), key));
			assertThat(answer.status()).isEqualTo(200);
			assertReopened(answer);
		}
		assertThat(this.plain.answer(text("/app/orders", key)).status()).isEqualTo(201);
	}

	// handlers and views

	@Test
	void ownHandlerOfInvalidArgumentsForgets() {
		String key = newKey();
		Answer refused = this.plain.answer(keyed(Exchange.json("/app/checked", "{\"item\":null}"), key));
		assertThat(refused.body()).isEqualTo("mine");
		assertThat(refused.status()).isEqualTo(418);
		assertThat(this.plain.answer(keyed(Exchange.json("/app/checked", "{\"item\":\"tea\"}"), key)).status())
			.isEqualTo(200);
	}

	@Test
	void pageIsReplayed() {
		String key = newKey();
		Answer first = this.plain.answer(text("/app/page", key).header("Accept: text/html"));
		assertThat(first.body()).startsWith("<html>");
		assertThat(first.header("Content-Type")).startsWith("text/html");
		assertReplayed(this.plain.answer(text("/app/page", key).header("Accept: text/html")), first);
	}

	@Test
	void redirectOfAViewIsReplayed() {
		String key = newKey();
		Answer first = this.plain.answer(text("/app/redirect", key));
		assertThat(first.status()).isEqualTo(302);
		assertThat(first.header("Location")).endsWith("/app/fine");
		assertReplayed(this.plain.answer(text("/app/redirect", key)), first);
	}

	@Test
	void answerIsCompressedForThoseWhoAskForIt() {
		String key = newKey();
		Exchange unprotected = Exchange.post("/app/orders").header("Accept-Encoding: gzip");
		String encoding = this.plain.answer(unprotected).header("Content-Encoding");
		Answer zipped = this.plain.answer(text("/app/orders", key).header("Accept-Encoding: gzip"));
		assertThat(zipped.header("Content-Encoding")).isEqualTo(encoding);
		Answer again = this.plain.answer(text("/app/orders", key).header("Accept-Encoding: gzip"));
		assertThat(again.header("Content-Encoding")).isEqualTo(encoding);
		assertReplayed(again, zipped);
		Answer text = this.plain.answer(text("/app/orders", key));
		assertThat(text.headers()).doesNotContainKey("Content-Encoding");
		assertThat(text.body()).startsWith("order");
		assertThat(text.whole()).isTrue();
	}

	@Test
	void originIsThatOfTheRetry() {
		String key = newKey();
		Answer first = this.plain.answer(text("/app/shared", key).header("Origin: https://a.example"));
		assertThat(first.header("Access-Control-Allow-Origin")).isEqualTo("https://a.example");
		Answer second = this.plain.answer(text("/app/shared", key).header("Origin: https://b.example"));
		assertThat(second.header("Access-Control-Allow-Origin")).isEqualTo("https://b.example");
		assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
		assertThat(second.body()).isEqualTo(first.body());
		Answer none = this.plain.answer(text("/app/shared", key));
		assertThat(none.headers()).doesNotContainKey("Access-Control-Allow-Origin");
		assertThat(none.body()).isEqualTo(first.body());
		assertThat(this.plain.answer(text("/app/shared", key).header("Origin: https://c.example")).status())
			.isEqualTo(403);
	}

	@Test
	void contextPathIsPartOfNoRule() {
		String key = newKey();
		Answer first = this.plain.answer(text("/app/orders", key));
		assertThat(first.status()).isEqualTo(201);
		assertReplayed(this.plain.answer(text("/app/orders", key)), first);
	}

	@Test
	void errorThatIsSentToAnErrorControllerOfOnesOwn() {
		Answer unprotected = this.own.answer(Exchange.post("/sent"));
		String key = newKey();
		Answer first = this.own.answer(text("/sent", key));
		assertThat(first.status()).isEqualTo(unprotected.status());
		assertThat(first.body()).isEqualTo(unprotected.body());
		assertReplayed(this.own.answer(text("/sent", key)), first);
		String other = newKey();
		Answer page = this.own.answer(text("/sent", other).header("Accept: text/html"));
		assertThat(page.status()).isEqualTo(410);
		assertReplayed(this.own.answer(text("/sent", other).header("Accept: text/html")), page);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, Orders.class, Pages.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class Filters {

		@Bean
		FilterRegistrationBean<Filter> inner() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(new OddFilter());
			registration.setOrder(0);
			return registration;
		}

		@Bean
		FilterRegistrationBean<ShallowEtagHeaderFilter> insideTags() {
			return tags("/inside", 10);
		}

		@Bean
		FilterRegistrationBean<ShallowEtagHeaderFilter> outsideTags() {
			return tags("/outside", -100);
		}

		private static FilterRegistrationBean<ShallowEtagHeaderFilter> tags(String path, int order) {
			FilterRegistrationBean<ShallowEtagHeaderFilter> registration = new FilterRegistrationBean<>(
					new ShallowEtagHeaderFilter());
			registration.setName("tags" + order);
			registration.addUrlPatterns(path);
			registration.setOrder(order);
			return registration;
		}

	}

	static final class OddFilter extends OncePerRequestFilter {

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			String kind = String.valueOf(request.getHeader("X-Filter"));
			switch (kind) {
				case "throw" -> throw new IllegalStateException(WireTests.SECRET);
				case "send" -> response.sendError(410);
				case "read" -> {
					request.getInputStream().readAllBytes();
					chain.doFilter(request, response);
				}
				default -> chain.doFilter(request, response);
			}
			if (kind.equals("throw-after")) {
				throw new IllegalStateException(WireTests.SECRET);
			}
			if (kind.equals("send-after")) {
				response.sendError(410);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Chain {

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
		FilterRegistrationBean<Filter> wrapping() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response,
					chain) -> chain.doFilter(request, (((HttpServletRequest) request).getHeader("X-Wrap") != null)
							? new HttpServletResponseWrapper((HttpServletResponse) response) : response));
			registration.setOrder(FilterOrder.CONTRACT + 10);
			return registration;
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(User.withUsername("alice").password("secret").roles("USER").build(),
					User.withUsername("bob").password("secret").roles("USER").build());
		}

		@Bean
		@SuppressWarnings("deprecation")
		PasswordEncoder passwordEncoder() {
			// the default one takes its time, on purpose
			return NoOpPasswordEncoder.getInstance();
		}

	}

	@RestController
	static class OwnErrorController implements ErrorController {

		@RequestMapping("/error")
		String error(HttpServletRequest request) {
			return "own " + request.getAttribute("jakarta.servlet.error.status_code");
		}

	}

	record Order(@NotNull String item) {
	}

	@RestController
	static class Orders {

		@PostMapping("/orders")
		ResponseEntity<String> order() {
			return ResponseEntity.status(201).body("order " + runs.incrementAndGet());
		}

		@PostMapping("/admin")
		String admin() {
			return "admin " + runs.incrementAndGet();
		}

		@PostMapping({ "/inside", "/outside" })
		String tagged() {
			return "tagged " + runs.incrementAndGet();
		}

		@PostMapping("/quiet")
		void quiet(HttpServletResponse response) {
			response.setStatus(202);
		}

		@PostMapping("/missing-order")
		void missing(HttpServletResponse response) throws IOException {
			response.sendError(404);
		}

		@PostMapping("/broken")
		void broken() {
			throw new IllegalStateException(WireTests.SECRET);
		}

		@PostMapping("/sent")
		void sent(HttpServletResponse response) throws IOException {
			response.sendError(410);
		}

		@PostMapping("/raw")
		String raw(HttpServletRequest request) throws IOException {
			return "raw " + new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}

		@PostMapping("/stream")
		String stream(@RequestBody String body) {
			return body;
		}

		@PatchMapping("/hidden")
		String patched() {
			return "patched " + runs.incrementAndGet();
		}

		@DeleteMapping("/hidden")
		String deleted() {
			return "deleted " + runs.incrementAndGet();
		}

		@PostMapping("/shared")
		@CrossOrigin(origins = { "https://a.example", "https://b.example" })
		String shared() {
			return "shared " + runs.incrementAndGet();
		}

		@PostMapping("/checked")
		String checked(@Valid @RequestBody Order order) {
			return order.item() + runs.incrementAndGet();
		}

		@ExceptionHandler
		ResponseEntity<String> invalid(MethodArgumentNotValidException exception) {
			return ResponseEntity.status(418).body("mine");
		}

	}

	@Controller
	static class Pages {

		@PostMapping("/page")
		View page() {
			return (model, request, response) -> {
				response.setContentType("text/html;charset=UTF-8");
				response.getWriter().print("<html>" + runs.incrementAndGet() + "</html>");
			};
		}

		@PostMapping("/redirect")
		String redirect() {
			return "redirect:/fine";
		}

	}

}
