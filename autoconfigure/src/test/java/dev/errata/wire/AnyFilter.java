package dev.errata.wire;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

/**
 * A filter for either stack: a bean of this type is one of servlets, or of Spring
 * WebFlux. It may throw, and it may refuse the request with a status and no body.
 */
@FunctionalInterface
public interface AnyFilter {

	/** What a filter lets pass. */
	int PASS = 0;

	/**
	 * Called before the request goes on.
	 * @return the status to refuse it with, or {@link #PASS}
	 */
	int before(Incoming request) throws Exception;

	/**
	 * Called when the request comes back without an exception.
	 */
	default int after(Incoming request) throws Exception {
		return PASS;
	}

	interface Incoming {

		String path();

		@Nullable String parameter(String name);

		@Nullable String header(String name);

	}

	/** For the stack of servlets. */
	@Configuration(proxyBeanMethods = false)
	class OfServlets {

		@Bean
		FilterRegistrationBean<Filter> anyFilter(AnyFilter filter) {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response,
					chain) -> filter(filter, (HttpServletRequest) request, (HttpServletResponse) response, chain));
			registration.setDispatcherTypes(DispatcherType.REQUEST);
			return registration;
		}

		private static void filter(AnyFilter filter, HttpServletRequest request, HttpServletResponse response,
				FilterChain chain) throws IOException, ServletException {
			Incoming incoming = new Incoming() {

				@Override
				public String path() {
					return request.getRequestURI();
				}

				@Override
				public @Nullable String parameter(String name) {
					return request.getParameter(name);
				}

				@Override
				public @Nullable String header(String name) {
					return request.getHeader(name);
				}

			};
			try {
				int refused = filter.before(incoming);
				if (refused == PASS) {
					chain.doFilter(request, response);
					refused = filter.after(incoming);
				}
				if (refused != PASS) {
					response.sendError(refused, WireTests.SECRET);
				}
			}
			catch (RuntimeException | IOException | ServletException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new ServletException(ex);
			}
		}

	}

	/** For the reactive stack. */
	@Configuration(proxyBeanMethods = false)
	class OfWebFlux {

		@Bean
		@Order(0)
		WebFilter anyWebFilter(AnyFilter filter) {
			return (exchange, chain) -> {
				Incoming incoming = incoming(exchange);
				return Mono.fromCallable(() -> filter.before(incoming))
					.flatMap((refused) -> (refused != PASS) ? refuse(exchange, refused)
							: chain.filter(exchange)
								.then(Mono.fromCallable(() -> filter.after(incoming)))
								.flatMap((late) -> (late != PASS) ? refuse(exchange, late) : Mono.empty()));
			};
		}

		private static Incoming incoming(ServerWebExchange exchange) {
			return new Incoming() {

				@Override
				public String path() {
					return exchange.getRequest().getPath().value();
				}

				@Override
				public @Nullable String parameter(String name) {
					return exchange.getRequest().getQueryParams().getFirst(name);
				}

				@Override
				public @Nullable String header(String name) {
					return exchange.getRequest().getHeaders().getFirst(name);
				}

			};
		}

		private static Mono<Void> refuse(ServerWebExchange exchange, int status) {
			exchange.getResponse().setStatusCode(HttpStatusCode.valueOf(status));
			return exchange.getResponse().setComplete();
		}

	}

}
