package dev.errata.client;

import dev.errata.contract.RemoteContractProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * Hints for the records that are bound without being beans.
 */
class ClientHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar.forTypes(ClientsProperties.class).registerHints(hints);
		// a text is converted by its factory method
		hints.reflection().registerType(RemoteContractProperties.class, MemberCategory.INVOKE_PUBLIC_METHODS);
		hints.reflection()
			.registerTypeIfPresent(classLoader, "dev.errata.client.RemoteApiCapability",
					MemberCategory.INVOKE_PUBLIC_METHODS);
	}

}
