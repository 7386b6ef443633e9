package dev.errata.error;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The source of a text of an error: the error, and the texts that are there already.
 *
 * @param error the error
 * @param args the arguments that only texts can use
 * @param title the title
 * @param detail the detail, or {@code null}
 */
record Sentence(ApiError error, Map<String, Object> args, String title, @Nullable String detail) {

	@Nullable Object value(Placeholder placeholder) {
		return switch (placeholder) {
			case TITLE -> this.title;
			case DETAIL -> this.detail;
			default -> placeholder.value(this.error);
		};
	}

	@Nullable Object attribute(String name) {
		Object value = this.args.get(name);
		return (value != null) ? value : this.error.details().get(name);
	}

}
