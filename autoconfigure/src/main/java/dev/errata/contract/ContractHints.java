package dev.errata.contract;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * Hints for the records that are bound without being beans, and for texts.
 */
class ContractHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar.forTypes(ErrataProperties.class).registerHints(hints);
		hints.resources().registerPattern("dev/errata/error/own-texts*.properties");
	}

}
