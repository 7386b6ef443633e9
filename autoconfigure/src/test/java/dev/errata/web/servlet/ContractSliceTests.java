package dev.errata.web.servlet;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Exchange;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract in a test slice, which names nothing of it.
 */
@WebMvcTest(properties = { WireTests.ENVELOPE, "errata.codes.order_shipped.status=409" })
class ContractSliceTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void failureIsThatOfTheContract() {
		assertThat(this.mvc.get().uri("/ship").header("X-Request-Id", Exchange.ID)).hasStatus(409)
			.hasHeader("X-Request-Id", Exchange.ID)
			.hasHeader("Cache-Control", "no-store")
			.hasContentType("application/json")
			.bodyText()
			.isEqualTo(WireTests.document(409, "order_shipped", "Conflict"));
	}

	@Test
	void whatIsNotThereIsThatOfTheContract() {
		assertThat(this.mvc.get().uri("/nothing").header("X-Request-Id", Exchange.ID)).hasStatus(404)
			.bodyText()
			.isEqualTo(WireTests.document(404, "not_found", "The requested resource does not exist."));
	}

	@Test
	void whatIsUnexpectedIsThatOfTheContract() {
		assertThat(this.mvc.get().uri("/fail").header("X-Request-Id", Exchange.ID)).hasStatus(500)
			.bodyText()
			.isEqualTo(WireTests.document(500, "internal_error", "An unexpected error occurred."));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(ShippingController.class)
	static class Application {

	}

	@RestController
	static class ShippingController {

		@GetMapping("/ship")
		String ship() {
			throw new ErrorCodeException("order_shipped");
		}

		@GetMapping("/fail")
		String fail() {
			throw new IllegalStateException(WireTests.SECRET);
		}

	}

}
