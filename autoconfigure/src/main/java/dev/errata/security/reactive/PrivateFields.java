package dev.errata.security.reactive;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authorization.ExceptionTranslationWebFilter;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.util.ReflectionUtils;

/**
 * Reads fields of Spring Security's filters that have no getter.
 */
final class PrivateFields {

	private PrivateFields() {
	}

	/**
	 * Read a field.
	 * @param type the class that declares it
	 * @param name its name
	 * @param owner the object
	 * @return its value, or {@code null} if there is no such field
	 */
	static @Nullable Object read(Class<?> type, String name, Object owner) {
		Field field = ReflectionUtils.findField(type, name);
		if (field == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, owner);
	}

	/** Lets the fields be found in a native image as well. */
	static class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.reflection()
				.registerTypes(
						TypeReference.listOf(WebFilterChainProxy.class, AuthenticationWebFilter.class,
								CsrfWebFilter.class, ExceptionTranslationWebFilter.class),
						(type) -> type.withMembers(MemberCategory.ACCESS_DECLARED_FIELDS));
		}

	}

}
