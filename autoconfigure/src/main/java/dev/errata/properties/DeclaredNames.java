package dev.errata.properties;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.errata.catalog.CodeNames;
import org.jspecify.annotations.Nullable;

/**
 * The names that users choose for codes, contracts, headers and so on. Files declare
 * them; the environment can override their values, in its own spelling of the name.
 */
final class DeclaredNames {

	private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+");

	/** What at least one kind of name may consist of. */
	private static final Pattern BRACKETED_KEY = Pattern.compile("[A-Za-z0-9._:/-]+");

	private static final Set<String> TRUTHS = Set.of("true", "false");

	private final PropertyOrigins origins;

	private final FaultReport report;

	DeclaredNames(PropertyOrigins origins, FaultReport report) {
		this.origins = origins;
		this.report = report;
	}

	/**
	 * Return the values of a map by its keys as files spell them. Binding adds a second
	 * key where the environment or the command line uses another spelling.
	 * @param known names that beans declare
	 */
	<T> Map<String, T> declared(String property, @Nullable Map<String, T> bound, Collection<String> known) {
		Map<String, T> declared = new LinkedHashMap<>();
		if (bound == null) {
			return declared;
		}
		Map<String, PropertyOrigins.Spellings> spellings = this.origins.keys(property);
		for (Map.Entry<String, PropertyOrigins.Spellings> spelled : spellings.entrySet()) {
			String uniform = spelled.getKey();
			PropertyOrigins.Spellings spelling = spelled.getValue();
			List<String> keys = new ArrayList<>(spelling.declared().keySet());
			if (keys.size() > 1) {
				reportTwins(property, new ArrayList<>(spelling.declared().entrySet()));
			}
			else if (TRUTHS.contains(uniform)) {
				this.report.add(property + "." + uniform, null, spelling.first().getValue().place(),
						"Without quotes, YAML reads no, off and false as 'false', and yes, on and true as 'true'.",
						"Put the name in quotes, e.g. \"no\"; 'true' and 'false' cannot be names.");
			}
			T value = bound.get(keys.get(0));
			if (value != null) {
				declared.put(keys.get(0), value);
			}
			else if (!PLAIN_KEY.matcher(keys.get(0)).matches()) {
				this.report.add(property + "." + keys.get(0), null,
						"A name without brackets can contain only letters, digits, dashes and underscores.",
						BRACKETED_KEY.matcher(keys.get(0)).matches() ? "Write the name as \"[" + keys.get(0) + "]\"."
								: rename(keys.get(0)));
			}
		}
		for (Map.Entry<String, T> entry : bound.entrySet()) {
			String key = entry.getKey();
			T value = entry.getValue();
			String uniform = PropertyOrigins.uniform(key);
			if (!spellings.containsKey(uniform)) {
				String elsewhere = known.stream()
					.filter((name) -> PropertyOrigins.uniform(name).equals(uniform))
					.findFirst()
					.orElse(null);
				if (elsewhere != null) {
					declared.put(elsewhere, value);
				}
				else if ("".equals(value) && key.indexOf('.') > 0) {
					int dot = key.indexOf('.');
					this.report.add(property + "." + key.substring(0, dot), null, "A text is expected here, not names.",
							"Put a text that begins with a brace in quotes: \"{" + key.substring(dot + 1) + "}\".");
				}
				else if (isWrittenOutsideOfTheEnvironment(property + "." + key)) {
					this.report.add(property + "." + key, null, "A name without brackets cannot contain a dot.",
							"Write the name as \"[" + key + "]\".");
				}
				else if (!isToldAlready(property + "." + key)) {
					this.report.add(property + "." + key, null,
							"Only an environment variable has this name. Variables can override a name, but not declare one.",
							"Check the spelling of the variable, or declare the name in a file.");
				}
			}
		}
		return declared;
	}

	/**
	 * Return how a file writes a value as a name, or a general word if it is no name.
	 */
	static String key(@Nullable Object value) {
		String name = String.valueOf(value);
		if (value == null || !BRACKETED_KEY.matcher(name).matches() || !Character.isLetter(name.charAt(0))) {
			return "NAME";
		}
		return PLAIN_KEY.matcher(name).matches() ? name : "\"[" + name + "]\"";
	}

