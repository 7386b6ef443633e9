package dev.errata.envelope;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.errata.envelope.JsonTemplate.Written;
import dev.errata.error.Texts;
import dev.errata.template.Word;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON in UTF-8 into a growing array, bounded in depth and in size. It does not
 * use the generator of Jackson, which can neither take back a key whose value turns out
 * to be absent nor limit the values of a document to a size.
 */
final class JsonWriter {

	/** Maximum depth of an attribute that is written or read. */
	static final int MAX_DEPTH = 8;

	/** Maximum number of elements of a list or map that is written or read. */
	static final int MAX_ELEMENTS = 200;

	/** Size of the document in bytes after which no more attributes are written. */
	private static final int MAX_SIZE = 64 * 1024;

	// the text of a number of another type can be anything
	private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

	private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private byte[] bytes = new byte[512];

	private int size;

	static byte[] quoted(String text) {
		JsonWriter writer = new JsonWriter();
		writer.string(text);
		return writer.toByteArray();
	}

	byte[] toByteArray() {
		return Arrays.copyOf(this.bytes, this.size);
	}

	int position() {
		return this.size;
	}

	void rewind(int position) {
		this.size = position;
	}

	/**
	 * Write parts with commas between them, but not those without a value.
	 * @param write writes a part
	 * @return what was written
	 */
	<P> Written separated(List<P> parts, Function<P, Written> write) {
		Written all = Written.NOTHING;
		for (P part : parts) {
			int mark = this.size;
			if (all != Written.NOTHING) {
				raw(',');
			}
			Written written = write.apply(part);
			if (written == Written.NOTHING) {
				rewind(mark);
			}
			all = all.and(written);
		}
		return all;
	}

	void raw(char c) {
		ensure(1);
		this.bytes[this.size++] = (byte) c;
	}

	void raw(byte[] json) {
		raw(json, 0, json.length);
	}

	void raw(byte[] json, int offset, int length) {
		ensure(length);
		System.arraycopy(json, offset, this.bytes, this.size, length);
		this.size += length;
	}

	private void raw(String json) {
		raw(json.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Write a value of any type.
	 */
	void value(@Nullable Object value) {
		value(value, 0);
	}

	private void value(@Nullable Object value, int depth) {
		if (value == null || value == Word.NULL || depth > MAX_DEPTH || this.size > MAX_SIZE) {
			raw("null");
		}
		else if (value instanceof Throwable) {
			// its message and its stack are for the log
			raw("null");
		}
		else if (value instanceof CharSequence || value instanceof Character || value instanceof TemporalAccessor
				|| value instanceof TemporalAmount || value instanceof UUID || value instanceof URI) {
			string(Texts.of(value));
		}
		else if (value instanceof Boolean) {
			raw(value.toString());
		}
		else if (value instanceof Number number) {
			number(number);
		}
		else if (value instanceof Enum<?> constant) {
			string(constant.name());
		}
		else if (value instanceof Optional<?> optional) {
			value(optional.orElse(null), depth);
		}
		else if (value instanceof Map<?, ?> map) {
			map(map, depth);
		}
		else if (value instanceof Collection<?> elements) {
			elements(elements, depth);
		}
		else if (value instanceof Object[] elements) {
			elements(Arrays.asList(elements), depth);
		}
		else {
			ObjectJson.write(value, this, MAX_SIZE);
		}
	}

	private void map(Map<?, ?> map, int depth) {
		raw('{');
		// different keys may have the same text
		members(map, new HashSet<>(), 0, depth);
		raw('}');
	}

	/**
	 * Write the members of a map.
	 * @param taken the names that no member may have, to which those that are written are
	 * added
	 * @param count how many members were written before, with a comma to follow
	 * @return how many members are written now
	 */
	int members(Map<?, ?> map, Set<String> taken, int count) {
		return members(map, taken, count, 0);
	}

	private int members(Map<?, ?> map, Set<String> taken, int before, int depth) {
		int count = before;
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			String name = Texts.of(entry.getKey());
			if (name == null || taken.contains(name)) {
				continue;
			}
			if (count == MAX_ELEMENTS || this.size > MAX_SIZE) {
				break;
			}
			int mark = this.size;
			try {
				if (count > 0) {
					raw(',');
				}
				string(name);
				raw(':');
				value(entry.getValue(), depth + 1);
				count++;
				taken.add(name);
			}
			catch (Throwable ex) {
				// a value that cannot be written is left out alone
				rewind(mark);
			}
		}
		return count;
	}

	private void elements(Collection<?> elements, int depth) {
		raw('[');
		int count = 0;
		for (Object element : elements) {
			if (count == MAX_ELEMENTS || this.size > MAX_SIZE) {
				break;
			}
			if (count++ > 0) {
				raw(',');
			}
			value(element, depth + 1);
		}
		raw(']');
	}

	private void number(Number number) {
		if (number instanceof Integer || number instanceof Long) {
			raw(number.toString());
			return;
		}
		String text = Texts.of(number);
		if (text == null || number instanceof Double d && !Double.isFinite(d)
				|| number instanceof Float f && !Float.isFinite(f)) {
			raw("null");
		}
		else if (NUMBER.matcher(text).matches()) {
			raw(text);
		}
		else {
			string(text);
		}
	}

	void string(@Nullable String text) {
		if (text == null) {
			raw("null");
			return;
		}
		raw('"');
		stringContent(text);
		raw('"');
	}

	private void stringContent(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			ensure(6);
			if (c < 0x80) {
				ascii(c);
			}
			else if (c < 0x800) {
				this.bytes[this.size++] = (byte) (0xC0 | (c >> 6));
				this.bytes[this.size++] = (byte) (0x80 | (c & 0x3F));
			}
			else if (!Character.isSurrogate(c)) {
				this.bytes[this.size++] = (byte) (0xE0 | (c >> 12));
				this.bytes[this.size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
				this.bytes[this.size++] = (byte) (0x80 | (c & 0x3F));
			}
			else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
				int codePoint = Character.toCodePoint(c, text.charAt(++i));
				this.bytes[this.size++] = (byte) (0xF0 | (codePoint >> 18));
				this.bytes[this.size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
				this.bytes[this.size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
				this.bytes[this.size++] = (byte) (0x80 | (codePoint & 0x3F));
			}
		}
	}

	private void ascii(char c) {
		if (c >= ' ' && c != '"' && c != '\\' && c != 0x7F) {
			this.bytes[this.size++] = (byte) c;
			return;
		}
		this.bytes[this.size++] = '\\';
		switch (c) {
			case '"', '\\' -> this.bytes[this.size++] = (byte) c;
			case '\n' -> this.bytes[this.size++] = 'n';
			case '\r' -> this.bytes[this.size++] = 'r';
			case '\t' -> this.bytes[this.size++] = 't';
			default -> {
				this.bytes[this.size++] = 'u';
				this.bytes[this.size++] = '0';
				this.bytes[this.size++] = '0';
				this.bytes[this.size++] = HEX[c >> 4];
				this.bytes[this.size++] = HEX[c & 0xF];
			}
		}
	}

	private void ensure(int more) {
		if (this.bytes.length - this.size < more) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.bytes.length * 2, this.size + more));
		}
	}

}
