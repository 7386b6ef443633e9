package dev.errata.web.servlet;

import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.http.HttpSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.springframework.web.bind.annotation.SessionAttributes;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.post;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client whose session has expired, or that never had one.
 */
@InEachContainer
class LostSessionWireTests extends ContainerTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), "errata.envelope.body={\"code\":\"{code}\"}",
				"errata.idempotency.enabled=true", "errata.idempotency.store=memory");
	}

	@TestFactory
	Stream<DynamicTest> missingAttributeIsTheFaultOfTheClient() {
		return Stream.of(post("/booking"), get("/basket")).map(this::isBadRequest);
	}

	@Test
	void keyCanBeUsedWithANewSession() {
		Exchange keyed = post("/booking").header("Idempotency-Key: k-1");
		assertThat(answer(keyed).status()).isEqualTo(400);
		String session = String.valueOf(answer(get("/booking")).header("Set-Cookie"));
		Answer answer = answer(keyed.header("Cookie: " + session.substring(0, session.indexOf(';'))));
		assertThat(answer.body()).isEqualTo("booked");
	}

	private DynamicTest isBadRequest(Exchange exchange) {
		return DynamicTest.dynamicTest(exchange.toString(), () -> {
			Answer answer = answer(exchange);
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.body()).isEqualTo("{\"code\":\"bad_request\"}");
		});
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(BookingController.class)
	static class Application {

	}

	@RestController
	@SessionAttributes("booking")
	static class BookingController {

		@GetMapping("/booking")
		String begin(HttpSession session) {
			session.setAttribute("booking", "b-1");
			return "begun";
		}

		@PostMapping("/booking")
		String next(@ModelAttribute("booking") Object booking) {
			return "booked";
		}

		@GetMapping("/basket")
		String basket(@SessionAttribute("basket") Object basket) {
			return "full";
		}

	}

}
