package dev.errata.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.envelope.ErrorEnvelope;
import dev.errata.error.ApiError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ContractSnapshot}.
 */
class ContractSnapshotTests {

	private static final List<String> BEFORE = List.of("errata.contracts.v1.paths=/v1/**",
			"errata.contracts.v1.codes.order_shipped.status=409,410",
			"errata.contracts.v1.codes.order_shipped.family=o", "errata.contracts.v1.codes.gone_fishing=503",
			"errata.contracts.v1.codes.order_shipped.extensions.number=7",
			"errata.contracts.v1.envelope.body={\"error\":{\"code\":\"{code}\",\"text\":\"{message}\"},\"id\":\"{request-id}\"}",
			"errata.contracts.v1.headers.X-Error-Code={code}", "errata.contracts.v1.quota.preset=ratelimit",
			"errata.contracts.v1.quota.headers.X-Left={remaining}");

	@TempDir
	private Path directory;

	@AfterEach
	void compareAgain() {
		System.clearProperty(ContractSnapshot.UPDATE);
	}

	@Test
	void sameContractIsCompatible() {
		Path file = written(BEFORE);
		assertThatCode(() -> snapshot(BEFORE).isCompatibleWith(file)).doesNotThrowAnyException();
	}

	@Test
	void newCodeStatusHeaderAndContractAreNoFault() {
		Path file = written(BEFORE);
		List<String> after = changed("order_shipped.status", "409,410,423");
		after.addAll(List.of("errata.contracts.v1.codes.another=418", "errata.contracts.v1.headers.X-More=1",
				"errata.contracts.v2.paths=/v2/**"));
		assertThatCode(() -> snapshot(after).isCompatibleWith(file)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					order_shipped.status | 410,409   | v1: The code order_shipped has the status 410; it was 409.
					order_shipped.status | 409       | v1: The code order_shipped has no longer the status 410.
					order_shipped.family | p         | v1: The code order_shipped in its family is p; it was o.
					order_shipped.extensions.number | 8 | v1: The code order_shipped (409): its extension number is 8; it was 7.
					order_shipped.extensions.number | {absent} | v1: The code order_shipped (410): its extension number is gone.
					headers.X-Error-Code |           | v1: The header X-Error-Code is gone.
					quota.preset | x-ratelimit       | v1: The header for quotas RateLimit-Policy is gone.
					quota.headers.X-Left |           | v1: The header for quotas X-Left is gone.
					codes.gone_fishing   |           | v1: The code gone_fishing is gone.
					envelope.body | {"error":{"code":"{code}"},"id":"{request-id}"} | v1: The member /error/text of the envelope is gone.
					envelope.body | {"error":{"code":"{code}","text":"{detail}"},"id":"{request-id}"} | v1: The member /error/text of the envelope is no longer always there.
					envelope.body | {"error":{"code":"{family}","text":"{message}"},"id":"{request-id}"} | v1: The member /error/code of the envelope has changed: its $ref is #/$defs/family; it was #/$defs/code.
					envelope.body | {"error":{"code":"{code}","text":"{status}"},"id":"{request-id}"} | v1: The member /error/text of the envelope has changed: its type is integer; it was string.
					envelope.body | {"error":{"code":"{code}","text":"{message}","...":"{details}"},"id":"{request-id}"} | v1: The member /error of the envelope has changed: members of any name are now allowed.
					envelope.body | {"error":{"code":"{code}","text":"{message}","n":1},"id":"{request-id}"} | v1: The member /error/n of the envelope is new.
					""")
	void whatHasChangedIsNamed(String property, String value, String fault) {
		Path file = written(BEFORE);
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> snapshot(changed(property, value)).isCompatibleWith(file))
			.satisfies((error) -> assertThat(error.getMessage().lines().filter((line) -> line.startsWith("  - ")))
				.contains("  - " + fault));
	}

	@Test
	void allFaultsAreToldWithTheNextStep() {
		Path file = written(BEFORE);
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> snapshot(List.of("errata.request-id.header=X-Id")).isCompatibleWith(file))
			.withMessage("Clients that rely on the errors of " + file + """
					 will fail:

					  - default: The header of the request id is X-Id; it was X-Request-Id.
					  - The contract v1 is gone.

					If this is meant to be, run the test with -Derrata.snapshot.update and commit the file.
					""");
	}

	@Test
	void missingFileIsAFault() {
		Path file = this.directory.resolve("nowhere/errors.json");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> snapshot(BEFORE).isCompatibleWith(file))
			.withMessageStartingWith("There is no snapshot " + file)
			.withMessageContaining("-Derrata.snapshot.update");
		assertThat(file).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "no json", "{" })
	void brokenFileIsAFault(String text) throws IOException {
		Path file = Files.writeString(this.directory.resolve("errors.json"), text);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> snapshot(BEFORE).isCompatibleWith(file))
			.withMessageContaining("holds no snapshot");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "true" })
	void flagWritesTheFile(String flag) {
		Path file = this.directory.resolve("new/errors.json");
		System.setProperty(ContractSnapshot.UPDATE, flag);
		snapshot(BEFORE).isCompatibleWith(file);
		System.setProperty(ContractSnapshot.UPDATE, "false");
		snapshot(BEFORE).isCompatibleWith(file);
		assertThat(file).content().isEqualTo(snapshot(BEFORE) + "\n");
	}

	@Test
	void ownEnvelopeIsComparedByAnExample() {
		Path file = this.directory.resolve("errors.json");
		snapshot(BEFORE, new FixedEnvelope("a")).writeTo(file);
		assertThatCode(() -> snapshot(BEFORE, new FixedEnvelope("a")).isCompatibleWith(file))
			.doesNotThrowAnyException();
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> snapshot(BEFORE, new FixedEnvelope("b")).isCompatibleWith(file))
			.withMessageContaining("default: The envelope has changed: its example is b; it was a.");
	}

	private Path written(List<String> properties) {
		Path file = this.directory.resolve("errors.json");
		snapshot(properties).writeTo(file);
		return file;
	}

	private static List<String> changed(String property, String value) {
		List<String> properties = new ArrayList<>();
		for (String line : BEFORE) {
			String name = line.substring(0, line.indexOf('='));
			if (!name.endsWith(property)) {
				properties.add(line);
			}
			else if (value != null) {
				properties.add(name + "=" + value);
			}
		}
		assertThat(properties).isNotEqualTo(BEFORE);
		return properties;
	}

	private static ContractSnapshot snapshot(List<String> properties, ErrorEnvelope... envelope) {
		List<ContractSnapshot> snapshots = new ArrayList<>();
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class))
			.withPropertyValues(properties.toArray(String[]::new));
		for (ErrorEnvelope bean : Stream.of(envelope).toList()) {
			runner = runner.withBean(ErrorEnvelope.class, () -> bean);
		}
		runner.run((context) -> snapshots.add(ContractSnapshot.of(context.getBean(Contracts.class))));
		return snapshots.get(0);
	}

	private record FixedEnvelope(String text) implements ErrorEnvelope {

		@Override
		public String mediaType() {
			return "text/plain";
		}

		@Override
		public byte[] render(ApiError error) {
			return this.text.getBytes();
		}

	}

}
