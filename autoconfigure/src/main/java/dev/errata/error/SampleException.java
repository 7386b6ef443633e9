package dev.errata.error;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;

/**
 * An exception that nobody threw, to ask translators about its class.
 */
final class SampleException {

	private SampleException() {
	}

	/**
	 * Make an exception.
	 * @return the exception, or {@code null} if the class has no constructor that takes
	 * nothing, a message, or a message and a cause
	 */
	static @Nullable Throwable of(Class<? extends Throwable> type) {
		if (Modifier.isAbstract(type.getModifiers())) {
			return null;
		}
		Throwable sample = create(type, new Class<?>[0]);
		if (sample == null) {
			sample = create(type, new Class<?>[] { String.class }, "sample");
		}
		return (sample != null) ? sample
				: create(type, new Class<?>[] { String.class, Throwable.class }, "sample", null);
	}

	private static @Nullable Throwable create(Class<? extends Throwable> type, Class<?>[] parameters,
			@Nullable Object... arguments) {
		try {
			Constructor<? extends Throwable> constructor = type.getDeclaredConstructor(parameters);
			// exceptions of applications are seldom public, nor are their constructors
			return (!Modifier.isPrivate(constructor.getModifiers()) && constructor.trySetAccessible())
					? constructor.newInstance(arguments) : null;
		}
		catch (Throwable ex) {
			return null;
		}
	}

}
