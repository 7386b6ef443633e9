package dev.errata.envelope;

import java.util.regex.Pattern;

import dev.errata.catalog.ErrorCatalog;
import dev.errata.error.ApiError;
import dev.errata.error.DecodedError;
import dev.errata.error.ErrorVocabulary;
import dev.errata.error.Texts;
import dev.errata.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * A response header of every error of a contract. It is left out if it has no value.
 *
 * @since 0.1.0
 * @hidden
 */
public final class HeaderTemplate {

	private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");

	private final String name;

	private final Template<ApiError> value;

	private HeaderTemplate(String name, Template<ApiError> value) {
		this.name = name;
		this.value = value;
	}

	/**
	 * Compile a header.
	 * @param name the name of the header
	 * @param value the template of its value
	 * @return the header
	 * @throws dev.errata.template.InvalidTemplateException if the name is no HTTP token
	 * or the value cannot be filled
	 */
	public static HeaderTemplate compile(String name, String value) {
		return new HeaderTemplate(name, Template.parseHeader(name, value, ErrorVocabulary.HEADER));
	}

	/**
	 * Check a header.
	 * @param name the name of the header
	 * @param value the template of its value
	 * @param catalog the codes that conditions can name
	 * @throws dev.errata.template.InvalidTemplateException if the name is no HTTP token
	 * or the value cannot be filled
	 */
	public static void check(String name, String value, ErrorCatalog catalog) {
		Template.parseHeader(name, value, ErrorVocabulary.header(catalog));
	}

	/**
	 * Return the name of the header.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Fill the value from an error.
	 * @param error the error
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable String value(ApiError error) {
		String value = this.value.fill(error);
		return (value == null || value.isBlank()) ? null : headerText(value);
	}

	/**
	 * Read the header of an error of another service.
	 * @param value the value that the other service sent
	 * @param reading the object to add the values of the placeholders to
	 */
	public void read(String value, DecodedError reading) {
		if (this.value.constant() == null) {
			this.value.read(value.strip(), ErrorVocabulary.into(reading));
		}
	}

	/**
	 * Make a text fit for a header: printable ASCII of a bounded length, because a
	 * container refuses to send headers that are too long.
	 * @param text the text
	 * @return the text, with a question mark for any other character
	 */
	public static String headerText(String text) {
		String clean = Texts.clean(text);
		for (int i = 0; i < clean.length(); i++) {
			char c = clean.charAt(i);
			if (c < ' ' || c > '~') {
				return UNPRINTABLE.matcher(clean).replaceAll("?");
			}
		}
		return clean;
	}

}
