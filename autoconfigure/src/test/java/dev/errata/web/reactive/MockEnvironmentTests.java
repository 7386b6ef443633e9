package dev.errata.web.reactive;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.errata.contract.Contracts;
import dev.errata.test.ContractSnapshot;
import dev.errata.wire.Exchange;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contract of a reactive application whose tests start no server.
 */
@SpringBootTest(classes = ReactiveContractSliceTests.Application.class,
		properties = { WireTests.ENVELOPE, "spring.main.web-application-type=reactive",
				"errata.codes.order_shipped.status=409" })
@AutoConfigureWebTestClient
class MockEnvironmentTests {

	@Autowired
	private WebTestClient client;

	@Autowired
	private Contracts contracts;

	@ParameterizedTest
	@CsvSource({ "/ship, 409, order_shipped, Conflict", "/later, 409, order_shipped, Conflict",
			"/nothing, 404, not_found, The requested resource does not exist.",
			"/fail, 500, internal_error, An unexpected error occurred.", "/refuse, 403, forbidden, Access is denied." })
	void failureIsThatOfTheContract(String path, int status, String code, String message) {
		this.client.get()
			.uri(path)
			.header("X-Request-Id", Exchange.ID)
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.valueEquals("X-Request-Id", Exchange.ID)
			.expectBody(String.class)
			.isEqualTo(WireTests.document(status, code, message));
	}

	@Test
	void contractIsCompared(@TempDir Path directory) throws Exception {
		Path file = directory.resolve("errors.json");
		Files.writeString(file, ContractSnapshot.of(this.contracts).toString());
		ContractSnapshot.of(this.contracts).isCompatibleWith(file);
		Files.writeString(file, Files.readString(file).replace("\"order_shipped\"", "\"order_lost\""));
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> ContractSnapshot.of(this.contracts).isCompatibleWith(file))
			.withMessageContaining("order_lost");
		assertThat(file).exists();
	}

}
