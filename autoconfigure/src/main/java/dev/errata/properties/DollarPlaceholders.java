package dev.errata.properties;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.errata.error.Placeholder;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Finds placeholders with a dollar sign. Spring resolves <code>${code}</code> as a
 * property before Errata reads the text, at worst from an environment variable:
 * <code>${path}</code> becomes the {@code PATH} of the server.
 */
final class DollarPlaceholders {

	private static final Pattern REFERENCE = Pattern.compile("(?<!\\\\)\\$\\{([^{}:|]+)[^{}]*}");

	private static final Pattern TEMPLATE = Pattern.compile(".*(title|message|detail|body|violation|headers.+)");

	private static final Set<String> OTHER_WORDS = Set.of("field", "in", "error.code", "error.message", "path", "used",
			"cap", "remaining", "reset", "reset-after", "window", "name");

	private DollarPlaceholders() {
	}

	/**
	 * Report the placeholders in templates, unless the application has such a property.
	 */
	static void check(ConfigurableEnvironment environment, PropertyOrigins properties, FaultReport report) {
		for (PropertyOrigins.Written written : properties.all()) {
			if (written.value() != null && TEMPLATE.matcher(written.uniform()).matches()) {
				check(environment, written, report);
			}
		}
	}

	private static void check(ConfigurableEnvironment environment, PropertyOrigins.Written written,
			FaultReport report) {
		Matcher matcher = REFERENCE.matcher(String.valueOf(written.value()));
		while (matcher.find()) {
			String word = matcher.group(1).strip().split("\\s", 2)[0];
			if ((isWord(word) || word.startsWith("details.") || word.startsWith("extensions."))
					&& !isSetByApplication(environment, word)) {
				String text = matcher.group();
				report.add(written.name(), written.value(), written.place(),
						"Spring resolves " + text + " as a property when the application starts.",
						word.equals("path") ? "Use {instance} for the path of the request."
								: "Use " + text.substring(1) + ", or \\" + text + " for a dollar sign in front of it.");
			}
		}
	}

	private static boolean isWord(String word) {
		return OTHER_WORDS.contains(word)
				|| Arrays.stream(Placeholder.values()).anyMatch((placeholder) -> placeholder.word().equals(word));
	}

	private static boolean isSetByApplication(ConfigurableEnvironment environment, String property) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (!PropertyOrigins.isView(source) && source.containsProperty(property)) {
				return !source.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
						&& !source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
			}
		}
		return false;
	}

}
