package dev.errata.security;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Tests for what Spring Security refuses, on a real port.
 */
class SecurityErrorsTests {

	private static final String ALICE = basic("alice", "secret");

	private static final String BASIC = "Basic realm=\"Realm\", charset=\"UTF-8\"";

	private final HttpClient client = HttpClient.newHttpClient();

	private static final Map<List<Object>, ServletWebServerApplicationContext> contexts = new HashMap<>();

	private ServletWebServerApplicationContext context;

	@AfterAll
	static void stop() {
		contexts.values().forEach(ServletWebServerApplicationContext::close);
		contexts.clear();
	}

	@Test
	void anonymousIsUnauthorizedWithTheChallenge() {
		start(BasicChain.class);
		assertThat(get("/private")).isEqualTo("401 application/problem+json credentials_missing");
		assertThat(header("/private", "WWW-Authenticate")).isEqualTo(BASIC);
	}

	@Test
	void unknownUserAndWrongPasswordAreOneAnswer() {
		start(BasicChain.class);
		assertThat(get("/private", "Authorization", basic("nobody", "secret")))
			.isEqualTo("401 application/problem+json credentials_invalid")
			.isEqualTo(get("/private", "Authorization", basic("alice", "wrong")));
		assertThat(send("/private", "Authorization", basic("alice", "wrong")).body().replaceAll("[0-9a-f-]{36}", "ID"))
			.isEqualTo(
					send("/private", "Authorization", basic("nobody", "x")).body().replaceAll("[0-9a-f-]{36}", "ID"));
	}

	@Test
	void badCredentialsOnPublicPathAreRefused() {
		start(BasicChain.class);
		assertThat(get("/public")).startsWith("200");
		assertThat(get("/public", "Authorization", basic("alice", "wrong")))
			.isEqualTo("401 application/problem+json credentials_invalid");
	}

	@Test
	void knownUserWithoutAuthorityIsForbidden() {
		start(BasicChain.class);
		assertThat(get("/admin", "Authorization", ALICE)).isEqualTo("403 application/problem+json forbidden");
	}

	@Test
	void methodSecurityIsForbiddenForUserAndUnauthorizedForAnonymous() {
		start(BasicChain.class);
		assertThat(get("/method", "Authorization", ALICE)).isEqualTo("403 application/problem+json forbidden");
		assertThat(get("/method")).isEqualTo("401 application/problem+json credentials_missing");
		assertThat(header("/method", "WWW-Authenticate")).isEqualTo(BASIC);
	}

	@Test
	void securityExceptionsThrownByHandlersAreAnswered() {
		start(BasicChain.class);
		assertThat(get("/denied", "Authorization", ALICE)).isEqualTo("403 application/problem+json forbidden");
		assertThat(get("/bad-login", "Authorization", ALICE))
			.isEqualTo("401 application/problem+json credentials_invalid");
	}

	@Test
	void claimedSecurityExceptionEndsInItsCode() {
		start(BasicChain.class, "errata.codes.locked_out.status=423",
				"errata.codes.locked_out.exceptions=org.springframework.security.authentication.BadCredentialsException");
		assertThat(get("/bad-login", "Authorization", ALICE)).isEqualTo("423 application/problem+json locked_out");
	}

	@Test
	void xhrIsAnsweredWithoutChallenge() {
		start(DefaultChain.class);
		assertThat(get("/private", "X-Requested-With", "XMLHttpRequest"))
			.isEqualTo("401 application/problem+json credentials_missing");
	}

	@Test
	void sessionExpiredByAnotherLoginIsUnauthorized() {
		start(OneSessionChain.class);
		String first = login();
		assertThat(get("/private", "Cookie", first)).startsWith("200");
		assertThat(get("/private", "Cookie", login())).startsWith("200");
		assertThat(get("/private", "Cookie", first)).isEqualTo("401 application/problem+json credentials_missing");
	}

	private String login() {
		HttpResponse<String> answer = send(
				request("/login?username=alice&password=secret").POST(HttpRequest.BodyPublishers.noBody()).build());
		return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
	}

	@Test
	void browserIsStillSentToTheLogin() {
		start(DefaultChain.class);
		assertThat(send("/private", "Accept", "text/html").statusCode()).isEqualTo(302);
	}

