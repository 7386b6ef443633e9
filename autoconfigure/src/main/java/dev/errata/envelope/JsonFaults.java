package dev.errata.envelope;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.errata.envelope.JsonTemplate.Spread;
import dev.errata.template.InvalidTemplateException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * The faults of texts that are not JSON, in the words of those who write templates.
 */
final class JsonFaults {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\??[a-z][^{}\"]*}");

	private static final Pattern COMMENT = Pattern.compile(".?(//|/\\*|#)");

	private static final String TWO_SPREADS = "property \"" + Spread.NAME + "\"";

	private JsonFaults() {
	}

	/**
	 * Return the place of a fault, to be put in front of it.
	 */
	static String place(@Nullable TokenStreamLocation location) {
		return (location != null) ? "Line " + location.getLineNr() + ", column " + location.getColumnNr() + ": " : "";
	}

	/**
	 * Return the fault of a text that is not JSON. It names a placeholder without quotes,
	 * and a comment, where the parser reports an unexpected character.
	 */
	static InvalidTemplateException of(String json, JacksonException ex) {
		TokenStreamLocation location = ex.getLocation();
		String place = place(location);
		int offset = (location != null) ? offset(json, location) : -1;
		Matcher placeholder = PLACEHOLDER.matcher(json);
		while (placeholder.find()) {
			if (placeholder.start() <= offset && offset <= placeholder.end()) {
				return new InvalidTemplateException(place + "A placeholder stands in quotes.",
						"Write \"" + placeholder.group() + "\"; alone in its quotes, a value keeps its type.");
			}
		}
		if (ex.getOriginalMessage().contains(TWO_SPREADS)) {
			return new InvalidTemplateException(place + "An object has one member with the name '...'.",
					"Write \"...\": [\"{extensions}\", \"{details}\"] for the members of several objects.");
		}
		if (COMMENT.matcher(json.substring(Math.max(0, offset - 1))).lookingAt()) {
			return new InvalidTemplateException(place + "JSON has no comments.", "Remove the comment.");
		}
		// the start of the object is only known for streams
		String reason = ex.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
		return new InvalidTemplateException(place + "This is not JSON: " + reason + ".");
	}

	private static int offset(String json, TokenStreamLocation location) {
		int line = 0;
		for (int i = 1; i < location.getLineNr(); i++) {
			line = json.indexOf('\n', line) + 1;
		}
		return Math.min(json.length(), line + location.getColumnNr() - 1);
	}

}
