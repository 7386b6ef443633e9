package dev.errata.error;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A notation of other APIs for the place of an invalid input.
 */
enum Notation {

	/** A JSON pointer, RFC 6901. */
	POINTER(InputPath::toPointer, InputPath::parsePointer),
	/** A name with the further steps in brackets. */
	BRACKETS(InputPath::toBrackets, InputPath::parse),
	/** Names and indexes with dots between them. */
	DOTS(InputPath::toDots, InputPath::parseDots);

	private final Function<InputPath, String> write;

	private final Function<String, @Nullable InputPath> read;

	Notation(Function<InputPath, String> write, Function<String, @Nullable InputPath> read) {
		this.write = write;
		this.read = read;
	}

	String write(InputPath path) {
		return this.write.apply(path);
	}

	/**
	 * Return the field that a text in this notation stands for, or {@code null}.
	 */
	@Nullable String field(Object value) {
		InputPath path = (value instanceof String text) ? this.read.apply(text) : null;
		return (path != null) ? path.toString() : null;
	}

	/**
	 * Return a map whose keys are in this notation with those that Errata writes.
	 */
	@Nullable Object fields(Object value) {
		if (!(value instanceof Map<?, ?> map)) {
			return null;
		}
		Map<String, Object> fields = new LinkedHashMap<>();
		map.forEach((key, element) -> {
			String field = field(String.valueOf(key));
			fields.put((field != null) ? field : String.valueOf(key), element);
		});
		return fields;
	}

}
