package dev.errata.web.servlet;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.WireTests;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.filter.OncePerRequestFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * What {@code MockMvc} shows of a service with Spring Security, compared with what the
 * same service sends on a real port. Its clock stands still.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.autoconfigure.exclude=${without.jetty},${without.redis}",
				"errata.envelope.body={\"code\":\"{code}\",\"message\":\"{message}\",\"id\":\"{request-id}\","
						+ "\"at\":\"{timestamp}\",\"errors\":\"{violations}\"}",
				"errata.codes.order_shipped.status=409", "errata.codes.order_shipped.retry-after=30s",
				"errata.limits.body.small.paths=/small/**", "errata.limits.body.small.max=5B" })
@AutoConfigureMockMvc
class MockMvcTests {

	private static final String JSON = "Content-Type: application/json";

	private static final String ALICE = "Authorization: Basic YWxpY2U6c2VjcmV0";

	/** The session, too, is the container's affair. */
	private static final List<String> OF_THE_CONTAINER = List.of("Date", "Connection", "Content-Length",
			"Transfer-Encoding", "Set-Cookie");

	@Autowired
	private MockMvc mockMvc;

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private WebApplicationContext context;

	@LocalServerPort
	private int port;

	@TestFactory
	Stream<DynamicTest> answersAreThoseOfTheWire() {
		return Stream.of(same(200, "GET", "/fine", ""), same(409, "GET", "/ship", ""), same(409, "HEAD", "/ship", ""),
				same(500, "GET", "/fail", ""), same(404, "GET", "/nothing", ""), same(405, "DELETE", "/ship", ""),
				same(415, "POST", "/orders", "{}", "Content-Type: text/plain"), same(400, "POST", "/orders", ""),
				same(400, "POST", "/orders", "{}", JSON), same(413, "POST", "/small/orders", "123456", JSON),
				same(400, "GET", "/number?n=x", ""), same(400, "GET", "/number", ""), same(409, "GET", "/sent/409", ""),
				same(401, "GET", "/sent/401", ""), same(409, "GET", "/callable", ""), same(404, "GET", "/error", ""),
				same(416, "GET", "/resource", "", "Range: bytes=99-"),
				same(403, "GET", "/cors", "", "Origin: https://elsewhere.example"));
	}

	@TestFactory
	Stream<DynamicTest> whatFiltersRefuseIsThatOfTheWire() {
		return Stream.of(same(401, "GET", "/secured", ""),
				same(401, "GET", "/secured", "", "Authorization: Basic YTpi"), same(404, "GET", "/secured", "", ALICE),
				same(403, "GET", "/admin", "", ALICE), same(403, "POST", "/csrf", ""),
				same(400, "GET", "/fine;a=b", ""), same(409, "GET", "/filter/throws", ""),
				same(500, "GET", "/filter/fails", ""), same(429, "GET", "/filter/sends", ""));
	}

	@Test
	void clientOfMockMvcSeesRefusals() {
		RestTestClient.bindTo(this.mockMvc)
			.build()
			.get()
			.uri("/secured")
			.header("X-Request-Id", Exchange.ID)
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.exists("WWW-Authenticate")
			.expectBody(String.class)
			.isEqualTo(document("credentials_missing", "Authentication is required."));
	}

	@Test
	void handlersNeedNoFilters() {
		assertThat(MockMvcTester.from(this.context).get().uri("/ship").header("X-Request-Id", Exchange.ID))
			.hasStatus(409)
			.hasHeader("X-Request-Id", Exchange.ID)
			.hasHeader("Retry-After", "30")
			.bodyText()
			.isEqualTo(document("order_shipped", "Conflict"));
	}

	private static String document(String code, String message) {
		return "{\"code\":\"%s\",\"message\":\"%s\",\"id\":\"r-1\",\"at\":\"2030-01-02T03:04:05Z\"}".formatted(code,
				message);
	}

	private DynamicTest same(int status, String method, String target, String body, String... headers) {
		return DynamicTest.dynamicTest(method + " " + target + " " + List.of(headers), () -> {
			Exchange exchange = Exchange.of(method, target).body(body);
			MockMvcTester.MockMvcRequestBuilder request = this.mvc.method(HttpMethod.valueOf(method))
				.uri(URI.create(target))
				.header("X-Request-Id", Exchange.ID)
				.content(body);
			for (String header : headers) {
				exchange.header(header);
				String[] parts = header.split(": ");
				request.header(parts[0], parts[1]);
			}
			MockHttpServletResponse response = request.exchange().getResponse();
			Answer answer = exchange.on(this.port);
			assertThat(answer.status()).isEqualTo(status);
			assertThat(response.getStatus()).isEqualTo(status);
			assertThat(response.getContentAsString()).isEqualTo(answer.body());
			assertThat(headers(response)).isEqualTo(ofTheService(answer.headers()));
		});
	}

	private static Map<String, List<String>> headers(MockHttpServletResponse response) {
		return ofTheService(response.getHeaderNames()
			.stream()
			.collect(Collectors.toMap((name) -> name, (name) -> response.getHeaders(name))));
	}

	private static Map<String, List<String>> ofTheService(Map<String, List<String>> all) {
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(all);
		OF_THE_CONTAINER.forEach(headers::remove);
		return headers;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ OrderController.class, WireTests.FineController.class })
	static class Application {

		@Bean
		Clock clock() {
			return Clock.fixed(Instant.parse("2030-01-02T03:04:05Z"), ZoneOffset.UTC);
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("alice").password("{noop}secret").roles("USER").build());
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/secured")
					.authenticated()
					.requestMatchers("/admin")
					.hasRole("ADMIN")
					.anyRequest()
					.permitAll())
				.csrf((csrf) -> csrf.requireCsrfProtectionMatcher((request) -> request.getRequestURI().equals("/csrf")))
				.httpBasic(withDefaults())
				.build();
		}

		@Bean
		Filter troubleFilter() {
			return new OncePerRequestFilter() {

				@Override
				protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response,
						FilterChain chain) throws ServletException, IOException {
					switch (request.getRequestURI()) {
						case "/filter/throws" -> throw new ErrorCodeException("order_shipped");
						case "/filter/fails" -> throw new IllegalStateException(WireTests.SECRET);
						case "/filter/sends" -> response.sendError(429);
						default -> chain.doFilter(request, response);
					}
				}

			};
		}

	}

	@RestController
	static class OrderController {

		@GetMapping("/ship")
		String ship() {
			throw new ErrorCodeException("order_shipped");
		}

		@GetMapping("/fail")
		String fail() {
			throw new IllegalStateException(WireTests.SECRET);
		}

		@GetMapping("/number")
		int number(@RequestParam int n) {
			return n;
		}

		@GetMapping("/sent/{status}")
		void sent(@PathVariable int status, HttpServletResponse response) throws IOException {
			response.sendError(status);
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			return () -> {
				throw new ErrorCodeException("order_shipped");
			};
		}

		@GetMapping("/resource")
		Resource resource() {
			return new ByteArrayResource(new byte[10]);
		}

		@CrossOrigin("https://shop.example")
		@GetMapping("/cors")
		String cors() {
			return "fine";
		}

		@PostMapping({ "/orders", "/small/orders" })
		String order(@RequestBody @Valid Order order) {
			return order.article();
		}

	}

	record Order(@NotBlank String article) {
	}

}
