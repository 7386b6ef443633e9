package dev.errata.properties;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.errata.error.Placeholder;
import org.jspecify.annotations.Nullable;

/**
 * A property that is not set although a value refers to it, so that <code>${name}</code>
 * remains in the value.
 *
 * @param name the name of the property
 */
record UnresolvedPlaceholder(String name) {

	private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^{}:]+)}");

	/**
	 * Find the first one in a resolved value.
	 */
	static @Nullable UnresolvedPlaceholder in(@Nullable Object value) {
		List<UnresolvedPlaceholder> all = allIn(value);
		return all.isEmpty() ? null : all.get(0);
	}

	/**
	 * Find all of them in a resolved value.
	 */
	static List<UnresolvedPlaceholder> allIn(@Nullable Object value) {
		List<UnresolvedPlaceholder> all = new ArrayList<>();
		Matcher matcher = REFERENCE.matcher(String.valueOf(value));
		while (matcher.find()) {
			if (!isPlaceholder(matcher.group(1))) {
				all.add(new UnresolvedPlaceholder(matcher.group(1)));
			}
		}
		return all;
	}

	/**
	 * Return whether this is a placeholder of Errata behind a dollar sign.
	 */
	private static boolean isPlaceholder(String reference) {
		String name = word(reference);
		return name.startsWith("details.") || name.startsWith("extensions.")
				|| Arrays.stream(Placeholder.values()).anyMatch((placeholder) -> placeholder.word().equals(name));
	}

	private static String word(String reference) {
		return reference.strip().split("[\\s|]", 2)[0];
	}

	/**
	 * Return whether a rule is broken because a template takes the reference for a
	 * placeholder of Errata.
	 */
	boolean isReasonFor(String rule) {
		return rule.contains("{" + word(this.name) + "}");
	}

	String rule() {
		return "The property '" + this.name + "' is not set, so ${" + this.name + "} cannot be resolved.";
	}

	String action() {
		return "Set the property, or add a default: ${" + this.name + ":VALUE}.";
	}

}
