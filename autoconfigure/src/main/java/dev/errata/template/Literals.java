package dev.errata.template;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The words that every vocabulary has: a JSON null and an empty list.
 */
final class Literals {

	static final String NULL = "null";

	static final String EMPTY_LIST = "[]";

	private Literals() {
	}

	static <T> @Nullable Word<T> find(String name) {
		return switch (name) {
			case NULL -> Word.literal(name, BasicKind.NULL, Word.NULL);
			case EMPTY_LIST -> Word.literal(name, BasicKind.LIST, List.of());
			default -> null;
		};
	}

}
