package dev.errata.web.servlet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * The main kinds of failure in every mode: each container, each way to secure a service,
 * each kind of catalog.
 */
@Tag("full")
class ModesWireTests {

	private static final String BODY = "{\"code\":\"{code}\",\"status\":\"{status}\",\"id\":\"{request-id}\"}";

	/** A failure, and its status and code in an open and in the closed catalog. */
	private record Kind(String name, Function<String, Exchange> request, String open, String closed) {
	}

	private static final List<Kind> KINDS = List.of(
			new Kind("malformed body", (path) -> Exchange.json(path + "/items", "{"), "400 malformed_body", "400 bad"),
			new Kind("invalid body", (path) -> Exchange.json(path + "/items", "{\"name\":\"\"}"),
					"400 validation_failed", "422 invalid"),
			new Kind("nowhere", (path) -> Exchange.get(path + "/nowhere"), "404 not_found", "404 astray"),
			new Kind("wrong method", (path) -> Exchange.get(path + "/items"), "405 method_not_allowed", "405 bad"),
			new Kind("not acceptable", (path) -> Exchange.get(path + "/text").header("Accept: image/png"),
					"406 not_acceptable", "406 bad"),
			new Kind("wrong media type",
					(path) -> Exchange.post(path + "/items").header("Content-Type: text/plain").body("x"),
					"415 unsupported_media_type", "415 bad"),
			new Kind("domain", (path) -> Exchange.get(path + "/shipped"), "409 order_shipped", "409 order_shipped"),
			new Kind("too large",
					(path) -> Exchange.multipart(path + "/upload",
							"name=\"file\"; filename=\"a\"\n\n" + "x".repeat(5000)),
					"413 payload_too_large", "413 bad"),
			new Kind("unexpected", (path) -> Exchange.get(path + "/broken"), "500 internal_error", "500 broken"),
			new Kind("sent", (path) -> Exchange.get(path + "/teapot"), "418 client_error", "418 bad"),
			new Kind("filter", (path) -> Exchange.get(path + "/fine").header("X-Filter: fail"), "500 internal_error",
					"500 broken"),
			new Kind("filter with a code", (path) -> Exchange.get(path + "/fine").header("X-Filter: code"),
					"409 order_shipped", "409 order_shipped"),
			new Kind("filter that sends", (path) -> Exchange.get(path + "/fine").header("X-Filter: send"), "410 gone",
					"410 bad"));

	static Stream<Arguments> modes() {
		return Container.OF_SERVLETS.stream()
			.flatMap((container) -> Stream.of(Guard.values())
				.flatMap((guard) -> Stream.of(Catalog.values())
					.map((catalog) -> Arguments.of(container, guard, catalog))));
	}

	@ParameterizedTest(name = "{0}, {1}, {2}")
	@MethodSource("modes")
	void everyKindOfFailure(Container container, Guard guard, Catalog catalog) {
		try (Service service = Service.start(container, guard != Guard.NONE, List.of(Application.class, guard.chain),
				Stream.concat(catalog.properties.stream(), Stream.of("spring.servlet.multipart.max-file-size=1KB"))
					.toArray(String[]::new))) {
			for (String path : catalog.paths) {
				boolean closed = catalog == Catalog.CLOSED || path.equals("/v1");
				// Tomcat looks for time-outs once a second
				CompletableFuture<Void> late = CompletableFuture.runAsync(() -> verify(service, "out of time",
						guard.known(Exchange.get(path + "/slow")), closed ? "504 late" : "504 timeout"));
				for (Kind kind : KINDS) {
					verify(service, kind.name(), guard.known(kind.request().apply(path)),
							closed ? kind.closed() : kind.open());
					assertStillServing(service, guard, path);
				}
				verifyRefusals(service, guard, path, closed);
				verifyHead(service, guard, path, closed);
				late.join();
				verifyCut(service, guard, path);
			}
		}
	}

