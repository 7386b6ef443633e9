package dev.errata.web.reactive;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.errata.error.Causes;
import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.MatcherSecurityWebFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.WebFilterChainProxy.DefaultWebFilterChainDecorator;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.reactive.ServerWebExchangeContextFilter;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Failures of handlers that are answered without being signalled to filters, and those
 * that filters and exception handlers need. A filter that is told leaves a note in the
 * traceback of the exception.
 */
class DirectAnswersWireTests {

	private static final String ALICE = "Authorization: Basic YWxpY2U6c2VjcmV0";

	private static final List<String> TARGETS = List.of("/thrown", "/signalled", "/streamed", "/missing");

	@ParameterizedTest
	@ValueSource(classes = { Bare.class, FilterOfSpring.class, LaterHandler.class })
	void failureIsAnsweredDirectly(Class<?> surroundings) {
		try (Service service = start(false, surroundings)) {
			for (String target : TARGETS) {
				assertThat(service.answer(get(target)).body()).as(target).contains("\"code\":");
			}
			assertThat(service.bean(Application.class).filtersTold()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { OwnFilter.class, EarlierHandler.class })
	void failureIsSignalledToPartsOfTheApplication(Class<?> surroundings) {
		try (Service service = start(false, surroundings); Service bare = start(false, Bare.class)) {
			List<Throwable> seen = service.bean(Surroundings.class).seen;
			for (String target : TARGETS) {
				seen.clear();
				Answer answer = service.answer(get(target).requestId(Exchange.ID));
				assertThat(answer.body()).isEqualTo(bare.answer(get(target).requestId(Exchange.ID)).body());
				assertThat(seen).as(target).hasSize(1);
			}
			assertThat(service.bean(Application.class).filtersTold()).hasSize(2);
		}
	}

	@Test
	void failureIsAnsweredDirectlyBehindSpringSecurity() {
		try (Service service = start(true, PlainChain.class)) {
			for (String target : TARGETS) {
				assertThat(service.answer(get(target)).body()).as(target).contains("\"code\":");
			}
			assertThat(service.bean(Application.class).filtersTold()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { OwnFilterInChain.class, OwnChain.class, OwnDecorator.class })
	void failureIsSignalledIfPartsOfSpringSecurityAreOfTheApplication(Class<?> surroundings) {
		try (Service service = start(true, surroundings)) {
			assertThat(service.answer(get("/thrown")).status()).isEqualTo(409);
			assertThat(service.bean(Application.class).filtersTold()).hasSize(1);
		}
	}

	@TestFactory
	Stream<DynamicTest> exceptionsOfSpringSecurityAreSignalled() {
		Service service = start(true, PlainChain.class);
		return Stream.concat(
				service.table(get("/fine"), row("denied, anonymous", get("/denied")).is(401, "credentials_missing"),
						row("denied", get("/denied").header(ALICE)).is(403, "forbidden"),
						row("denied in a cause", get("/denied?wrapped").header(ALICE)).is(403, "forbidden"),
						row("of a class of its own", get("/denied?own").header(ALICE)).is(403, "forbidden"),
						row("signalled", get("/denied?signalled").header(ALICE)).is(403, "forbidden"),
						row("not authenticated", get("/unauthenticated")).is(401, "credentials_missing")),
				Stream.of(DynamicTest.dynamicTest("close", service::close)));
	}

	@Test
	void failureIsSignalledToTheFilterOfAnIdempotencyKey() {
		try (Service service = start(false, Bare.class)) {
			Exchange order = json("/orders", "{}");
			assertThat(service.answer(order).status()).isEqualTo(409);
			assertThat(service.bean(Application.class).filtersTold()).isEmpty();
			Exchange keyed = order.header("Idempotency-Key: \"k-1\"");
			Answer first = service.answer(keyed);
			assertThat(first.status()).isEqualTo(409);
			assertThat(service.bean(Application.class).filtersTold()).hasSize(1);
			assertThat(service.answer(keyed).body()).isEqualTo(first.body());
		}
	}

	private static Service start(boolean secured, Class<?> surroundings) {
		return Service.start(Service.Container.NETTY, secured, List.of(Application.class, surroundings),
				WireTests.SHORT_ENVELOPE, "errata.idempotency.enabled=true", "errata.idempotency.store=memory");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		private final List<Throwable> thrown = new ArrayList<>();

		private <T extends Throwable> T remember(T exception) {
			this.thrown.add(exception);
			return exception;
		}

		/** The failures that went past all filters. */
		List<Throwable> filtersTold() {
			return this.thrown.stream().filter((exception) -> {
				Throwable traceback = Causes.tracebackOf(exception);
				return traceback != null && traceback.getMessage().contains("[ExceptionHandlingWebHandler]");
			}).toList();
		}

		@GetMapping("/fine")
		String fine() {
			return "fine";
		}

		@GetMapping("/thrown")
		String thrown() {
			throw remember(new ErrorCodeException("conflict"));
		}

		@GetMapping("/signalled")
		Mono<String> signalled() {
			return Mono.error(() -> remember(new IllegalStateException("planted")));
		}

		@GetMapping("/streamed")
		Flux<String> streamed() {
			return Flux.error(() -> new ErrorCodeException("conflict"));
		}

		@GetMapping("/denied")
		String denied() {
			throw new AccessDeniedException("planted");
		}

		@GetMapping(path = "/denied", params = "wrapped")
		String deniedInACause() {
			throw new IllegalStateException(new AccessDeniedException("planted"));
		}

		@GetMapping(path = "/denied", params = "own")
		String deniedByAClassOfItsOwn() {
			throw new TenantDeniedException();
		}

		@GetMapping(path = "/denied", params = "signalled")
		Mono<String> deniedLater(Principal principal) {
			return Mono.error(new AccessDeniedException(principal.getName()));
		}

		@GetMapping("/unauthenticated")
		String unauthenticated() {
			throw new InsufficientAuthenticationException("planted");
		}

		@PostMapping("/orders")
		String order() {
			throw remember(new ErrorCodeException("conflict"));
		}

	}

	static class TenantDeniedException extends AccessDeniedException {

		TenantDeniedException() {
			super("planted");
		}

	}

	static class Surroundings {

		final List<Throwable> seen = new ArrayList<>();

	}

	static class Bare extends Surroundings {

	}

	@Configuration(proxyBeanMethods = false)
	static class FilterOfSpring {

		@Bean
		ServerWebExchangeContextFilter contextFilter() {
			return new ServerWebExchangeContextFilter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LaterHandler {

		@Bean
		@Order(0)
		WebExceptionHandler handler() {
			return (exchange, exception) -> Mono.error(new IllegalStateException("Never called"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlierHandler extends Surroundings {

		@Bean
		@Order(-2)
		WebExceptionHandler handler() {
			return (exchange, exception) -> {
				this.seen.add(exception);
				return Mono.error(exception);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFilter extends Surroundings {

		@Bean
		WebFilter filter() {
			return (exchange, chain) -> chain.filter(exchange).doOnError(this.seen::add);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainChain {

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(
					User.withUsername("alice").password("secret").roles("USER").build());
		}

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.httpBasic(withDefaults())
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFilterInChain {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.addFilterAt((exchange, chain) -> chain.filter(exchange), SecurityWebFiltersOrder.AUTHENTICATION)
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChain {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			List<WebFilter> filters = http.build().getWebFilters().toStream().toList();
			return new MatcherSecurityWebFilterChain(ServerWebExchangeMatchers.anyExchange(), filters) {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDecorator extends PlainChain {

		@Bean
		static BeanPostProcessor decorator() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessBeforeInitialization(Object bean, String name) {
					if (bean instanceof WebFilterChainProxy proxy) {
						proxy.setFilterChainDecorator(new DefaultWebFilterChainDecorator() {
						});
					}
					return bean;
				}

			};
		}

	}

}
