package dev.errata.wire;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * The hints of Errata that Spring finds when it prepares a native image.
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

	/**
	 * Return those that a configuration imports.
	 */
	public static RuntimeHints importedBy(Class<?> configuration) {
		RuntimeHints hints = new RuntimeHints();
		for (Class<? extends RuntimeHintsRegistrar> registrar : configuration.getAnnotation(ImportRuntimeHints.class)
			.value()) {
			BeanUtils.instantiateClass(registrar).registerHints(hints, NativeHints.class.getClassLoader());
		}
		return hints;
	}

}
