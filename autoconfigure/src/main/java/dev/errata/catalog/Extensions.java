package dev.errata.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The rules for extensions, the facts of a code that only one API has: how they are
 * declared, and how they override each other.
 *
 * @since 0.1.0
 * @hidden
 */
public final class Extensions {

	/** Takes away what would be inherited. */
	private static final String ABSENT = "{absent}";

	private static final String NULL = "{null}";

	private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,99}");

	private final List<Fault> faults = new ArrayList<>();

	private final Map<String, String> spellings = new HashMap<>();

	private Extensions() {
	}

	/**
	 * Merge extensions, name by name.
	 * @param base the extensions that are inherited
	 * @param over the extensions that override them
	 * @return an unmodifiable map in the order of declaration
	 */
	public static Map<String, @Nullable Object> merge(Map<String, ? extends @Nullable Object> base,
			Map<String, ? extends @Nullable Object> over) {
		Map<String, @Nullable Object> merged = new LinkedHashMap<>(base);
		merged.putAll(over);
		return merged.isEmpty() ? Map.of() : Collections.unmodifiableMap(merged);
	}

	/**
	 * Return extensions as they are sent.
	 * @param declared the extensions as they are declared
	 * @return an unmodifiable map without those that are taken away
	 */
	static Map<String, @Nullable Object> sent(Map<String, @Nullable Object> declared) {
		Map<String, @Nullable Object> sent = new LinkedHashMap<>();
		for (Map.Entry<String, @Nullable Object> extension : declared.entrySet()) {
			Object value = extension.getValue();
			if (!ABSENT.equals(value)) {
				sent.put(extension.getKey(), NULL.equals(value) ? null
						: (value instanceof String text) ? text.replace("{{", "{").replace("}}", "}") : value);
			}
		}
		return sent.isEmpty() ? Map.of() : Collections.unmodifiableMap(sent);
	}

	/**
	 * Check the extensions of a contract and of its codes.
	 * @param defaults those of the contract
	 * @param entries its codes
	 * @return every fault
	 */
	static List<Fault> check(Map<String, ? extends @Nullable Object> defaults, Iterable<CatalogEntry> entries) {
		Extensions rules = new Extensions();
		rules.check("extensions.", defaults);
		for (CatalogEntry entry : entries) {
			String property = "codes." + entry.code();
			rules.check(property + ".extensions.", entry.description(0).extensions());
			for (Map.Entry<Integer, StatusDescription> at : entry.at().entrySet()) {
				rules.check(property + ".at." + at.getKey() + ".extensions.", at.getValue().extensions());
			}
		}
		return rules.faults;
	}

	private void check(String prefix, Map<String, ? extends @Nullable Object> extensions) {
		for (Map.Entry<String, ? extends @Nullable Object> extension : extensions.entrySet()) {
			String name = extension.getKey();
			Object value = extension.getValue();
			String property = prefix + name;
			if (!NAME.matcher(name).matches()) {
				fault(property, null,
						"The name of an extension begins with a letter and consists of letters, digits, dashes and underscores, at most 100.",
						"Rename it.");
			}
			String other = this.spellings.putIfAbsent(CodeNames.fold(name), name);
			if (other != null && !other.equals(name)) {
				fault(property, null,
						"This is the same name as the extension '" + other + "': case and separators do not count.",
						"Use one spelling in the whole contract.");
			}
			if (value instanceof String text && !isSendable(text)) {
				fault(property, text, "The text of an extension is sent as it is written, without placeholders.",
						"Put the placeholder in the envelope. '{null}' is a null, '{absent}' takes an inherited extension away, '{{' and '}}' are braces.");
			}
			else if (value instanceof Double number && !Double.isFinite(number)
					|| value instanceof Float small && !Float.isFinite(small)) {
				fault(property, value, "JSON has no such number.", "Use a finite number, or a text.");
			}
			else if (value != null
					&& !(value instanceof String || value instanceof Number || value instanceof Boolean)) {
				fault(property, null, "An extension is a text, a number, a boolean or null.",
						"Write one extension for each value, and build the object or list in the envelope.");
			}
		}
	}

	/**
	 * Return whether a text has no braces except doubled ones, or is one of the two
	 * placeholders.
	 */
	private static boolean isSendable(String text) {
		String rest = text.replace("{{", "").replace("}}", "");
		return text.equals(NULL) || text.equals(ABSENT) || (rest.indexOf('{') < 0 && rest.indexOf('}') < 0);
	}

	private void fault(String property, @Nullable Object value, String rule, String action) {
		this.faults.add(new Fault(property, value, rule, action));
	}

}
