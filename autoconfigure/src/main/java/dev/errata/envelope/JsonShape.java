package dev.errata.envelope;

import java.util.List;
import java.util.Map;

import tools.jackson.core.JsonToken;

/**
 * A node of a template that is read backwards. What is constant in the template is passed
 * over: another version of the service may have another word there.
 *
 * @param <R> what takes the values of the placeholders
 */
sealed interface JsonShape<R> {

	/**
	 * Return whether a value that begins with a token can be one of this shape.
	 */
	boolean fits(JsonToken token);

	/**
	 * A string of the template.
	 *
	 * @param placeholders whether it holds any
	 * @param text takes the value
	 */
	record Leaf<R>(boolean placeholders, Text<R> text) implements JsonShape<R> {

		@Override
		public boolean fits(JsonToken token) {
			return this.placeholders || token.isScalarValue();
		}

	}

	/**
	 * Anything that holds no placeholder.
	 */
	record Constant<R>(boolean scalar) implements JsonShape<R> {

		@Override
		public boolean fits(JsonToken token) {
			return this.scalar == token.isScalarValue();
		}

	}

	/**
	 * The list of violations, each of one shape, or what stands there instead.
	 */
	record Violations<R>(JsonShape<ViolationReading> violation, Text<R> text) implements JsonShape<R> {

		@Override
		public boolean fits(JsonToken token) {
			return true;
		}

	}

	/**
	 * An object.
	 *
	 * @param members the members by their constant names
	 * @param named the members whose names hold placeholders
	 */
	record Structure<R>(Map<String, JsonShape<R>> members, List<Member<R>> named) implements JsonShape<R> {

		@Override
		public boolean fits(JsonToken token) {
			return token == JsonToken.START_OBJECT;
		}

	}

	/**
	 * A member of an object whose name holds placeholders.
	 */
	record Member<R>(Leaf<R> name, JsonShape<R> value) {
	}

	/**
	 * A list, whose elements can be absent.
	 */
	record Elements<R>(List<JsonShape<R>> elements) implements JsonShape<R> {

		@Override
		public boolean fits(JsonToken token) {
			return token == JsonToken.START_ARRAY;
		}

	}

	/**
	 * Takes a value: text, a number, a boolean, a map or a list.
	 */
	@FunctionalInterface
	interface Text<R> {

		/**
		 * Take a value and tell whether it can stand there.
		 */
		boolean read(Object value, R reading);

	}

}
