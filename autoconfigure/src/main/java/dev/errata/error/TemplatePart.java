package dev.errata.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a {@link TextTemplate}: a text that stands as it is, or placeholders of
 * which the first that is present counts.
 */
sealed interface TemplatePart {

	/**
	 * A text that stands as it is.
	 */
	record Literal(String text) implements TemplatePart {
	}

	/**
	 * What stands between braces.
	 *
	 * @param text all of it, as written
	 * @param references the placeholders
	 * @param fallback the default, if it has one
	 */
	record Expression(String text, List<Reference> references, @Nullable String fallback) implements TemplatePart {

		@Nullable Object value(ApiError error, Map<String, Object> args) {
			for (Reference reference : this.references) {
				Object value = reference.value(error, args);
				if (value != null) {
					return value;
				}
			}
			return this.fallback;
		}

		boolean uses(Placeholder placeholder) {
			for (Reference reference : this.references) {
				if (reference.isPlain(placeholder)) {
					return true;
				}
			}
			return false;
		}

		boolean fits(Object value) {
			return value.equals(this.fallback)
					|| this.references.stream().anyMatch((reference) -> reference.fits(value));
		}

		boolean read(Object value, DecodedError reading) {
			if (!fits(value)) {
				return false;
			}
			boolean always = this.references.stream().anyMatch(Reference::isAlwaysPresent);
			if (value.equals(this.fallback) && !always) {
				// the default stands where there is nothing to tell
				return true;
			}
			if (this.references.size() == 1) {
				this.references.get(0).read(value, reading);
				return true;
			}
			List<Placeholder> placeholders = new ArrayList<>();
			for (Reference reference : this.references) {
				if (reference.attribute() != null) {
					reference.read(value, reading);
				}
				else {
					placeholders.add(reference.placeholder());
				}
			}
			reading.putUndecided(placeholders, value);
			return true;
		}

	}

	/**
	 * A placeholder, or one of the details.
	 *
	 * @param placeholder the placeholder
	 * @param attribute the name of the detail, or {@code null} for all of the placeholder
	 */
	record Reference(Placeholder placeholder, @Nullable String attribute) {

		static final String DETAILS_PREFIX = Placeholder.DETAILS.word() + ".";

		String word() {
			return (this.attribute != null) ? DETAILS_PREFIX + this.attribute : this.placeholder.word();
		}

		boolean isStructure() {
			return this.attribute == null && this.placeholder.isStructure();
		}

		boolean isAlwaysPresent() {
			return this.placeholder.isAlwaysPresent();
		}

		boolean isPlain(Placeholder placeholder) {
			return this.attribute == null && this.placeholder == placeholder;
		}

		boolean fits(Object value) {
			return (this.attribute != null) ? !"".equals(value) : DecodedError.typed(this.placeholder, value) != null;
		}

		void read(Object value, DecodedError reading) {
			if (this.attribute != null) {
				reading.putAttribute(this.attribute, value);
			}
			else {
				reading.put(this.placeholder, value);
			}
		}

		@Nullable Object value(ApiError error, Map<String, Object> args) {
			if (this.attribute == null) {
				return this.placeholder.value(error);
			}
			Object value = args.get(this.attribute);
			return (value != null) ? value : error.details().get(this.attribute);
		}

	}

}
