package dev.errata.contract;

import dev.errata.properties.CodeProperties;
import dev.errata.wire.NativeHints;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the hints that native images need to bind contracts.
 */
class ContractHintsTests {

	@Test
	void recordsThatAreBoundHaveHints() {
		RuntimeHints hints = NativeHints.declared();
		for (Class<?> type : new Class<?>[] { ErrataProperties.class, ContractProperties.class, CodeProperties.class,
				CodeProperties.StatusProperties.class, CodeProperties.LogProperties.class, EnvelopeProperties.class,
				RequestIdProperties.class }) {
			assertThat(RuntimeHintsPredicates.reflection().onType(type)).as(type.getName()).accepts(hints);
		}
		assertThat(RuntimeHintsPredicates.resource().forResource("dev/errata/error/own-texts_zh_CN.properties"))
			.accepts(hints);
	}

}
