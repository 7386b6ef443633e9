package dev.errata.web.servlet;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that chooses its language by a parameter or a cookie may misspell it.
 */
@InEachContainer
class InvalidLocaleWireTests extends ContainerTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class),
				"errata.envelope.body={\"code\":\"{code}\"}");
	}

	@TestFactory
	Stream<DynamicTest> invalidLocaleIsTheFaultOfTheClient() {
		return Stream
			.of(get("/language?locale=%3Cb%3E"), get("/language?locale=de_%3Cb%3E"),
					get("/language").header("Cookie: language=%3Cb%3E"),
					get("/language").header("Cookie: language=de/Nowhere"),
					get("/nowhere").header("Cookie: language=%3Cb%3E"))
			.map((exchange) -> DynamicTest.dynamicTest(exchange.toString(), () -> {
				Answer answer = answer(exchange);
				assertThat(answer.status()).isEqualTo(400);
				assertThat(answer.body()).isEqualTo("{\"code\":\"malformed_request\"}");
			}));
	}

	@TestFactory
	Stream<DynamicTest> validLocaleIsRead() {
		return Stream.of(get("/language?locale=de"), get("/language").header("Cookie: language=de/UTC"))
			.map((exchange) -> DynamicTest.dynamicTest(exchange.toString(),
					() -> assertThat(answer(exchange).status()).isEqualTo(200)));
	}

	@Test
	void resolverThatFailsIsTheFaultOfTheService() {
		Exchange exchange = get("/language?locale=fr");
		assertThat(answer(exchange).status()).isEqualTo(500);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(LanguageController.class)
	static class Application implements WebMvcConfigurer {

		@Bean
		LocaleResolver localeResolver() {
			return new CookieLocaleResolver("language") {

				@Override
				public void setLocaleContext(HttpServletRequest request, @Nullable HttpServletResponse response,
						@Nullable LocaleContext context) {
					if (context != null && Locale.FRENCH.equals(context.getLocale())) {
						throw new IllegalArgumentException("no French");
					}
					super.setLocaleContext(request, response, context);
				}

			};
		}

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(new LocaleChangeInterceptor());
		}

	}

	@RestController
	static class LanguageController {

		@GetMapping("/language")
		String language(Locale locale) {
			return locale.getLanguage();
		}

	}

}
