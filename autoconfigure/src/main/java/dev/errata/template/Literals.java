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
			case NULL -> new Literal<>(name, BasicKind.NULL, Word.NULL);
			case EMPTY_LIST -> new Literal<>(name, BasicKind.LIST, List.of());
			default -> null;
		};
	}

	/**
	 * A word that always has the same value.
	 */
	private record Literal<T>(String name, Kind kind, Object constant) implements Word<T> {

		@Override
		public boolean always() {
			return true;
		}

		@Override
		public Object value(T source) {
			return this.constant;
		}

		@Override
		public boolean accepts(Object value) {
			return this.constant.equals(value);
		}

	}

}
