package dev.errata.integration;

import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kotlin on Spring WebFlux.
 */
class WebFluxKotlinTests extends KotlinTests {

	WebFluxKotlinTests() {
		super(Service.Container.NETTY);
	}

	@Test
	void arrayThatFailsInTheMiddleIsCutOff() {
		Answer answer = this.service.answer(get("/kotlin/flow/array").persistent());
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.whole()).isFalse();
	}

	@TestFactory
	Stream<DynamicTest> routes() {
		return table(row(get("/routes/fine")).isForeign(200, "fine"), broken("/routes/before"), broken("/routes/after"),
				late("/routes/timeout"), row(get("/routes/bare")).isForeign(404, ""), broken("/routes/flow"),
				broken("/filter"), failed("/routes/fatal"), failed("/filter/fatal"),
				Row.invalid("missing", json("/routes/order", "{\"name\":\"n\",\"count\":1,\"customer\":{}}"),
						"field_missing", "customer.email", "is missing"));
	}

}