	@Test
	void missingCsrfTokenHasItsOwnCode() {
		start(BasicWithCsrfChain.class);
		assertThat(post("/private", "Authorization", ALICE)).isEqualTo("403 application/problem+json csrf_rejected");
	}

	@Test
	void chainWithoutEntryPointForbidsAnonymous() {
		start(NoEntryPointChain.class);
		assertThat(get("/private")).isEqualTo("403 application/problem+json forbidden");
	}

	@Test
	void ownHandlersThatWriteAreLeftAlone() {
		start(OwnHandlersChain.class);
		HttpResponse<String> response = send("/private");
		assertThat(response.statusCode()).isEqualTo(418);
		assertThat(response.body()).isEqualTo("mine");
	}

	@Test
	void statusEntryPointGetsBody() {
		start(StatusEntryPointChain.class);
		assertThat(get("/private")).isEqualTo("401 application/problem+json credentials_missing");
	}

	@Test
	void bearerTokens() {
		start(BearerChain.class);
		assertThat(get("/private")).isEqualTo("401 application/problem+json credentials_missing");
		assertThat(header("/private", "WWW-Authenticate")).startsWith("Bearer");
		assertThat(get("/private", "Authorization", "Bearer nonsense"))
			.isEqualTo("401 application/problem+json credentials_invalid");
		assertThat(header("/private", "WWW-Authenticate", "Authorization", "Bearer nonsense"))
			.startsWith("Bearer error=\"invalid_token\"");
		assertThat(get("/private", "Authorization", "Bearer " + token(Instant.now().minusSeconds(600))))
			.isEqualTo("401 application/problem+json token_expired");
		String valid = "Bearer " + token(Instant.now().plusSeconds(600));
		assertThat(get("/private", "Authorization", valid)).startsWith("200");
		assertThat(get("/admin", "Authorization", valid)).isEqualTo("403 application/problem+json forbidden");
		assertThat(header("/admin", "WWW-Authenticate", "Authorization", valid))
			.startsWith("Bearer error=\"insufficient_scope\"");
		assertThat(get("/public", "Authorization", "Bearer a b")).startsWith("401");
	}

	@Test
	void lockedDownApplicationKeepsStatusAndBodyOfErrors() {
		start(LockedDownChain.class);
		assertThat(get("/nowhere", "Authorization", ALICE)).isEqualTo("404 application/problem+json not_found");
		assertThat(get("/broken", "Authorization", ALICE)).isEqualTo("500 application/problem+json internal_error");
		assertThat(get("/send-error", "Authorization", ALICE)).isEqualTo("409 application/problem+json conflict");
		assertThat(get("/nowhere")).isEqualTo("401 application/problem+json credentials_missing");
	}

	@Test
	void firewallRejections() {
		start(BasicChain.class);
		assertThat(get("/public;x=1")).isEqualTo("400 application/problem+json request_rejected");
		assertThat(get("/a%3bb")).isEqualTo("400 application/problem+json request_rejected");
	}

	@Test
	void corsRejections() {
		start(CorsChain.class);
		assertThat(get("/public", "Origin", "https://evil.example"))
			.isEqualTo("403 application/problem+json forbidden");
		assertThat(get("/public", "Origin", "https://good.example")).startsWith("200");
	}

	@Test
	void securityHeadersStayAndBodyOfApplicationIsItsOwn() {
		start(BasicChain.class);
		HttpResponse<String> response = send("/private");
		assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
		HttpResponse<String> empty = send("/empty", "Authorization", ALICE);
		assertThat(empty.statusCode()).isEqualTo(404);
		assertThat(empty.body()).isEmpty();
	}

	private void start(Class<?> chain, String... properties) {
		this.context = contexts.computeIfAbsent(List.of(chain, List.of(properties)),
				(key) -> (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class, chain)
					.run(arguments(properties)));
	}

	private static String[] arguments(String... properties) {
		return Stream
			.concat(Stream.of("server.port=0", "spring.autoconfigure.exclude=${without.jetty}"), Stream.of(properties))
			.map((property) -> "--" + property)
			.toArray(String[]::new);
	}

