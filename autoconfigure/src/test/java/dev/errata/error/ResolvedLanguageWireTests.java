package dev.errata.error;

import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The language of answers that do not come from Spring MVC: it is the one that the
 * application's {@link LocaleResolver} resolves, as it is in Spring MVC.
 */
@InEachContainer
class ResolvedLanguageWireTests extends ContainerTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, true, List.of(CookieConfiguration.class),
				"errata.envelope.body={\"title\":\"{title}\"}");
	}

	@TestFactory
	Stream<DynamicTest> languageOfTheCookie() {
		return Stream
			.of(get("/thrown"), get("/sent"), get("/protected"), Exchange.of("HEAD", "/protected"),
					Exchange.post("/protected"))
			.map((exchange) -> DynamicTest.dynamicTest(exchange.toString(), () -> {
				Answer answer = answer(exchange.header("Accept-Language: fr").header("Cookie: language=de"));
				assertThat(answer.header("Content-Language")).isEqualTo("de");
			}));
	}

	@TestFactory
	Stream<DynamicTest> languageOfTheHeaderForARequestThatTheContainerRefuses() {
		return Stream.of(get("/a|b")).map((exchange) -> DynamicTest.dynamicTest(exchange.toString(), () -> {
			Answer answer = answer(exchange.header("Accept-Language: nl;q=0, fr;q=0.5"));
			assertThat(answer.status()).isEqualTo(400);
			// Tomcat does not read the headers behind an invalid request line
			assertThat(answer.header("Content-Language")).isEqualTo((container() == Container.JETTY) ? "fr" : null);
		}));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class CookieConfiguration {

		@Bean
		LocaleResolver localeResolver() {
			return new CookieLocaleResolver("language");
		}

		@Bean
		Filter failingFilter() {
			return (request, response, chain) -> {
				String path = ((HttpServletRequest) request).getRequestURI();
				if (path.equals("/thrown")) {
					throw new ErrorCodeException("gone");
				}
				if (path.equals("/sent")) {
					((HttpServletResponse) response).sendError(409);
					return;
				}
				chain.doFilter(request, response);
			};
		}

	}

}
