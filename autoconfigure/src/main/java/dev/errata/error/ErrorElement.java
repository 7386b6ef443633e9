package dev.errata.error;

import java.util.List;
import java.util.Map;

import dev.errata.catalog.CatalogRules;
import dev.errata.catalog.StandardCode;
import org.jspecify.annotations.Nullable;

/**
 * An element of {@code {violations}} or {@code {errors}}, which is written in the shape
 * of a violation.
 *
 * @param error the error
 * @param violation the invalid input, or {@code null} if the element is the error itself
 * @since 0.1.0
 * @hidden
 */
public record ErrorElement(ApiError error, @Nullable Violation violation) {

	/**
	 * The value of {@code {violations}} or {@code {errors}}.
	 *
	 * @param elements the elements, at least one
	 */
	public record Elements(List<ErrorElement> elements) {

		static @Nullable Elements ofViolations(ApiError error) {
			return error.violations().isEmpty() ? null : new Elements(
					error.violations().stream().map((violation) -> new ErrorElement(error, violation)).toList());
		}

		static Elements ofErrors(ApiError error) {
			Elements violations = ofViolations(error);
			return (violations != null) ? violations : new Elements(List.of(new ErrorElement(error, null)));
		}

	}

	/**
	 * Return the violation that some values were written from.
	 * @param field the field as text, or a {@link Violation} in it
	 * @param in the part of the request, or {@code null}
	 * @param code the code, or {@code null}
	 * @param message the sentence, or {@code null}
	 * @return the violation
	 */
	public static Violation violation(@Nullable Object field, @Nullable Object in, @Nullable Object code,
			@Nullable Object message) {
		String name = (code != null && CatalogRules.isCode(code.toString())) ? code.toString()
				: StandardCode.FIELD_INVALID.code();
		String text = (message != null) ? Texts.clean(message.toString()) : "";
		Violation violation = (field instanceof Violation located)
				? new Violation(located.field(), name, text, List.of(), located.in(), located.path())
				: new Violation((field != null) ? Texts.clean(field.toString()) : "", name, text);
		InputLocation location = (in != null) ? InputLocation.find(DecodedError.textOf(in)) : null;
		return (location != null) ? violation.in(location) : violation;
	}

	/**
	 * Return the value of a placeholder. Those of the first invalid input are about the
	 * one of this element.
	 */
	@Nullable Object value(Placeholder placeholder) {
		return switch (placeholder) {
			case VIOLATION_FIELD -> this.violation;
			case VIOLATION_IN -> (this.violation != null) ? Placeholder.in(this.violation) : null;
			case VIOLATION_CODE -> (this.violation != null) ? this.violation.code() : this.error.code();
			case VIOLATION_MESSAGE -> (this.violation != null) ? this.violation.message() : this.error.message();
			case EXTENSIONS -> extensions();
			default -> placeholder.value(this.error);
		};
	}

	private @Nullable Object extensions() {
		Map<String, @Nullable Object> extensions = ownExtensions();
		return extensions.isEmpty() ? null : extensions;
	}

	@Nullable Object extension(String name) {
		Map<String, @Nullable Object> extensions = ownExtensions();
		return ErrorVocabulary.extension(extensions.containsKey(name) ? extensions : this.error.extensions(), name);
	}

	private Map<String, @Nullable Object> ownExtensions() {
		return (this.violation != null) ? this.error.extensionsOf(this.violation) : this.error.extensions();
	}

}
