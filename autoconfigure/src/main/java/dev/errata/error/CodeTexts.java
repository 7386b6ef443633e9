package dev.errata.error;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The texts of a code for readers of one language, as the catalog describes them.
 *
 * @param title the template of the title
 * @param message the template of the message
 * @param detail the template of the detail
 * @param meaning what happened
 * @param fix what the caller can do
 * @since 0.1.0
 * @hidden
 */
public record CodeTexts(Text title, Text message, @Nullable Text detail, @Nullable Text meaning, @Nullable Text fix) {

	/**
	 * A text in the language of the reader, or in that of the contract if there is none.
	 *
	 * @param text the text
	 * @param language the language
	 */
	public record Text(String text, Locale language) {

		@Override
		public String toString() {
			return this.text;
		}

	}

}