	private static String rename(String key) {
		String letters = Normalizer.normalize(key, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
		String plain = String.join("-", letters.split("[^A-Za-z0-9_-]+")).replaceFirst("^-+", "");
		return "Use only these" + (plain.isEmpty() ? "." : ", for example '" + plain + "'.");
	}

	/**
	 * Return the values of a map of scalars by its keys as files spell them.
	 */
	Map<String, @Nullable Object> extensions(String property, @Nullable Map<String, Object> bound) {
		Map<String, @Nullable Object> scalars = new LinkedHashMap<>();
		Map<String, Object> flat = new LinkedHashMap<>();
		if (bound != null) {
			bound.forEach((name, value) -> flatten(name, value, flat));
		}
		Map<String, PropertyOrigins.Spellings> spellings = this.origins.keys(property);
		int depth = PropertyOrigins.elements(property).size() + 1;
		for (PropertyOrigins.Spellings spelling : spellings.values()) {
			String name = spelling.first().getKey();
			PropertyOrigins.Written written = spelling.first().getValue();
			if (PropertyOrigins.elements(written.name()).size() > depth) {
				flat.keySet().removeIf((key) -> key.startsWith(name + "."));
				this.report.add(property + "." + name, null, written.place(),
						"An extension is a text, a number, a boolean or null.",
						"Write one extension for each value, and build the object or list in the envelope.");
			}
		}
		for (Map.Entry<String, Object> extension : declared(property, flat, List.of()).entrySet()) {
			String name = extension.getKey();
			Object value = extension.getValue();
			PropertyOrigins.Spellings spelling = spellings.get(PropertyOrigins.uniform(name));
			Object written = (spelling != null) ? spelling.first().getValue().value() : null;
			scalars.put(name, "".equals(value) ? null : typed(value, written));
		}
		return scalars;
	}

	/**
	 * Take apart what binding takes for nested names: the name of a variable that has
	 * several words.
	 */
	private static void flatten(String name, Object value, Map<String, Object> flat) {
		if (value instanceof Map<?, ?> nested && !nested.isEmpty()) {
			nested.forEach((key, inner) -> flatten(name + "." + key, inner, flat));
		}
		else {
			flat.put(name, value);
		}
	}

	/**
	 * Return the text of a variable with the type of the value that it overrides.
	 */
	private static Object typed(Object value, @Nullable Object written) {
		if (value instanceof String text && written instanceof Boolean && TRUTHS.contains(text)) {
			return Boolean.valueOf(text);
		}
		if (value instanceof String text && written instanceof Number && text.matches("-?\\d{1,18}(\\.\\d{1,18})?")) {
			return text.contains(".") ? (Object) Double.valueOf(text) : Long.valueOf(text);
		}
		return value;
	}

	/**
	 * Report two spellings of a name at the place of the newer one: the second one of a
	 * file, or the one in the file that overrides the other.
	 */
	private void reportTwins(String property, List<Map.Entry<String, PropertyOrigins.Written>> twins) {
		boolean sameFile = twins.get(0).getValue().order() == twins.get(1).getValue().order();
		Map.Entry<String, PropertyOrigins.Written> first = twins.get(sameFile ? 0 : 1);
		Map.Entry<String, PropertyOrigins.Written> second = twins.get(sameFile ? 1 : 0);
		this.report.add(
				property + "." + second.getKey(), null, second.getValue().place(), "This is the same name as '"
						+ first.getKey() + "' (" + first.getValue().place() + "): case and separators do not count.",
				"Keep only one of the two spellings.");
	}

	/**
	 * Warn of a name that one file adds and that is almost a name of a file it overrides.
	 */
	void warnIfAlmostAnother(String property, String name) {
		Map<String, PropertyOrigins.Spellings> all = this.origins.keys(property);
		PropertyOrigins.Spellings spelling = all.get(PropertyOrigins.uniform(name));
		if (spelling != null && spelling.isOfOneSource() && spelling.first().getKey().equals(name)) {
			warnIfAlmostAnother(property, name, spelling.first().getValue(), all.values());
		}
	}

	private void warnIfAlmostAnother(String property, String name, PropertyOrigins.Written added,
			Collection<PropertyOrigins.Spellings> all) {
		for (PropertyOrigins.Spellings spelling : all) {
			Map.Entry<String, PropertyOrigins.Written> other = spelling.first();
			if (other.getValue().order() > added.order() && CodeNames.isAlmost(name, other.getKey())) {
				this.report.warn(
						"'%s.%s' (%s) is a new code beside the similar '%s' (%s). If it is meant to override that one, correct the spelling."
							.formatted(property, name, added.place(), other.getKey(), other.getValue().place()));
				return;
			}
		}
	}

	/**
	 * Return whether a fault of the variable is reported already.
	 */
	private boolean isToldAlready(String property) {
		PropertyOrigins.Written written = this.origins.find(property, null);
		return written != null && this.report.isToldAt(written.place());
	}

	/**
	 * Report a code that has the name of a property of codes, and a value instead of
	 * properties: it is one level too high.
	 * @return whether it was reported
	 */
	boolean reportIfBesideCodes(String property, String name) {
		if (!RecordPropertyNames.isOfCode(name)) {
			return false;
		}
		PropertyOrigins.Written written = this.origins.find(property, null);
		if (written == null || !written.uniform().equals(PropertyOrigins.uniform(property))) {
			return false;
		}
		UnknownProperties.reportBesideCodes(this.report, property, name, written.value(), written.place());
		return true;
	}

	private boolean isWrittenOutsideOfTheEnvironment(String property) {
		PropertyOrigins.Written written = this.origins.find(property, null);
		return written != null && !written.environment() && written.uniform().equals(PropertyOrigins.uniform(property));
	}

}
