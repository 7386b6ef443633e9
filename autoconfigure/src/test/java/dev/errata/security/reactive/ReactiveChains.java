package dev.errata.security.reactive;

import java.nio.charset.StandardCharsets;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.WireTests;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.RedirectServerAuthenticationEntryPoint;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Chains of Spring Security on Spring WebFlux side by side, each secured in its own way.
 */
@Configuration(proxyBeanMethods = false)
@EnableReactiveMethodSecurity
public class ReactiveChains {

	@Bean
	ReactiveUserDetailsService users() {
		return new MapReactiveUserDetailsService(
				User.withUsername("alice").password("{noop}secret").roles("USER").build(),
				User.withUsername("bob").password("{noop}secret").roles("USER").credentialsExpired(true).build());
	}

	private static ServerHttpSecurity secured(ServerHttpSecurity http, String path) {
		return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers(path + "/**"))
			.authorizeExchange((exchanges) -> exchanges.pathMatchers(path + "/guarded", path + "/wrapped-*")
				.permitAll()
				.anyExchange()
				.authenticated());
	}

	private static ServerHttpSecurity withoutLogin(ServerHttpSecurity http, String path) {
		return secured(http, path).csrf(ServerHttpSecurity.CsrfSpec::disable);
	}

	private static ServerHttpSecurity stateless(ServerHttpSecurity http, String path) {
		return withoutLogin(http, path).httpBasic(withDefaults());
	}

	private static Mono<Void> status(ServerWebExchange exchange, int status) {
		exchange.getResponse().setStatusCode(HttpStatusCode.valueOf(status));
		return Mono.empty();
	}

	private static Mono<Void> text(ServerWebExchange exchange, int status, String text) {
		exchange.getResponse().setStatusCode(HttpStatusCode.valueOf(status));
		return exchange.getResponse()
			.writeWith(Mono.fromSupplier(() -> exchange.getResponse()
				.bufferFactory()
				.allocateBuffer(1)
				.write(text.getBytes(StandardCharsets.UTF_8))));
	}

	@Bean
	@Order(1)
	SecurityWebFilterChain form(ServerHttpSecurity http) {
		return secured(http, "/form").formLogin(withDefaults()).build();
	}

	@Bean
	@Order(2)
	SecurityWebFilterChain both(ServerHttpSecurity http) {
		return secured(http, "/both").formLogin(withDefaults())
			.httpBasic(withDefaults())
			.addFilterAfter(ReactiveChains::makeToken, SecurityWebFiltersOrder.CSRF)
			.build();
	}

	@Bean
	@Order(3)
	SecurityWebFilterChain basic(ServerHttpSecurity http) {
		return stateless(http, "/basic")
			.addFilterBefore(new Trouble("before"), SecurityWebFiltersOrder.EXCEPTION_TRANSLATION)
			.addFilterBefore(new Trouble("behind"), SecurityWebFiltersOrder.AUTHORIZATION)
			.addFilterAfter(new Trouble("last"), SecurityWebFiltersOrder.AUTHORIZATION)
			.build();
	}

	@Bean
	@Order(4)
	SecurityWebFilterChain cookie(ServerHttpSecurity http) {
		return secured(http, "/cookie").httpBasic(withDefaults())
			.csrf((csrf) -> csrf.csrfTokenRepository(CookieServerCsrfTokenRepository.withHttpOnlyFalse())
				.csrfTokenRequestHandler(new ServerCsrfTokenRequestAttributeHandler()))
			.addFilterAfter(ReactiveChains::makeToken, SecurityWebFiltersOrder.CSRF)
			.build();
	}

	@Bean
	@Order(5)
	SecurityWebFilterChain closed(ServerHttpSecurity http) {
		return secured(http, "/closed").httpBasic(withDefaults()).build();
	}

	@Bean
	@Order(6)
	SecurityWebFilterChain mapped(ServerHttpSecurity http) {
		return stateless(http, "/mapped").build();
	}

	@Bean
	@Order(7)
	SecurityWebFilterChain writing(ServerHttpSecurity http) {
		return stateless(http, "/writing")
			.exceptionHandling(
					(handling) -> handling.accessDeniedHandler((exchange, denied) -> text(exchange, 403, "theirs")))
			.build();
	}

	@Bean
	@Order(8)
	SecurityWebFilterChain silent(ServerHttpSecurity http) {
		return stateless(http, "/silent")
			.exceptionHandling((handling) -> handling.accessDeniedHandler((exchange, denied) -> {
				exchange.getResponse().addCookie(ResponseCookie.from("denied", "1").build());
				return status(exchange, 451);
			}))
			.build();
	}

	@Bean
	@Order(9)
	SecurityWebFilterChain sending(ServerHttpSecurity http) {
		return stateless(http, "/sending")
			.exceptionHandling((handling) -> handling.accessDeniedHandler((exchange, denied) -> {
				exchange.getResponse().setStatusCode(HttpStatus.GONE);
				return exchange.getResponse().setComplete();
			}))
			.build();
	}

	@Bean
	@Order(10)
	SecurityWebFilterChain throwing(ServerHttpSecurity http) {
		return stateless(http, "/throwing")
			.exceptionHandling((handling) -> handling.accessDeniedHandler((exchange, denied) -> {
				throw new ErrorCodeException("order_shipped");
			}))
			.build();
	}

	@Bean
	@Order(11)
	SecurityWebFilterChain told(ServerHttpSecurity http) {
		return withoutLogin(http, "/told")
			.formLogin((login) -> login.loginPage("/told/login")
				.authenticationFailureHandler((exchange, failure) -> status(exchange.getExchange(), 401)))
			.build();
	}

	@Bean
	@Order(12)
	SecurityWebFilterChain none(ServerHttpSecurity http) {
		return withoutLogin(http, "/none").build();
	}

	@Bean
	@Order(13)
	SecurityWebFilterChain mappedNone(ServerHttpSecurity http) {
		return withoutLogin(http, "/mapped-none").build();
	}

	@Bean
	@Order(14)
	SecurityWebFilterChain hiding(ServerHttpSecurity http) {
		ServerAuthenticationEntryPoint point = (exchange, exception) -> status(exchange, 404);
		return withoutLogin(http, "/hiding").httpBasic((basic) -> basic.authenticationEntryPoint(point))
			.exceptionHandling((handling) -> handling.authenticationEntryPoint(point))
			.build();
	}

	@Bean
	@Order(15)
	SecurityWebFilterChain teapot(ServerHttpSecurity http) {
		return withoutLogin(http, "/teapot")
			.exceptionHandling(
					(handling) -> handling.authenticationEntryPoint((exchange, exception) -> status(exchange, 418)))
			.build();
	}

	@Bean
	@Order(16)
	SecurityWebFilterChain redirecting(ServerHttpSecurity http) {
		return withoutLogin(http, "/redirecting")
			.exceptionHandling((handling) -> handling
				.authenticationEntryPoint(new RedirectServerAuthenticationEntryPoint("/elsewhere")))
			.build();
	}

	@Bean
	@Order(17)
	SecurityWebFilterChain ignoring(ServerHttpSecurity http) {
		return secured(http, "/ignoring").httpBasic(withDefaults())
			.csrf((csrf) -> csrf
				.requireCsrfProtectionMatcher(new AndServerWebExchangeMatcher(CsrfWebFilter.DEFAULT_CSRF_MATCHER,
						new NegatedServerWebExchangeMatcher(ServerWebExchangeMatchers.pathMatchers("/ignoring/ok")))))
			.addFilterAfter(new Trouble("csrf"), SecurityWebFiltersOrder.CSRF)
			.build();
	}

	@Bean
	@Order(0)
	SecurityWebFilterChain shared(ServerHttpSecurity http) {
		CorsConfiguration rules = new CorsConfiguration();
		rules.addAllowedOrigin("https://good.example");
		return stateless(http, "/shared").cors((cors) -> cors.configurationSource((exchange) -> rules)).build();
	}

	@Bean
	@Order(18)
	SecurityWebFilterChain others(ServerHttpSecurity http) {
		return stateless(http.securityMatcher(ServerWebExchangeMatchers.anyExchange()), "")
			.securityMatcher(new NegatedServerWebExchangeMatcher(ServerWebExchangeMatchers.pathMatchers("/ignored/**")))
			.build();
	}

	/**
	 * Makes the token whether it is asked for or not, as single-page applications need
	 * it.
	 */
	private static Mono<Void> makeToken(ServerWebExchange exchange, WebFilterChain chain) {
		Mono<CsrfToken> token = exchange.getRequiredAttribute(CsrfToken.class.getName());
		return token.then(chain.filter(exchange));
	}

	/** Makes the trouble of the header {@code X-Trouble} at its place in the chain. */
	private record Trouble(String place) implements WebFilter {

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			String trouble = String.valueOf(exchange.getRequest().getHeaders().getFirst("X-Trouble"));
			if (!trouble.startsWith(this.place + "-")) {
				return chain.filter(exchange);
			}
			return switch (trouble.substring(this.place.length() + 1)) {
				case "send" -> status(exchange, 401).then(exchange.getResponse().setComplete());
				case "busy" -> status(exchange, 429).then(exchange.getResponse().setComplete());
				case "forbid" -> status(exchange, 403).then(exchange.getResponse().setComplete());
				case "set" -> status(exchange, 403);
				case "code" -> throw new ErrorCodeException("order_shipped");
				case "deny" -> Mono.error(new AccessDeniedException(WireTests.SECRET));
				default -> throw new IllegalStateException(WireTests.SECRET);
			};
		}

	}

}
