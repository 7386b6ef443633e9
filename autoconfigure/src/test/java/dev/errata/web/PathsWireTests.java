package dev.errata.web;

import java.util.List;

import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A contract for some paths, behind a context path and a servlet path, or a base path;
 * elsewhere Spring Boot answers as it always does.
 */
class PathsWireTests extends EveryStackTests {

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE, "errata.paths=/api/**",
				"server.servlet.context-path=/shop", "spring.mvc.servlet.path=/rest",
				"spring.webflux.base-path=/shop/rest", "errata.contracts.beta.paths=/api/beta/**",
				"errata.contracts.beta.envelope.body={\"beta\":\"{code}\",\"path\":\"{instance}\"}");
	}

	@Override
	protected String fine() {
		return "/shop/rest/fine";
	}

	@ParameterizedTest
	@ValueSource(strings = { "/shop/rest/api/fail", "/shop/rest/api/fail;v=1", "/shop/rest/%61pi/fail" })
	void contractAnswersBelowItsPaths(String path) {
		Answer answer = answer(get(path));
		assertThat(answer.body()).isEqualTo(document(500, "internal_error", "An unexpected error occurred."));
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/shop/rest/api/nothing", "/shop/rest/api", "/shop/rest/api/" })
	void contractAnswersForWhatIsNotThere(String path) {
		assertThat(answer(get(path)).body())
			.isEqualTo(document(404, "not_found", "The requested resource does not exist."));
	}

	@Test
	void browserGetsTheContractBelowItsPaths() {
		assertThat(answer(get("/shop/rest/api/fail").header("Accept: text/html")).header("Content-Type"))
			.isEqualTo("application/json");
	}

	@Test
	void moreSpecificPathDecides() {
		Answer answer = answer(get("/shop/rest/api/beta/fail"));
		assertThat(answer.body()).isEqualTo("{\"beta\":\"internal_error\",\"path\":\"/shop/rest/api/beta/fail\"}");
	}

	@Test
	void elsewhereAProgramGetsTheJsonOfSpringBoot() {
		Answer answer = answer(get("/shop/rest/other/fail"));
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.body()).startsWith("{\"timestamp\":\"")
			.contains("\"status\":500,\"error\":\"Internal Server Error\"", "\"path\":\"/shop/rest/other/fail\"");
		assertThat(answer.headers()).doesNotContainKey("X-Request-Id");
		assertThat(answer.header("Cache-Control")).isNotEqualTo("no-store");
	}

	@Test
	void elsewhereAStatusIsThatOfSpringBoot() {
		Answer answer = answer(get("/shop/rest/other/gone"));
		assertThat(answer.status()).isEqualTo(410);
		assertThat(answer.body()).contains("\"error\":\"Gone\"", "\"path\":\"/shop/rest/other/gone\"");
	}

	@Test
	void elsewhereWrongInputIsThatOfSpringBoot() {
		Answer answer = answer(get("/shop/rest/other/typed?size=x"));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).contains("\"error\":\"Bad Request\"");
	}

	@Test
	void elsewhereABrowserGetsThePageOfSpringBoot() {
		Answer answer = answer(get("/shop/rest/other/fail").header("Accept: text/html"));
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=UTF-8");
		assertThat(answer.body()).contains("Whitelabel Error Page");
	}

	@Test
	void elsewhereWhatIsNotThereIsThatOfSpringBoot() {
		Answer answer = answer(get("/shop/rest/nothing"));
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.body()).contains("\"error\":\"Not Found\"", "\"path\":\"/shop/rest/nothing\"");
	}

	@Test
	void elsewhereNothingIsLogged() {
		try (Failures failures = Failures.logged()) {
			answer(get("/shop/rest/other/fail"));
			assertThat(failures.lines()).isEmpty();
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@RestController
		static class FailingController {

			@GetMapping({ "/api/fail", "/api/beta/fail", "/other/fail" })
			String fail() {
				throw new IllegalStateException(SECRET);
			}

			@GetMapping("/other/gone")
			String gone() {
				throw new ResponseStatusException(HttpStatus.GONE);
			}

			@GetMapping("/other/typed")
			String typed(@RequestParam int size) {
				return "taken";
			}

		}

	}

}
