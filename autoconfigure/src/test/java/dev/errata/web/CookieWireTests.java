package dev.errata.web;

import java.time.Instant;
import java.util.List;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests.FineController;
import jakarta.servlet.Filter;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.WebFilter;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cookies of an error: those of filters stay, those of a handler belong to its success.
 */
class CookieWireTests extends EveryStackTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false,
				List.of(Application.class, container.pick(OfServlets.class, OfWebFlux.class)));
	}

	@ParameterizedTest
	@CsvSource({ "/fails,409", "/redirects,302", "/conditional,412", "/nowhere,404", "/fine?refused,401" })
	void cookiesOfFiltersStay(String target, int status) {
		Answer answer = answer(exchange(target).header("X-Cookies: 2"));
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.headers().get("Set-Cookie")).containsExactly("filter0=1", "filter1=1");
		assertThat(answer(exchange(target)).header("Set-Cookie")).isNull();
	}

	private static Exchange exchange(String target) {
		return get(target).header("If-Unmodified-Since: Fri, 20 Nov 2026 06:00:00 GMT");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ FineController.class, ConditionalController.class })
	static class Application {

	}

	@RestController
	static class ConditionalController {

		@GetMapping("/conditional")
		ResponseEntity<String> conditional() {
			return ResponseEntity.ok()
				.lastModified(Instant.parse("2026-11-21T06:00:00Z"))
				.header("Set-Cookie", "handler=1")
				.body("conditional");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@RestController
	static class OfServlets {

		@Bean
		Filter cookies() {
			return (servletRequest, servletResponse, chain) -> {
				HttpServletRequest request = (HttpServletRequest) servletRequest;
				HttpServletResponse response = (HttpServletResponse) servletResponse;
				for (int i = 0; i < request.getIntHeader("X-Cookies"); i++) {
					response.addCookie(new Cookie("filter" + i, "1"));
				}
				if ("refused".equals(request.getQueryString())) {
					response.setStatus(401);
				}
				else {
					chain.doFilter(request, response);
				}
			};
		}

		@GetMapping("/fails")
		void fail(HttpServletResponse response) {
			response.addCookie(new Cookie("handler", "1"));
			throw new ErrorCodeException("conflict");
		}

		@GetMapping("/redirects")
		void redirect(HttpServletResponse response) {
			response.addCookie(new Cookie("handler", "1"));
			throw new ResponseStatusException(HttpStatus.FOUND);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@RestController
	static class OfWebFlux {

		@Bean
		@Order(0)
		WebFilter cookies() {
			return (exchange, chain) -> {
				ServerHttpResponse response = exchange.getResponse();
				String count = exchange.getRequest().getHeaders().getFirst("X-Cookies");
				for (int i = 0; i < ((count != null) ? Integer.parseInt(count) : 0); i++) {
					response.addCookie(ResponseCookie.from("filter" + i, "1").build());
				}
				if (!exchange.getRequest().getQueryParams().containsKey("refused")) {
					return chain.filter(exchange);
				}
				response.setStatusCode(HttpStatus.UNAUTHORIZED);
				return response.setComplete();
			};
		}

		@GetMapping("/fails")
		void fail(ServerHttpResponse response) {
			response.addCookie(ResponseCookie.from("handler", "1").build());
			throw new ErrorCodeException("conflict");
		}

		@GetMapping("/redirects")
		void redirect(ServerHttpResponse response) {
			response.addCookie(ResponseCookie.from("handler", "1").build());
			throw new ResponseStatusException(HttpStatus.FOUND);
		}

	}

}
