package dev.errata.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The format of a response that consists of events or lines, so that one more can be
 * added to what was sent.
 *
 * @since 0.1.0
 * @hidden
 */
public enum StreamFormat {

	/** Server-sent events. */
	EVENTS,

	/** JSON texts, one on each line. */
	LINES,

	/** JSON texts, each between a record separator and a line feed (RFC 7464). */
	SEQUENCE;

	private static final Set<String> OF_LINES = Set.of("application/x-ndjson", "application/ndjson",
			"application/jsonl", "application/x-jsonl", "application/jsonlines", "application/x-jsonlines",
			"application/stream+json");

	private static final int RECORD_SEPARATOR = 0x1E;

	private static final int CRLF = 0x0D0A;

	/** The end of a stream that was not watched. It may be in the middle of an event. */
	private static final int UNKNOWN = 0;

	/**
	 * Return the format of a content type.
	 * @param contentType the content type, or {@code null}
	 * @return the format, or {@code null} if it is not that of a stream
	 */
	public static @Nullable StreamFormat of(@Nullable String contentType) {
		if (contentType == null) {
			return null;
		}
		int end = contentType.indexOf(';');
		String type = ((end < 0) ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
		if (type.equals("text/event-stream")) {
			return EVENTS;
		}
		if (OF_LINES.contains(type) || type.endsWith("+x-ndjson")) {
			return LINES;
		}
		return (type.equals("application/json-seq") || type.endsWith("+json-seq")) ? SEQUENCE : null;
	}

	/**
	 * Return the bytes of a last event or line.
	 * @param event the name of the event, or {@code null}; lines have none
	 * @param answer the answer whose document is the data
	 * @param stream the stream that was written before, or {@code null} if it was not
	 * watched. An event or line of it that is not complete is ended first, so that a
	 * reader does not take the two for one.
	 * @return the bytes, or {@code null} if the document cannot be part of this format
	 */
	public byte @Nullable [] last(@Nullable String event, ErrorAnswer answer, @Nullable OpenStream stream) {
		boolean json = answer.mediaType().toLowerCase(Locale.ROOT).contains("json");
		if (this != EVENTS && !json) {
			return null;
		}
		int end = (stream != null) ? stream.end() : UNKNOWN;
		byte[] document = answer.body();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(document.length + 32);
		switch (this) {
			case EVENTS -> {
				append(bytes, toEmptyLine(end));
				if (event != null) {
					append(bytes, "event: " + event + "\n");
				}
				appendData(bytes, document);
				append(bytes, "\n");
			}
			case LINES -> {
				append(bytes, toNewLine(end));
				appendLine(bytes, document);
			}
			case SEQUENCE -> {
				bytes.write(RECORD_SEPARATOR);
				appendLine(bytes, document);
			}
		}
		return bytes.toByteArray();
	}

	private static void append(ByteArrayOutputStream bytes, String text) {
		bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
	}

	private static void appendData(ByteArrayOutputStream bytes, byte[] document) {
		append(bytes, "data: ");
		for (int i = 0; i < document.length; i++) {
			byte value = document[i];
			if (value == '\r' && i + 1 < document.length && document[i + 1] == '\n') {
				continue;
			}
			bytes.write(isLineEnd(value) ? '\n' : value);
			if (isLineEnd(value)) {
				append(bytes, "data: ");
			}
		}
		append(bytes, "\n");
	}

	private static void appendLine(ByteArrayOutputStream bytes, byte[] document) {
		// inside of a string, JSON has no line ends
		for (byte value : document) {
			bytes.write(isLineEnd(value) ? ' ' : value);
		}
		append(bytes, "\n");
	}

	private static boolean isLineEnd(int value) {
		return value == '\n' || value == '\r';
	}

	/**
	 * Return the line ends that are missing to the beginning of a line.
	 */
	private static String toNewLine(int end) {
		return isLineEnd(end & 0xFF) ? "" : "\n";
	}

	/**
	 * Return the line ends that are missing to the end of an event, which is an empty
	 * line.
	 */
	private static String toEmptyLine(int end) {
		if (!isLineEnd(end & 0xFF)) {
			return "\n\n";
		}
		int before = (end & 0xFFFF) == CRLF ? end >>> 16 : end >>> 8;
		if (isLineEnd(before & 0xFF)) {
			return "";
		}
		// after a carriage return, the first line feed is part of the same line end
		return ((end & 0xFF) == '\r') ? "\n\n" : "\n";
	}

}
