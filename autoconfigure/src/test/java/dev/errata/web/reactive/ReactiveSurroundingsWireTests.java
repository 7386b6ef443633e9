package dev.errata.web.reactive;

import java.util.List;
import java.util.Locale;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.SimpleLocaleContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.i18n.LocaleContextResolver;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for errors of a reactive application that lives below a path, behind a proxy, and
 * resolves locales in its own way.
 */
class ReactiveSurroundingsWireTests {

	private static Service service;

	@BeforeAll
	static void start() {
		Locale before = Locale.getDefault();
		try {
			Locale.setDefault(Locale.ITALIAN);
			service = Service.start(Service.Container.NETTY, false, List.of(Application.class),
					"spring.webflux.base-path=/base", "server.forward-headers-strategy=framework",
					"errata.envelope.body={\"code\":\"{code}\",\"title\":\"{title}\",\"instance\":\"{instance}\"}",
					"errata.contracts.own.paths=/own/**", "errata.contracts.own.request-id.header=X-Own");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@ParameterizedTest
	@CsvSource({ "/base/fail, conflict, 409", "/base/nowhere, not_found, 404", "/base/refused, forbidden, 403",
			"/basement, not_found, 404", "/elsewhere, not_found, 404" })
	void instanceIsThePathAsSent(String path, String code, int status) {
		Answer answer = service.answer(get(path));
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.body()).contains("\"code\":\"" + code + "\"").contains("\"instance\":\"" + path + "\"");
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
	}

	@Test
	void contractsAreFoundBelowTheBase() {
		assertThat(service.answer(get("/base/own/nothing")).headers()).containsKey("X-Own");
		assertThat(service.answer(get("/base/own/nothing").header("X-Forwarded-Prefix: /proxy")).headers())
			.containsKey("X-Own");
	}

	@Test
	void forwardedHeadersThatCannotBeReadAreAnswered() {
		Answer answer = service.answer(get("/base/fail").header("X-Forwarded-Port: nonsense"));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).startsWith("{\"code\":");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/base/fail", "/base/nowhere", "/base/refused" })
	void localeIsThatOfTheApplication(String path) {
		assertThat(service.answer(get(path).header("X-Locale: de")).header("Content-Language")).isEqualTo("de");
		assertThat(service.answer(get(path)).header("Content-Language")).isNull();
	}

	@Test
	void headersOfTheSuccessAreGone() {
		Answer answer = service.answer(get("/base/decorated").header("Origin: https://shop.example"));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.headers()).doesNotContainKeys("ETag", "Last-Modified", "Set-Cookie", "Content-Disposition");
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		assertThat(answer.header("X-Own-Header")).isEqualTo("kept");
		assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
		assertThat(answer.headers().get("Vary")).contains("Origin");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/base/refused", "/base/refused?thrown" })
	void cookiesOfARefusalStay(String target) {
		Answer answer = service.answer(get(target));
		assertThat(answer.body()).contains("\"code\":\"forbidden\"");
		assertThat(answer.header("Set-Cookie")).startsWith("token=; ").contains("Max-Age=0");
	}

	@Test
	void cookiesOfAFilterThatAnswersForAHandlerStay() {
		Answer answer = service.answer(get("/base/decorated?caught"));
		assertThat(answer.body()).contains("\"code\":\"forbidden\"");
		assertThat(answer.headers().get("Set-Cookie")).singleElement()
			.satisfies((cookie) -> assertThat(cookie).startsWith("token=; "));
	}

	@Test
	void headHasTheHeadAlone() {
		Answer head = service.answer(Exchange.of("HEAD", "/base/fail"));
		Answer whole = service.answer(get("/base/fail"));
		assertThat(head.status()).isEqualTo(409);
		assertThat(head.body()).isEmpty();
		assertThat(head.header("Content-Length")).isEqualTo(whole.header("Content-Length"));
	}

	@Test
	void optionsAreNoFailure() {
		Answer answer = service.answer(Exchange.of("OPTIONS", "/base/fail"));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Allow")).contains("GET");
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/fail")
		String fail() {
			throw new ErrorCodeException("conflict");
		}

		@CrossOrigin
		@GetMapping("/decorated")
		String decorated(ServerHttpResponse response) {
			response.getHeaders().setETag("\"1\"");
			response.getHeaders().setLastModified(0);
			response.getHeaders().setCacheControl("max-age=60");
			response.getHeaders().set("Content-Disposition", "attachment");
			response.getHeaders().set("X-Own-Header", "kept");
			response.addCookie(ResponseCookie.from("a", "b").build());
			throw new ErrorCodeException("conflict");
		}

		@Bean
		WebFilter refusing() {
			return (exchange, chain) -> {
				MultiValueMap<String, String> parameters = exchange.getRequest().getQueryParams();
				if (parameters.containsKey("caught")) {
					return chain.filter(exchange).onErrorResume((ex) -> refuse(exchange));
				}
				if (!exchange.getRequest().getPath().value().equals("/base/refused")) {
					return chain.filter(exchange);
				}
				Mono<Void> refused = refuse(exchange);
				return parameters.containsKey("thrown") ? Mono.error(new ResponseStatusException(HttpStatus.FORBIDDEN))
						: refused;
			};
		}

		private static Mono<Void> refuse(ServerWebExchange exchange) {
			exchange.getResponse().addCookie(ResponseCookie.from("token", "").path("/").maxAge(0).build());
			exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
			return exchange.getResponse().setComplete();
		}

		@Bean
		LocaleContextResolver localeContextResolver() {
			return new LocaleContextResolver() {

				@Override
				public LocaleContext resolveLocaleContext(ServerWebExchange exchange) {
					String language = exchange.getRequest().getHeaders().getFirst("X-Locale");
					return new SimpleLocaleContext((language != null) ? Locale.forLanguageTag(language) : null);
				}

				@Override
				public void setLocaleContext(ServerWebExchange exchange, LocaleContext localeContext) {
					throw new UnsupportedOperationException();
				}

			};
		}

	}

}
