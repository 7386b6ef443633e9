package dev.errata.envelope;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.errata.error.Violation;
import dev.errata.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text with placeholders in its strings, as a tree. It is written here, read back
 * by a {@link JsonReader}, and described by an {@link EnvelopeSchema}.
 *
 * @param <T> the type of object that the placeholders are filled from
 */
sealed interface JsonTemplate<T> {

	/**
	 * Write the JSON that is filled from an object, or nothing if its values are absent.
	 * @return whether anything was written
	 */
	boolean write(T source, JsonWriter writer);

	/**
	 * JSON without placeholders.
	 */
	record Constant<T>(byte[] json) implements JsonTemplate<T> {

		static <T> Constant<T> of(String json) {
			return new Constant<>(json.getBytes(StandardCharsets.UTF_8));
		}

		boolean isScalar() {
			return this.json[0] != '{' && this.json[0] != '[';
		}

		@Override
		public boolean write(T source, JsonWriter writer) {
			writer.raw(this.json);
			return true;
		}

	}

	/**
	 * A string with placeholders. A placeholder that is alone in it keeps its type.
	 *
	 * @param template the content of the string
	 * @param violations the list that has a shape of its own, if its placeholder occurs
	 * in the string
	 */
	record Slot<T>(Template<T> template, @Nullable Violations<T> violations) implements JsonTemplate<T> {

		@Override
		public boolean write(T source, JsonWriter writer) {
			Object value = this.template.value(source);
			if (value == null) {
				return false;
			}
			int mark = writer.position();
			try {
				List<Violation> shaped = (this.violations != null) ? this.violations.list().apply(source) : null;
				if (this.violations != null && shaped != null && value == shaped) {
					this.violations.write(shaped, writer);
				}
				else {
					writer.value(value);
				}
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
	 * A list of violations.
	 *
	 * @param list gets the list
	 * @param shape the template of each of its elements
	 */
	record Violations<T>(Function<T, List<Violation>> list, JsonTemplate<Violation> shape) {

		void write(List<Violation> violations, JsonWriter writer) {
			writer.raw('[');
			writer.separated(violations, (violation) -> this.shape.write(violation, writer));
			writer.raw(']');
		}

	}

	/**
	 * An object. A member without a value is left out, and so is an object without
	 * members.
	 */
	record Members<T>(List<Member<T>> members) implements JsonTemplate<T> {

		@Override
		public boolean write(T source, JsonWriter writer) {
			int start = writer.position();
			writer.raw('{');
			if (!writer.separated(this.members, (member) -> member.write(source, writer))) {
				writer.rewind(start);
				return false;
			}
			writer.raw('}');
			return true;
		}

	}

	/**
	 * A member of an object.
	 *
	 * @param name the name, which is text whatever its placeholders are
	 * @param quoted the name in quotes, if it has no placeholders
	 * @param value the value
	 */
	record Member<T>(Template<T> name, byte @Nullable [] quoted, JsonTemplate<T> value) {

		static <T> Member<T> of(Template<T> name, JsonTemplate<T> value) {
			String constant = name.constant();
			return new Member<>(name, (constant != null) ? JsonWriter.quoted(constant) : null, value);
		}

		boolean write(T source, JsonWriter writer) {
			if (this.quoted != null) {
				writer.raw(this.quoted);
			}
			else {
				String name = this.name.fill(source);
				if (name == null) {
					return false;
				}
				writer.value(name);
			}
			writer.raw(':');
			return this.value.write(source, writer);
		}

	}

	/**
	 * A list. An element without a value is left out, but a list without elements is not.
	 */
	record Elements<T>(List<JsonTemplate<T>> elements) implements JsonTemplate<T> {

		@Override
		public boolean write(T source, JsonWriter writer) {
			writer.raw('[');
			writer.separated(this.elements, (element) -> element.write(source, writer));
			writer.raw(']');
			return true;
		}

	}

}
