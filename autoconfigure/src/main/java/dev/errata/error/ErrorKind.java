package dev.errata.error;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.errata.template.Form;
import dev.errata.template.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of values that only errors have.
 */
enum ErrorKind implements Kind {

	/** An HTTP status. */
	STATUS,
	/** A moment. */
	TIME,
	/** An attribute, which can be anything. */
	ANY,
	/** A map of anything. */
	MAP,
	/** The place of an invalid input, a {@link Violation}. */
	FIELD,
	/** Sentences by the place of the invalid input, a {@link Sentences}. */
	SENTENCES;

	@Override
	public List<Form> forms() {
		return switch (this) {
			case STATUS -> ErrorForms.OF_STATUS;
			case TIME -> ErrorForms.OF_TIME;
			case ANY -> ErrorForms.OF_ANYTHING;
			case MAP -> ErrorForms.OF_MAP;
			case FIELD -> ErrorForms.OF_FIELD;
			case SENTENCES -> ErrorForms.OF_SENTENCES;
		};
	}

	@Override
	public boolean isStructure() {
		return this == MAP || this == SENTENCES;
	}

	@Override
	public @Nullable Object plain(Object value) {
		return switch (this) {
			case TIME -> value.toString();
			case FIELD -> ((Violation) value).field();
			case SENTENCES -> ((Sentences) value).toMap();
			default -> value;
		};
	}

	/**
	 * The sentences about invalid inputs, by field.
	 *
	 * @param violations the invalid inputs
	 * @param notation how the fields are written, or {@code null} as they are elsewhere
	 * @param lists whether all sentences about a field are written, or the first one
	 */
	record Sentences(List<Violation> violations, @Nullable Notation notation, boolean lists) {

		Sentences in(Notation notation) {
			return new Sentences(this.violations, notation, this.lists);
		}

		Sentences inLists() {
			return new Sentences(this.violations, this.notation, true);
		}

		Map<String, Object> toMap() {
			Map<String, Object> map = new LinkedHashMap<>();
			for (Violation violation : this.violations) {
				String field = (this.notation != null) ? this.notation.write(violation.path()) : violation.field();
				if (!this.lists) {
					map.putIfAbsent(field, violation.message());
				}
				else if (map.computeIfAbsent(field, (name) -> new ArrayList<String>()) instanceof List<?> sentences) {
					@SuppressWarnings("unchecked")
					List<String> texts = (List<String>) sentences;
					texts.add(violation.message());
				}
			}
			return map;
		}

	}

}
