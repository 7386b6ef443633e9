package dev.errata.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The names that users give: of codes, contracts and headers. Files declare them, and the
 * environment can override what stands under them in a spelling of its own.
 */
final class DeclaredNames {

	private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+");

	/** What at least one kind of name may consist of. */
	private static final Pattern BRACKETED_KEY = Pattern.compile("[A-Za-z0-9._:/-]+");

	private final WrittenProperties written;

	private final FaultReport report;

	private final Function<String, @Nullable String> known;

	/**
	 * Create an instance.
	 * @param known returns the spelling of a name that is declared elsewhere, or
	 * {@code null}
	 */
	DeclaredNames(WrittenProperties written, FaultReport report, Function<String, @Nullable String> known) {
		this.written = written;
		this.report = report;
		this.known = known;
	}

	/**
	 * Return what was bound under the keys that files declare, each under its written
	 * spelling. Binding leaves a twin where the environment, or the command line, spells
	 * a key in its own way.
	 */
	<T> Map<String, T> declared(String property, @Nullable Map<String, T> bound) {
		Map<String, T> declared = new LinkedHashMap<>();
		if (bound == null) {
			return declared;
		}
		Map<String, WrittenProperties.Spellings> spellings = this.written.keys(property);
		spellings.forEach((folded, spelling) -> {
			List<String> keys = new ArrayList<>(spelling.declared().keySet());
			if (keys.size() > 1) {
				this.report.add(property + "." + keys.get(1), null,
						Objects.requireNonNull(spelling.declared().get(keys.get(1))).place(),
						"This is the same name as '" + keys.get(0) + "', since case and separators do not count.",
						"Keep one of the two spellings.");
			}
			T value = bound.get(keys.get(0));
			if (value != null) {
				declared.put(keys.get(0), value);
			}
			else if (!PLAIN_KEY.matcher(keys.get(0)).matches()) {
				this.report.add(property + "." + keys.get(0), null,
						"Binding keeps nothing but letters, digits, dashes and underscores of a name without brackets.",
						BRACKETED_KEY.matcher(keys.get(0)).matches() ? "Write the name as \"[" + keys.get(0) + "]\"."
								: "Choose a name of these.");
			}
		});
		bound.forEach((key, value) -> {
			if (!spellings.containsKey(WrittenProperties.fold(key))) {
				String elsewhere = this.known.apply(key);
				if (elsewhere != null) {
					declared.put(elsewhere, value);
				}
				else if (isWrittenOutsideOfTheEnvironment(property + "." + key)) {
					this.report.add(property + "." + key, null, "A name without brackets ends at a dot.",
							"Write the name as \"[" + key + "]\".");
				}
				else {
					this.report.add(property + "." + key, null,
							"This name is known from the environment alone, which can override but not declare.",
							"Check the spelling of the variable, or declare the name in a file.");
				}
			}
		});
		return declared;
	}

	private boolean isWrittenOutsideOfTheEnvironment(String property) {
		WrittenProperties.Written written = this.written.find(property, null);
		return written != null && !written.environment() && written.folded().equals(WrittenProperties.fold(property));
	}

}