	private static void verify(Service service, String name, Exchange exchange, String expected) {
		Answer answer = service.answer(exchange);
		String[] parts = expected.split(" ");
		assertThat(answer.body()).as("%s: %s", name, answer)
			.isEqualTo("{\"code\":\"%s\",\"status\":%s,\"id\":\"%s\"}", parts[1], parts[0], Exchange.ID);
		assertThat(answer.status()).as(name).isEqualTo(Integer.parseInt(parts[0]));
		assertThat(answer.whole()).as(name).isTrue();
		assertThat(answer.header("Content-Type")).as(name).isEqualTo("application/json");
		assertThat(answer.header("Cache-Control")).as(name).isEqualTo("no-store");
		assertThat(answer.header("X-Request-Id")).as(name).isEqualTo(Exchange.ID);
	}

	private static void verifyRefusals(Service service, Guard guard, String path, boolean closed) {
		String anonymous = (guard == Guard.NONE) ? "unauthorized" : "credentials_missing";
		for (String target : List.of("/anonymous", "/nowhere", "/text")) {
			if (guard != Guard.NONE || target.equals("/anonymous")) {
				verify(service, "anonymous", Exchange.get(path + target), "401 " + (closed ? "login" : anonymous));
			}
		}
		verify(service, "denied", guard.known(Exchange.get(path + "/denied")),
				"403 " + (closed ? "denied" : "forbidden"));
		if (guard != Guard.NONE) {
			Answer unknown = service.answer(Exchange.get(path + "/text"));
			assertThat(unknown.header("WWW-Authenticate")).startsWith(guard.challenge);
			verify(service, "wrong credentials", Exchange.get(path + "/text").header(guard.wrong),
					"401 " + (closed ? "login" : "credentials_invalid"));
			assertStillServing(service, guard, path);
		}
	}

	private static void verifyHead(Service service, Guard guard, String path, boolean closed) {
		Answer head = service.answer(guard.known(Exchange.of("HEAD", path + "/broken")));
		assertThat(head.status()).isEqualTo(500);
		assertThat(head.body()).isEmpty();
		assertThat(head.header("X-Request-Id")).isEqualTo(Exchange.ID);
		assertThat(head.header("Content-Length"))
			.isEqualTo(String.valueOf("{\"code\":\"%s\",\"status\":500,\"id\":\"%s\"}"
				.formatted(closed ? "broken" : "internal_error", Exchange.ID)
				.length()));
		assertStillServing(service, guard, path);
	}

	private static void verifyCut(Service service, Guard guard, String path) {
		assertThat(Failures.loggersThatComplain(() -> {
			Answer cut = service.answer(guard.known(Exchange.get(path + "/cut").persistent()));
			assertThat(cut.status()).isEqualTo(200);
			assertThat(cut.whole()).isFalse();
			assertThat(cut.body()).isEqualTo("begun");
		})).singleElement().asString().startsWith("errata.failure.");
		assertStillServing(service, guard, path);
	}

	private static void assertStillServing(Service service, Guard guard, String path) {
		Answer fine = service.answer(guard.known(Exchange.get(path + "/fine")));
		assertThat(fine.status()).isEqualTo(200);
		assertThat(fine.body()).isEqualTo("fine");
	}

	enum Guard {

		NONE(Object.class, "", "", ""),

		BASIC(BasicChain.class, "Basic", "Authorization: Basic " + base64("alice:secret"),
				"Authorization: Basic " + base64("alice:wrong")),

		BEARER(BearerChain.class, "Bearer", "Authorization: Bearer " + token(), "Authorization: Bearer nonsense");

		private final Class<?> chain;

		private final String challenge;

		private final String right;

		private final String wrong;

		Guard(Class<?> chain, String challenge, String right, String wrong) {
			this.chain = chain;
			this.challenge = challenge;
			this.right = right;
			this.wrong = wrong;
		}

		Exchange known(Exchange exchange) {
			return this.right.isEmpty() ? exchange : exchange.header(this.right);
		}

	}

	enum Catalog {

		OPEN(List.of(""), List.of("errata.envelope.body=" + BODY, "errata.codes.order_shipped=409")),

		CLOSED(List.of(""), closed("errata")),

		SEVERAL(List.of("", "/v1"),
				Stream.of(OPEN.properties, closed("errata.contracts.v1"), List.of("errata.contracts.v1.paths=/v1/**"))
					.flatMap(List::stream)
					.toList());

		private final List<String> paths;

		private final List<String> properties;

		Catalog(List<String> paths, List<String> properties) {
			this.paths = paths;
			this.properties = properties;
		}

