package dev.errata.idempotency;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests with a key that fail once their work is done: before the response is stored,
 * and while it is sent.
 */
class LateFailureWireTests extends EveryStackTests {

	private static final AtomicInteger runs = new AtomicInteger();

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Orders.class, container.pick(OfServlets.class, OfWebFlux.class)),
				ENVELOPE, "errata.codes.store_down.status=503", "errata.idempotency.enabled=true",
				"errata.idempotency.store=memory");
	}

	@Test
	void responseThatCannotBeSentIsReplayed() {
		assertFailsOnce("sending");
		assertThat(answer(order("sending")).header("Idempotency-Replayed")).isEqualTo("true");
		assertThat(runs).hasValue(1);
	}

	@Test
	void responseThatCannotBeWrittenReopens() {
		for (String place : container().isReactive() ? List.of("handler") : List.of("handler", "advice", "filter")) {
			assertFailsOnce(place);
			Answer second = answer(order(place));
			assertThat(second.headers()).doesNotContainKey("Idempotency-Replayed");
			assertThat(second.body()).isEqualTo("order");
			assertThat(runs).hasValue(2);
		}
	}

	private void assertFailsOnce(String place) {
		runs.set(0);
		try (Failures failures = Failures.logged()) {
			Answer first = answer(order(place).header("Failing: " + place));
			assertThat(first.body()).startsWith("{\"code\":\"store_down\",\"status\":503");
			assertThat(first.status()).isEqualTo(503);
			assertThat(failures.lines()).hasSize(1);
		}
		assertThat(runs).hasValue(1);
	}

	private static Exchange order(String key) {
		return Exchange.post("/orders").header("Idempotency-Key: " + key);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Orders {

		@Idempotent
		@PostMapping("/orders")
		@ResponseStatus(HttpStatus.CREATED)
		String order(@RequestHeader(name = "Failing", required = false) @Nullable String failing) {
			runs.incrementAndGet();
			if ("handler".equals(failing)) {
				throw new ErrorCodeException("store_down");
			}
			return "order";
		}

	}

	@ControllerAdvice
	static class OfServlets implements ResponseBodyAdvice<Object> {

		/**
		 * As a session does that cannot be saved when the response is committed.
		 */
		@Bean
		FilterRegistrationBean<Filter> before() {
			return filter(Ordered.HIGHEST_PRECEDENCE + 50, (request, response, chain) -> chain.doFilter(request,
					isFailing("sending", request) ? new UnsendableResponse(response) : response));
		}

		@Bean
		FilterRegistrationBean<Filter> behind() {
			return filter(Ordered.LOWEST_PRECEDENCE, (request, response, chain) -> {
				chain.doFilter(request, response);
				if (isFailing("filter", request)) {
					throw new ErrorCodeException("store_down");
				}
			});
		}

		private static FilterRegistrationBean<Filter> filter(int order, Filter filter) {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
			registration.setOrder(order);
			return registration;
		}

		private static boolean isFailing(String place, ServletRequest request) {
			return place.equals(((HttpServletRequest) request).getHeader("Failing"));
		}

		@Override
		public boolean supports(MethodParameter type, Class<? extends HttpMessageConverter<?>> converter) {
			return true;
		}

		@Override
		public @Nullable Object beforeBodyWrite(@Nullable Object body, MethodParameter type, MediaType mediaType,
				Class<? extends HttpMessageConverter<?>> converter, ServerHttpRequest request,
				ServerHttpResponse response) {
			if ("advice".equals(request.getHeaders().getFirst("Failing"))) {
				throw new ErrorCodeException("store_down");
			}
			return body;
		}

	}

	static class UnsendableResponse extends HttpServletResponseWrapper {

		UnsendableResponse(ServletResponse response) {
			super((HttpServletResponse) response);
		}

		@Override
		public ServletOutputStream getOutputStream() {
			throw new ErrorCodeException("store_down");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfWebFlux {

		@Bean
		@Order(0)
		WebFilter beforeCommit() {
			return (exchange, chain) -> {
				if ("sending".equals(exchange.getRequest().getHeaders().getFirst("Failing"))) {
					exchange.getResponse().beforeCommit(() -> Mono.error(new ErrorCodeException("store_down")));
				}
				return chain.filter(exchange);
			};
		}

	}

}
