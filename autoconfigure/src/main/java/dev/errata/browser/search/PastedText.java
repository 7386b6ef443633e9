package dev.errata.browser.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.errata.catalog.CodeNames;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A text in which a code is looked for: a response or a part of it, a header, a line of a
 * log, an address.
 *
 * @param isLikely whether people would paste it rather than type it
 * @param names what can be a code, as it stands there
 * @param folded the same without separators, as far as it is a name rather than a word
 * @param words plain words
 * @param addresses a contract and a code of it
 * @param paths what can be the path of a request
 * @param statuses what can be its status
 * @param document the JSON in it, or {@code null} if there is none that is whole
 */
record PastedText(boolean isLikely, Set<String> names, Set<String> folded, Set<String> words, Set<String> addresses,
		Set<String> paths, Set<Integer> statuses, @Nullable JsonNode document) {

	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.:/~-]+");

	private static final Pattern LIKELY = Pattern.compile("[{}\\[\\]\"=\\n]|: |://|HTTP/|(\\S+\\s+){5}");

	private static final Pattern SEPARATOR = Pattern.compile("[^A-Za-z0-9]|[a-z][A-Z]");

	/** Members and headers whose values are the code, more often than not. */
	private static final Pattern LABELLED = Pattern
		.compile("(?i)\\b[a-z-]{0,40}(code|type|error|reason|kind)\"?\\s*[:=]\\s*\"?([A-Za-z0-9_.:/~-]+)");

	static PastedText of(String text) {
		PastedText pasted = new PastedText(LIKELY.matcher(text.strip()).find(), new LinkedHashSet<>(),
				new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>(),
				new LinkedHashSet<>(), document(text));
		// in a text of JSON, "\n" and "\/" are no letters
		String plain = text.replace("\\/", "/").replaceAll("\\\\[nrtu\"]", " ");
		Matcher labelled = LABELLED.matcher(plain);
		while (labelled.find()) {
			pasted.names.add(trimmed(labelled.group(2)));
		}
		Matcher token = TOKEN.matcher(plain);
		while (token.find()) {
			pasted.add(token.group());
		}
		return pasted;
	}

	private static @Nullable JsonNode document(String text) {
		int begin = text.indexOf('{');
		int end = text.lastIndexOf('}');
		try {
			return (begin >= 0 && end > begin) ? JsonMapper.shared().readTree(text.substring(begin, end + 1)) : null;
		}
		catch (JacksonException ex) {
			// a part of it is as good
			return null;
		}
	}

	/**
	 * Return the text at a place of the document, or {@code null} if there is none.
	 */
	@Nullable String at(List<String> names) {
		JsonNode node = this.document;
		for (String name : names) {
			node = (node != null) ? node.get(name) : null;
		}
		return (node != null && !names.isEmpty()) ? node.asString(null) : null;
	}

	private static String trimmed(String token) {
		return token.replaceAll("^[.:/-]+(?=[^/])|[.:/-]+$", "");
	}

	private void add(String token) {
		if (token.matches("[45]\\d\\d")) {
			this.statuses.add(Integer.valueOf(token));
			return;
		}
		if (token.indexOf('/') >= 0) {
			this.paths.add("/" + token.replaceFirst("^([A-Za-z]+:)?/*", ""));
			this.addresses.add(trimmed(token));
		}
		addName(trimmed(token));
		for (String part : token.split("[:/]")) {
			addName(trimmed(part));
		}
	}

	private void addName(String name) {
		if (SEPARATOR.matcher(name).find() || name.matches("[A-Z]{3,}[A-Z0-9]*")) {
			this.names.add(name);
			this.folded.add(CodeNames.fold(name));
		}
		else {
			this.words.add(name);
		}
	}

	/**
	 * Return the best trace of a code, or {@code null} if there is none.
	 */
	@Nullable Trace trace(String contract, String code, String foldedCode) {
		if (this.addresses.stream().anyMatch((address) -> address.endsWith("/" + contract + "/" + code))) {
			return Trace.ADDRESS;
		}
		if (this.names.contains(code)) {
			return Trace.NAME;
		}
		if (this.folded.contains(foldedCode)) {
			return Trace.OTHER_SPELLING;
		}
		return this.words.contains(code) ? Trace.WORD : null;
	}

	/**
	 * What gives a code away, the best first.
	 */
	enum Trace {

		/** Its address in the catalog. */
		ADDRESS,

		/** Its name. */
		NAME,

		/** Its name with other separators, or in another case. */
		OTHER_SPELLING,

		/** A word of prose that is its name. */
		WORD

	}

}
