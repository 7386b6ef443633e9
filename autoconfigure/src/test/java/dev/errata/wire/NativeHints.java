package dev.errata.wire;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.aot.AotServices;

/**
 * The hints of Errata that Spring finds by itself when it prepares a native image.
 */
public final class NativeHints {

	private NativeHints() {
	}

	public static RuntimeHints declared() {
		ClassLoader classLoader = NativeHints.class.getClassLoader();
		RuntimeHints hints = new RuntimeHints();
		for (RuntimeHintsRegistrar registrar : AotServices.factories(classLoader).load(RuntimeHintsRegistrar.class)) {
			if (registrar.getClass().getName().startsWith("dev.errata.")) {
				registrar.registerHints(hints, classLoader);
			}
		}
		return hints;
	}

}