		private static List<String> closed(String contract) {
			return Stream.of(".closed=true", ".envelope.body=" + BODY, ".codes.order_shipped.status=409",
					".codes.bad.status=400", ".codes.bad.replaces=client_error", ".codes.broken.status=500",
					".codes.broken.replaces=server_error", ".codes.login.status=401",
					".codes.login.replaces=unauthorized", ".codes.denied.status=403",
					".codes.denied.replaces=forbidden", ".codes.astray.status=404", ".codes.astray.replaces=not_found",
					".codes.invalid.status=422", ".codes.invalid.replaces=validation_failed", ".codes.late.status=504",
					".codes.late.replaces=timeout")
				.map(contract::concat)
				.toList();
		}

	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String token() {
		NimbusJwtEncoder encoder = new NimbusJwtEncoder(new ImmutableSecret<>(BearerChain.KEY.getEncoded()));
		JwtClaimsSet claims = JwtClaimsSet.builder().subject("alice").expiresAt(Instant.now().plusSeconds(600)).build();
		return encoder.encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
			.getTokenValue();
	}

	private static HttpSecurity lockedDown(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.csrf(AbstractHttpConfigurer::disable);
	}

	@Configuration(proxyBeanMethods = false)
	static class BasicChain {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return lockedDown(http).httpBasic(withDefaults()).build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(User.withUsername("alice").password("secret").roles("USER").build());
		}

		@Bean
		@SuppressWarnings("deprecation")
		PasswordEncoder passwordEncoder() {
			// the default one takes its time, on purpose
			return NoOpPasswordEncoder.getInstance();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BearerChain {

		static final SecretKey KEY = new SecretKeySpec(
				"0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return lockedDown(http).oauth2ResourceServer((server) -> server.jwt(withDefaults())).build();
		}

		@Bean
		JwtDecoder decoder() {
			return NimbusJwtDecoder.withSecretKey(KEY).build();
		}

	}

	record Item(@NotBlank String name) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(FailingController.class)
	static class Application {

		@Bean
		FilterRegistrationBean<Filter> failingFilter() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				HttpServletResponse servletResponse = (HttpServletResponse) response;
				switch (String.valueOf(((HttpServletRequest) request).getHeader("X-Filter"))) {
					case "fail" -> throw new IllegalStateException(WireTests.SECRET);
					case "code" -> throw new ErrorCodeException("order_shipped");
					case "send" -> servletResponse.sendError(410);
					default -> chain.doFilter(request, response);
				}
			});
			registration.setOrder(Ordered.LOWEST_PRECEDENCE);
			return registration;
		}

	}

	@RestController
	@RequestMapping({ "", "/v1" })
	static class FailingController {

		@GetMapping("/fine")
		String fine() {
			return "fine";
		}

		@GetMapping(path = "/text", produces = MediaType.TEXT_PLAIN_VALUE)
		String text() {
			return "text";
		}

		@PostMapping(path = "/items", consumes = MediaType.APPLICATION_JSON_VALUE)
		Item item(@Valid @RequestBody Item item) {
			return item;
		}

		@PostMapping("/upload")
		void upload(@RequestParam MultipartFile file) {
		}

		@GetMapping("/shipped")
		void shipped() {
			throw new ErrorCodeException("order_shipped");
		}

		@GetMapping("/broken")
		void broken() {
			throw new IllegalStateException(WireTests.SECRET);
		}

		@GetMapping("/slow")
		DeferredResult<String> slow() {
			return new DeferredResult<>(20L);
		}

		@GetMapping("/teapot")
		void teapot(HttpServletResponse response) throws IOException {
			response.sendError(418);
		}

		@GetMapping("/anonymous")
		void anonymous() {
			throw new ResponseStatusException(HttpStatus.UNAUTHORIZED);
		}

		@GetMapping("/denied")
		void denied(HttpServletRequest request) {
			if (request.getUserPrincipal() != null) {
				throw new AccessDeniedException(WireTests.SECRET);
			}
			throw new ResponseStatusException(HttpStatus.FORBIDDEN);
		}

		@GetMapping("/cut")
		void cut(HttpServletResponse response) throws IOException {
			response.getWriter().write("begun");
			response.flushBuffer();
			throw new IllegalStateException(WireTests.SECRET);
		}

	}

}
