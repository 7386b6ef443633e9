package dev.errata.envelope;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A node of a compiled template. It writes itself, or nothing at all and tells so.
 *
 * @param <T> what the placeholders of the template are about
 */
sealed interface JsonNode<T> {

	/**
	 * Write the node.
	 * @return whether there was something to write
	 */
	boolean write(T source, JsonWriter writer);

	/**
	 * JSON that is always the same.
	 */
	record Constant<T>(byte[] json) implements JsonNode<T> {

		@Override
		public boolean write(T source, JsonWriter writer) {
			writer.raw(this.json);
			return true;
		}

	}

	/**
	 * A value that keeps its type, or is absent.
	 */
	record Value<T>(Function<T, @Nullable Object> value, Slot slot) implements JsonNode<T> {

		@Override
		public boolean write(T source, JsonWriter writer) {
			Object value = this.value.apply(source);
			if (value == null) {
				return false;
			}
			int mark = writer.position();
			try {
				writer.value(value);
				if (value instanceof Map && writer.position() - mark <= "{}".length()) {
					// none of its members could be written
					writer.rewind(mark);
					return false;
				}
				return true;
			}
			catch (Throwable ex) {
				// an attribute may be anything; the rest of the document stands
				writer.rewind(mark);
				return false;
			}
		}

	}

	/**
	 * What is known of a value before there is one.
	 *
	 * @param words the placeholders, the first that is present being the value; none for
	 * a longer text
	 * @param fallback the text where none of them is present, or {@code null}
	 */
	record Slot(List<String> words, @Nullable String fallback) {

		static final Slot TEXT = new Slot(List.of(), "");

	}

	/**
	 * An object. A member without a value is left out, and so is the object without
	 * members.
	 */
	record Structure<T>(List<Member<T>> members) implements JsonNode<T> {

		@Override
		public boolean write(T source, JsonWriter writer) {
			int start = writer.position();
			writer.raw('{');
			boolean empty = true;
			for (Member<T> member : this.members) {
				int mark = writer.position();
				if (!empty) {
					writer.raw(',');
				}
				if (member.write(source, writer)) {
					empty = false;
				}
				else {
					writer.rewind(mark);
				}
			}
			if (empty) {
				writer.rewind(start);
				return false;
			}
			writer.raw('}');
			return true;
		}

	}

	/**
	 * A member of an object.
	 */
	record Member<T>(JsonNode<T> name, JsonNode<T> value) {

		boolean write(T source, JsonWriter writer) {
			if (!this.name.write(source, writer)) {
				return false;
			}
			writer.raw(':');
			return this.value.write(source, writer);
		}

	}

	/**
	 * A list. An element without a value is left out; the list itself stands as written.
	 */
	record Elements<T>(List<JsonNode<T>> elements) implements JsonNode<T> {

		@Override
		public boolean write(T source, JsonWriter writer) {
			writer.raw('[');
			boolean empty = true;
			for (JsonNode<T> element : this.elements) {
				int mark = writer.position();
				if (!empty) {
					writer.raw(',');
				}
				if (element.write(source, writer)) {
					empty = false;
				}
				else {
					writer.rewind(mark);
				}
			}
			writer.raw(']');
			return true;
		}

	}

}