	private String get(String path, String... headers) {
		return summary(send(path, headers));
	}

	private String post(String path, String... headers) {
		return summary(send(request(path, headers).POST(HttpRequest.BodyPublishers.noBody()).build()));
	}

	private String header(String path, String name, String... headers) {
		return send(path, headers).headers().firstValue(name).orElse(null);
	}

	private HttpResponse<String> send(String path, String... headers) {
		return send(request(path, headers).build());
	}

	private HttpRequest.Builder request(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + this.context.getWebServer().getPort() + path));
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	private HttpResponse<String> send(HttpRequest request) {
		try {
			return this.client.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String summary(HttpResponse<String> response) {
		String body = response.body();
		int code = body.indexOf("\"code\":\"");
		return response.statusCode() + " " + response.headers().firstValue("Content-Type").orElse("-") + " "
				+ ((code >= 0) ? body.substring(code + 8, body.indexOf('"', code + 8)) : body);
	}

	private static String basic(String user, String password) {
		return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
	}

	private static String token(Instant expiry) {
		NimbusJwtEncoder encoder = new NimbusJwtEncoder(new ImmutableSecret<>(BearerChain.KEY.getEncoded()));
		JwtClaimsSet claims = JwtClaimsSet.builder().subject("alice").expiresAt(expiry).build();
		return encoder.encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
			.getTokenValue();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@RestController
	static class Application {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("alice").password("{noop}secret").roles("USER").build());
		}

		@GetMapping({ "/private", "/public", "/admin" })
		Map<String, String> ok() {
			return Map.of("ok", "yes");
		}

		@PostMapping("/private")
		void write() {
		}

		@GetMapping("/method")
		@PreAuthorize("hasRole('ADMIN')")
		void method() {
		}

		@GetMapping("/denied")
		void denied() {
			throw new AccessDeniedException("planted");
		}

		@GetMapping("/bad-login")
		void badLogin() {
			throw new BadCredentialsException("planted");
		}

		@GetMapping("/broken")
		void broken() {
			throw new IllegalStateException("planted");
		}

		@GetMapping("/send-error")
		void sendError(HttpServletResponse response) throws IOException {
			response.sendError(409);
		}

		@GetMapping("/empty")
		void empty(HttpServletResponse response) {
			response.setStatus(404);
		}

	}

	private static HttpSecurity open(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.requestMatchers("/private")
			.authenticated()
			.requestMatchers("/admin")
			.hasAuthority("SCOPE_admin")
			.anyRequest()
			.permitAll());
	}

	@Configuration(proxyBeanMethods = false)
	static class DefaultChain {

	}

	@Configuration(proxyBeanMethods = false)
	static class BasicChain {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return open(http).httpBasic(withDefaults()).csrf(AbstractHttpConfigurer::disable).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneSessionChain {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return open(http).formLogin(withDefaults())
				.csrf(AbstractHttpConfigurer::disable)
				.sessionManagement((sessions) -> sessions.maximumSessions(1)
					.expiredSessionStrategy((event) -> event.getResponse().sendError(401)))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BasicWithCsrfChain {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return open(http).httpBasic(withDefaults()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoEntryPointChain {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return open(http).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StatusEntryPointChain {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return open(http).exceptionHandling(
					(handling) -> handling.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHandlersChain {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return open(http)
				.exceptionHandling((handling) -> handling.authenticationEntryPoint((request, response, exception) -> {
					response.setStatus(418);
					response.getWriter().write("mine");
				}))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LockedDownChain {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CorsChain {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return open(http).cors(withDefaults()).build();
		}

		@Bean
		CorsConfigurationSource corsConfigurationSource() {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.addAllowedOrigin("https://good.example");
			UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
			source.registerCorsConfiguration("/**", configuration);
			return source;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BearerChain {

		static final javax.crypto.SecretKey KEY = new javax.crypto.spec.SecretKeySpec(
				"0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return open(http).oauth2ResourceServer((server) -> server.jwt(withDefaults())).build();
		}

		@Bean
		JwtDecoder decoder() {
			return NimbusJwtDecoder.withSecretKey(KEY).build();
		}

	}

}
