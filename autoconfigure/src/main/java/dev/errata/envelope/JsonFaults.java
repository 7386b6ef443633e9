package dev.errata.envelope;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.errata.envelope.JsonTemplate.Spread;
import dev.errata.template.InvalidTemplateException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * Finds where a text that Jackson rejects is not JSON, and says what is wrong there in
 * the words of those who write templates.
 */
final class JsonFaults {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\??[a-z][^{}\":]*+(?::(?!\\s)[^{}\":]*+)*+}");

	private static final Pattern COMMENT = Pattern.compile("//|/\\*|#");

	private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\d_$.-]*");

	private static final Pattern DIGITS = Pattern.compile("[-+.]*\\d[\\w.+-]*");

	private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

	private static final Pattern ESCAPE = Pattern.compile("\\\\(?:[\"\\\\/bfnrt]|u\\p{XDigit}{4})");

	/** A name or text in quotes that are not those of JSON. */
	private static final Pattern OTHER_QUOTES = Pattern.compile("['`‘’“”„«»]([^'`‘’“”„«»\\n]*)['`‘’“”„«»]?");

	private static final Set<String> LITERALS = Set.of("true", "false", "null");

	/** What Jackson accepts by default. */
	private static final int MAX_DEPTH = 500;

	private static final int MAX_PIECE = 40;

	private final String json;

	/** Where the objects and lists begin that are not closed yet. */
	private final Deque<Integer> open = new ArrayDeque<>();

	private int position;

	/** The last name, text, number or bracket. */
	private int lastStart;

	private int lastEnd;

	private JsonFaults(String json) {
		this.json = json;
	}

	/**
	 * Return the place of a fault, to be put in front of it.
	 */
	static String place(@Nullable TokenStreamLocation location) {
		return (location != null) ? "Line " + location.getLineNr() + ", column " + location.getColumnNr() + ": " : "";
	}

	/**
	 * Return the fault of a document that is followed by something else.
	 */
	static InvalidTemplateException moreText(String place) {
		return new InvalidTemplateException(place + "There is more text after the end of the document.",
				"Remove it, or the brace that ends the document too early.");
	}

	/**
	 * Return the fault of a text that Jackson rejects.
	 * @param none the fault of a text that does not even begin like a document
	 */
	static InvalidTemplateException of(String json, JacksonException ex, InvalidTemplateException none) {
		try {
			new JsonFaults(json).document(none);
		}
		catch (InvalidTemplateException fault) {
			return fault;
		}
		// too long a name or a number
		String reason = ex.getOriginalMessage().replaceFirst(",? from `[^`]*`", "");
		return new InvalidTemplateException(place(ex.getLocation()) + "This is not JSON: " + reason + ".");
	}

	private void document(InvalidTemplateException none) {
		if ("{[\"".indexOf(next()) < 0) {
			throw none;
		}
		value();
		if (next() != 0) {
			throw moreText(place(this.position));
		}
	}

	private void value() {
		char first = next();
		if (first == 0) {
			throw unclosed();
		}
		checkPlaceholder();
		switch (first) {
			case '{' -> object();
			case '[' -> list();
			case '"' -> text();
			case ',' -> throw needlessComma(this.position);
			case '}', ']' -> throw mismatch();
			default -> scalar();
		}
	}

	private void checkPlaceholder() {
		Matcher placeholder = at(PLACEHOLDER);
		if (placeholder.lookingAt()) {
			throw fault("A placeholder stands in quotes.",
					"Write \"" + placeholder.group() + "\"; alone in its quotes, a value keeps its type.");
		}
	}

	private void scalar() {
		Matcher word = at(WORD);
		Matcher digits = at(DIGITS);
		if (word.lookingAt()) {
			String literal = word.group().toLowerCase(Locale.ROOT);
			if (!LITERALS.contains(literal)) {
				throw withoutQuotes(word.group());
			}
			if (!literal.equals(word.group())) {
				throw fault("JSON writes " + literal + " in lower case.", "Write " + literal + ".");
			}
			take(word.end());
		}
		else if (digits.lookingAt()) {
			if (!NUMBER.matcher(digits.group()).matches()) {
				throw fault(piece(this.position, digits.end()) + " is not a number in JSON.",
						"Write it like 10 or 0.5, or in quotes.");
			}
			take(digits.end());
		}
		else {
			throw unexpected("A value is expected here",
					"Write a text in double quotes, a number, true, false, null, an object or a list.");
		}
	}

	private void object() {
		begin();
		Set<String> names = new HashSet<>();
		if (next() == '}') {
			end();
			return;
		}
		do {
			String name = name();
			if (!names.add(name)) {
				this.position = this.lastStart;
				throw name.equals('"' + Spread.NAME + '"')
						? fault("An object has one member with the name '...'.",
								"Write \"...\": [\"{extensions}\", \"{details}\"] for the members of several objects.")
						: fault("The object has the member " + name + " twice.", "Remove or rename one of the two.");
			}
			colon(name);
			value();
		}
		while (isContinued('}'));
	}

	private void list() {
		begin();
		if (next() == ']') {
			end();
			return;
		}
		do {
			value();
		}
		while (isContinued(']'));
	}

	private String name() {
		char first = next();
		checkPlaceholder();
		Matcher word = at(WORD);
		if (first == '"') {
			text();
			return this.json.substring(this.lastStart, this.lastEnd);
		}
		if (word.lookingAt()) {
			throw withoutQuotes(word.group());
		}
		throw switch (first) {
			case 0 -> unclosed();
			case ',' -> needlessComma(this.position);
			case ']' -> mismatch();
			default -> unexpected("The name of a member is expected here", "Write \"NAME\": …, with double quotes.");
		};
	}

	private void colon(String name) {
		char separator = next();
		if (separator == 0) {
			throw unclosed();
		}
		if (separator == ':') {
			this.position++;
			separator = next();
		}
		else if (",}".indexOf(separator) < 0) {
			throw fault("A colon is expected between a name and its value.", "Write " + name + ": …");
		}
		if (separator == ',' || separator == '}') {
			throw fault("The member " + name + " has no value.", "Write " + name + ": …, for example with null.");
		}
	}

	/**
	 * Read what follows a member or an element.
	 * @return whether another one follows
	 */
	private boolean isContinued(char end) {
		char next = next();
		if (next == end) {
			end();
			return false;
		}
		if (next == ',') {
			int comma = this.position++;
			if (next() == end || next() == ',') {
				throw needlessComma(comma);
			}
			return true;
		}
		if (next == 0) {
			throw unclosed();
		}
		if (next == '}' || next == ']') {
			throw mismatch();
		}
		if ("{[\"-".indexOf(next) >= 0 || Character.isLetterOrDigit(next) || at(OTHER_QUOTES).lookingAt()) {
			String between = piece(this.lastStart, this.lastEnd) + " and " + piece(this.position, endOfPiece());
			this.position = this.lastEnd;
			throw fault("A comma is missing here.", "Write a comma between " + between + ".");
		}
		throw unexpected("A comma or " + end + " is expected here", "Write a comma, or " + end + " at the end.");
	}

	private void text() {
		int start = this.position++;
		while (true) {
			char next = (this.position < this.json.length()) ? this.json.charAt(this.position) : '\n';
			if (next == '"') {
				break;
			}
			Matcher escape = at(ESCAPE);
			if (next == '\n' || next == '\r') {
				String begun = piece(start, this.position);
				this.position = start;
				throw fault("The quote at the end of " + begun + " is missing.",
						"Add the quote. A line break inside of a text is written as \\n.");
			}
			if (next < ' ') {
				throw fault("A text cannot contain a control character.",
						"Write \\" + ((next == '\t') ? "t." : "u%04x.".formatted((int) next)));
			}
			if (next == '\\' && !escape.lookingAt()) {
				throw fault("JSON has no escape such as " + piece(this.position, this.position + 2) + ".",
						"Write \\\\ for a backslash.");
			}
			this.position = (next == '\\') ? escape.end() : this.position + 1;
		}
		this.lastStart = start;
		this.lastEnd = ++this.position;
		char behind = (this.position < this.json.length()) ? this.json.charAt(this.position) : ' ';
		if (behind == '{' || Character.isLetterOrDigit(behind)) {
			throw fault("The text " + piece(start, this.position) + " ends here, but more of it seems to follow.",
					"Add the quote that is missing before. Inside of a text, a quote is written as \\\".");
		}
	}

	private void begin() {
		if (this.open.size() >= MAX_DEPTH) {
			throw fault("Objects and lists can be nested up to " + MAX_DEPTH + " levels.", "Remove the others.");
		}
		this.open.push(this.position);
		take(this.position + 1);
	}

	private void end() {
		this.open.pop();
		take(this.position + 1);
	}

	private void take(int end) {
		this.lastStart = this.position;
		this.lastEnd = end;
		this.position = end;
	}

	/**
	 * Return the next character that is no white space, or zero at the end.
	 */
	private char next() {
		while (this.position < this.json.length() && " \t\r\n".indexOf(this.json.charAt(this.position)) >= 0) {
			this.position++;
		}
		if (at(COMMENT).lookingAt()) {
			throw fault("JSON has no comments.", "Remove the comment.");
		}
		return (this.position < this.json.length()) ? this.json.charAt(this.position) : 0;
	}

	private InvalidTemplateException needlessComma(int comma) {
		this.position = comma;
		return fault("This comma is one too many.",
				"Remove the comma behind " + piece(this.lastStart, this.lastEnd) + ".");
	}

	private InvalidTemplateException withoutQuotes(String word) {
		return fault("Names and texts are in double quotes in JSON.", "Write \"" + word + "\".");
	}

	private InvalidTemplateException unclosed() {
		StringBuilder ends = new StringBuilder();
		this.open.forEach((start) -> ends.append(endOf(start)));
		return unclosed("Write " + ends + " at the end.");
	}

	private InvalidTemplateException mismatch() {
		return unclosed("Write " + endOf(this.open.getFirst()) + " before " + this.json.charAt(this.position) + ".");
	}

	private InvalidTemplateException unclosed(String action) {
		int start = this.open.getFirst();
		return fault("The " + this.json.charAt(start) + " in " + place(start).toLowerCase(Locale.ROOT).replace(": ", "")
				+ " is not closed.", action);
	}

	private char endOf(int start) {
		return (this.json.charAt(start) == '{') ? '}' : ']';
	}

	private InvalidTemplateException unexpected(String expected, String action) {
		Matcher quotes = at(OTHER_QUOTES);
		if (quotes.lookingAt()) {
			return withoutQuotes(quotes.group(1));
		}
		int character = this.json.codePointAt(this.position);
		boolean visible = character > ' ' && !Character.isSpaceChar(character)
				&& Character.getType(character) != Character.FORMAT;
		return visible ? fault(expected + ", not '" + Character.toString(character) + "'.", action) : fault(
				"The character U+%04X is not white space in JSON.".formatted(character), "Replace it by a space.");
	}

	private InvalidTemplateException fault(String rule, String action) {
		return new InvalidTemplateException(place(this.position) + rule, action);
	}

	private String place(int position) {
		int line = 1;
		int start = 0;
		for (int end = this.json.indexOf('\n'); end >= 0 && end < position; end = this.json.indexOf('\n', start)) {
			line++;
			start = end + 1;
		}
		return "Line " + line + ", column " + (position - start + 1) + ": ";
	}

	private Matcher at(Pattern pattern) {
		return pattern.matcher(this.json).region(Math.min(this.position, this.json.length()), this.json.length());
	}

	/**
	 * Return the end of the text, word or bracket at the position.
	 */
	private int endOfPiece() {
		char first = this.json.charAt(this.position);
		String ends = (first == '"') ? "\"\r\n" : ",:{}[] \r\n";
		int end = this.position + 1;
		while ("{[".indexOf(first) < 0 && end < this.json.length() && ends.indexOf(this.json.charAt(end)) < 0) {
			end++;
		}
		return (first == '"') ? end + 1 : end;
	}

	private String piece(int start, int end) {
		String piece = this.json.substring(start, Math.min(end, this.json.length()));
		return (piece.length() <= MAX_PIECE) ? piece : piece.substring(0, MAX_PIECE) + "…";
	}

}
