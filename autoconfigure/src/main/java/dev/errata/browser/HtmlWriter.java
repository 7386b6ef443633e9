package dev.errata.browser;

import org.jspecify.annotations.Nullable;

/**
 * Writes HTML. Whatever is text or the value of an attribute is escaped.
 */
final class HtmlWriter {

	private final StringBuilder html = new StringBuilder(16 * 1024);

	/**
	 * Write markup as it stands.
	 */
	HtmlWriter markup(String markup) {
		this.html.append(markup);
		return this;
	}

	/**
	 * Begin an element.
	 * @param attributes names and values in turn; a value of {@code null} leaves the
	 * attribute out
	 */
	HtmlWriter begin(String tag, @Nullable String... attributes) {
		this.html.append('<').append(tag);
		for (int i = 0; i < attributes.length; i += 2) {
			String value = attributes[i + 1];
			if (value != null) {
				this.html.append(' ').append(attributes[i]).append("=\"");
				text(value);
				this.html.append('"');
			}
		}
		this.html.append('>');
		return this;
	}

	HtmlWriter end(String tag) {
		this.html.append("</").append(tag).append('>');
		return this;
	}

	HtmlWriter element(String tag, @Nullable String text, @Nullable String... attributes) {
		return begin(tag, attributes).text(text).end(tag);
	}

	HtmlWriter line() {
		this.html.append('\n');
		return this;
	}

	HtmlWriter text(@Nullable String text) {
		if (text == null) {
			return this;
		}
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			switch (c) {
				case '&' -> this.html.append("&amp;");
				case '<' -> this.html.append("&lt;");
				case '>' -> this.html.append("&gt;");
				case '"' -> this.html.append("&quot;");
				case '\'' -> this.html.append("&#39;");
				default -> this.html.append((c < ' ' && c != '\n' && c != '\t') ? ' ' : c);
			}
		}
		return this;
	}

	@Override
	public String toString() {
		return this.html.toString();
	}

}
