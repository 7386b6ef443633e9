package dev.errata.envelope;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.error.ErrorElement;
import dev.errata.error.Placeholder;
import dev.errata.error.Texts;
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
	 * @return what was written
	 */
	Written write(T source, JsonWriter writer);

	/**
	 * What was written of a template.
	 */
	enum Written {

		/** Nothing. */
		NOTHING,
		/** Text that is the same for every object. */
		CONSTANT,
		/** The value of a placeholder, maybe among constants. */
		VALUE;

		Written and(Written other) {
			return (compareTo(other) >= 0) ? this : other;
		}

	}

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
		public Written write(T source, JsonWriter writer) {
			writer.raw(this.json);
			return Written.CONSTANT;
		}

	}

	/**
	 * A string with placeholders. A placeholder that is alone in it keeps its type.
	 *
	 * @param template the content of the string
	 * @param shape the template of each element, if the string contains a list that has a
	 * shape of its own
	 */
	record Slot<T>(Template<T> template, @Nullable JsonTemplate<ErrorElement> shape) implements JsonTemplate<T> {

		/**
		 * Return whether this is {@code {errors}} and nothing else.
		 */
		boolean isListOfErrors() {
			return this.template.fallback() == null && this.template.alternatives().size() == 1
					&& this.template.alternatives().get(0).isAlwaysPresent()
					&& this.template.uses(Placeholder.ERRORS.word());
		}

		@Override
		public Written write(T source, JsonWriter writer) {
			Object value = this.template.value(source);
			if (value == null) {
				return Written.NOTHING;
			}
			int mark = writer.position();
			try {
				if (value instanceof ErrorElement.Elements list) {
					return elements(list.elements(), writer);
				}
				writer.value(value);
				if (value instanceof Map && writer.position() - mark <= "{}".length()) {
					// none of its members could be written
					writer.rewind(mark);
					return Written.NOTHING;
				}
				return this.template.isFilled(value) ? Written.VALUE : Written.CONSTANT;
			}
			catch (Throwable ex) {
				// an attribute may be anything; the rest of the document stands
				writer.rewind(mark);
				return Written.NOTHING;
			}
		}

		private Written elements(List<ErrorElement> elements, JsonWriter writer) {
			JsonTemplate<ErrorElement> shape = this.shape;
			if (shape == null) {
				return Written.NOTHING;
			}
			writer.raw('[');
			writer.separated(elements, (element) -> document(shape, element, writer));
			writer.raw(']');
			return Written.VALUE;
		}

	}

	/**
	 * Write an object or a list that is there even if none of its values is.
	 */
	static <T> Written document(JsonTemplate<T> template, T source, JsonWriter writer) {
		return (template instanceof Structure<T> structure) ? structure.writeAlways(source, writer)
				: template.write(source, writer);
	}

	/**
	 * An object or a list, which is left out if no placeholder in it has a value.
	 */
	sealed interface Structure<T> extends JsonTemplate<T> {

		@Override
		default Written write(T source, JsonWriter writer) {
			int start = writer.position();
			if (writeAlways(source, writer) != Written.VALUE) {
				writer.rewind(start);
				return Written.NOTHING;
			}
			return Written.VALUE;
		}

		/**
		 * Write the object or list, even if it is empty.
		 */
		Written writeAlways(T source, JsonWriter writer);

	}

	/**
	 * An object. A member without a value is left out.
	 *
	 * @param members the members
	 * @param taken the names without placeholders, which no name with placeholders may
	 * become, or {@code null} if there are no such names
	 */
	record Members<T>(List<Member<T>> members, @Nullable Set<String> taken) implements Structure<T> {

		static <T> Members<T> of(List<Member<T>> members) {
			Set<String> constants = new HashSet<>();
			boolean filled = false;
			for (Member<T> member : members) {
				if (member instanceof Named<T> named) {
					String constant = named.name().constant();
					filled |= constant == null || !constants.add(constant);
				}
			}
			return new Members<>(List.copyOf(members), filled ? Set.copyOf(constants) : null);
		}

		@Nullable Spread<T> spread() {
			for (Member<T> member : this.members) {
				if (member instanceof Spread<T> spread) {
					return spread;
				}
			}
			return null;
		}

		@Override
		public Written writeAlways(T source, JsonWriter writer) {
			writer.raw('{');
			Set<String> names = (this.taken != null) ? new HashSet<>(this.taken) : null;
			Written written = writer.separated(this.members,
					(member) -> (names != null && isRepeated(member, source, names)) ? Written.NOTHING
							: member.write(source, writer));
			writer.raw('}');
			return written;
		}

		private static <T> boolean isRepeated(Member<T> member, T source, Set<String> names) {
			if (!(member instanceof Named<T> named) || named.quoted() != null) {
				return false;
			}
			String name = named.nameFor(source);
			return name != null && !names.add(name);
		}

	}

	/**
	 * A member of an object, or several.
	 */
	sealed interface Member<T> {

		Written write(T source, JsonWriter writer);

	}

	/**
	 * A member with a name.
	 *
	 * @param name the name, which is text whatever its placeholders are
	 * @param quoted the name in quotes, if it has no placeholders
	 * @param value the value
	 */
	record Named<T>(Template<T> name, byte @Nullable [] quoted, JsonTemplate<T> value) implements Member<T> {

		static <T> Named<T> of(Template<T> name, JsonTemplate<T> value) {
			String constant = name.constant();
			return new Named<>(name, (constant != null) ? JsonWriter.quoted(constant) : null, value);
		}

		/**
		 * Return the name that this member has for an object, or {@code null} if it has
		 * none.
		 */
		@Nullable String nameFor(T source) {
			String filled = this.name.fill(source);
			return (filled != null) ? Texts.clean(filled) : null;
		}

		@Override
		public Written write(T source, JsonWriter writer) {
			if (this.quoted != null) {
				writer.raw(this.quoted);
				writer.raw(':');
				return this.value.write(source, writer);
			}
			String name = nameFor(source);
			if (name == null) {
				return Written.NOTHING;
			}
			writer.string(name);
			writer.raw(':');
			Written written = this.value.write(source, writer);
			return (written == Written.CONSTANT && this.name.isFilled(name)) ? Written.VALUE : written;
		}

	}

	/**
	 * The members of maps, in place of a member with the name {@code ...}. None of them
	 * has the name of another member of the object, and of two with one name the first is
	 * written.
	 *
	 * @param maps the maps
	 * @param taken the names of the other members
	 * @param named the other members whose names have placeholders
	 */
	record Spread<T>(List<Template<T>> maps, Set<String> taken, List<Named<T>> named) implements Member<T> {

		static final String NAME = "...";

		@Override
		public Written write(T source, JsonWriter writer) {
			Set<String> names = null;
			int count = 0;
			for (Template<T> map : this.maps) {
				if (map.value(source) instanceof Map<?, ?> members) {
					names = (names != null) ? names : names(source);
					count = members(members, names, count, writer);
				}
			}
			return (count > 0) ? Written.VALUE : Written.NOTHING;
		}

		private static int members(Map<?, ?> members, Set<String> names, int count, JsonWriter writer) {
			int mark = writer.position();
			try {
				return writer.members(members, names, count);
			}
			catch (Throwable ex) {
				// a map of the application, which may fail; the rest of the document
				// stands
				writer.rewind(mark);
				return count;
			}
		}

		private Set<String> names(T source) {
			Set<String> names = new HashSet<>(this.taken);
			for (Named<T> member : this.named) {
				String name = member.nameFor(source);
				if (name != null) {
					names.add(name);
				}
			}
			return names;
		}

	}

	/**
	 * A list. An element without a value is left out.
	 */
	record Elements<T>(List<JsonTemplate<T>> elements) implements Structure<T> {

		@Override
		public Written writeAlways(T source, JsonWriter writer) {
			writer.raw('[');
			Written written = writer.separated(this.elements, (element) -> element.write(source, writer));
			writer.raw(']');
			return written;
		}

	}

}
