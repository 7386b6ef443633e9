package dev.errata.envelope;

import java.util.List;
import java.util.stream.Stream;

import dev.errata.error.ApiError;
import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.AbstractMessageSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An envelope and a message source of the application that fail.
 */
class EnvelopeWireTests extends EveryStackTests {

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), "errata.codes.broken.status=409");
	}

	static Stream<String> ways() {
		return Stream.of("throw", "error", "overflow", "null", "empty");
	}

	@ParameterizedTest
	@MethodSource("ways")
	void failingEnvelopeGetsTheMinimalDocument(String way) {
		Answer answer = answer(get("/fail?how=" + way));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.body()).isEqualTo("{\"status\":409,\"code\":\"broken\",\"request_id\":\"r-1\"}");
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
		assertStillServing();
	}

	@ParameterizedTest
	@MethodSource("ways")
	void bothFailuresAreLogged(String way) {
		try (Failures failures = Failures.logged(); Failures funnel = Failures.logged("dev.errata.web.ErrorFunnel")) {
			answer(get("/fail?how=" + way));
			assertThat(failures.lines()).hasSize(1);
			assertThat(funnel.lines()).hasSize(1);
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@Bean
		ErrorEnvelope envelope() {
			return new ErrorEnvelope() {

				@Override
				public String mediaType() {
					return "application/vnd.own+json";
				}

				@Override
				public byte[] render(ApiError error) {
					return switch (String.valueOf(error.details().get("how"))) {
						case "throw" -> throw new IllegalStateException(SECRET);
						case "error" -> throw new Error(SECRET);
						case "overflow" -> render(error);
						case "null" -> null;
						default -> new byte[0];
					};
				}

			};
		}

		@Bean
		MessageSource messageSource() {
			return new AbstractMessageSource() {
				@Override
				protected java.text.MessageFormat resolveCode(String code, java.util.Locale locale) {
					throw new IllegalStateException(SECRET);
				}
			};
		}

		@RestController
		static class FailingController {

			@GetMapping("/fail")
			String fail(@RequestParam String how) {
				throw new ErrorCodeException("broken").with("how", how);
			}

		}

	}

}
