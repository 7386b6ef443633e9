package dev.errata.properties;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.errata.catalog.Fault;
import dev.errata.template.InvalidTemplateException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * All faults of the configuration in one report: the property, its value and origin, the
 * rule it breaks and the next step.
 *
 * @since 0.1.0
 * @hidden
 */
public final class FaultReport {

	private static final int MAX_VALUE_LENGTH = 120;

	private static final int MAX_WARNINGS = 20;

	private final PropertyOrigins origins;

	private final Set<Entry> entries = new LinkedHashSet<>();

	private final Set<String> warnings = new LinkedHashSet<>();

	/** The lines of properties without a name, which need no further fault. */
	private final Set<String> nameless = new HashSet<>();

	FaultReport(PropertyOrigins origins) {
		this.origins = origins;
		for (PropertyOrigins.Written property : origins.nameless()) {
			add(property.name(), property.value(), property.place(), "A name must contain a letter or a digit.",
					"Add the name, or remove the property.");
			if (property.file()) {
				this.nameless.add(property.place());
			}
		}
	}

	/**
	 * Add a fault below a contract.
	 * @param prefix the path of the contract, with a dot at its end
	 * @param fault the fault
	 */
	public void add(String prefix, Fault fault) {
		add(prefix + fault.property(), fault.value(), fault.rule(), fault.action());
	}

	/**
	 * Add a fault.
	 * @param property the full name of the property
	 * @param value its value, if that helps
	 * @param rule the rule it breaks, a sentence
	 * @param action what to do, a sentence
	 */
	public void add(String property, @Nullable Object value, String rule, String action) {
		add(property, value, rule, action, isText(property));
	}

	/**
	 * Add a fault. One of a template is a fault of its own beside a property that is not
	 * set; any other value is unknown until the property is.
	 */
	private void add(String property, @Nullable Object value, String rule, String action, boolean template) {
		List<UnresolvedPlaceholder> unresolved = UnresolvedPlaceholder.allIn(value);
		for (UnresolvedPlaceholder unset : unresolved) {
			addWritten(property, value, unset.rule(), unset.action());
		}
		if (unresolved.isEmpty() || (template && unresolved.stream().noneMatch((unset) -> unset.isReasonFor(rule)))) {
			addWritten(property, value, rule, action);
		}
	}

	private void addWritten(String property, @Nullable Object value, String rule, String action) {
		PropertyOrigins.Written written = this.origins.find(property, value);
		if (written == null) {
			add(property, value, null, rule, action);
			return;
		}
		property = asWritten(property, written);
		boolean exact = written.uniform().equals(PropertyOrigins.uniform(property));
		add(property, (value != null && exact) ? written.value() : value, written.place(), rule, action);
	}

	/**
	 * Return the name of a property as it is written: a text alone is short for one in
	 * the language of its contract.
	 */
	private static String asWritten(String property, PropertyOrigins.Written written) {
		int end = property.lastIndexOf('.');
		return (end > 0 && written.uniform().equals(PropertyOrigins.uniform(property.substring(0, end)))
				&& isText(property)) ? property.substring(0, end) : property;
	}

	/**
	 * Return whether a property is a text of a code in a language.
	 */
	private static boolean isText(String property) {
		int end = property.lastIndexOf('.');
		return end > 0 && ShortForms.isTextOfCode(ConfigurationPropertyName.adapt(property.substring(0, end), '.'));
	}

	/**
	 * Add a fault whose place is known.
	 * @param property the full name of the property
	 * @param value its value, if that helps
	 * @param place where it is written, if that is known
	 * @param rule the rule it breaks, a sentence
	 * @param action what to do, a sentence
	 */
	public void add(String property, @Nullable Object value, @Nullable String place, String rule, String action) {
		if (place == null || !this.nameless.contains(place)) {
			this.entries.add(new Entry(property, excerpt(value), place, rule, action));
		}
	}

	/**
	 * Add a possible mistake, which is logged when the application starts.
	 * @param sentence the message
	 */
	public void warn(String sentence) {
		if (this.warnings.size() < MAX_WARNINGS) {
			this.warnings.add(sentence);
		}
	}

	/**
	 * Return the possible mistakes.
	 * @return the messages
	 */
	public Collection<String> warnings() {
		return this.warnings;
	}

	/**
	 * Return whether no fault was added.
	 * @return whether there are no faults
	 */
	public boolean isEmpty() {
		return this.entries.isEmpty();
	}

	/**
	 * Return whether there is a fault at a place.
	 */
	boolean isToldAt(String place) {
		return this.entries.stream().anyMatch((entry) -> place.equals(entry.place()));
	}

	/**
	 * Return whether there is a fault of a property, or of the list that it is an element
	 * of.
	 */
	boolean isAbout(String property) {
		String uniform = PropertyOrigins.uniform(property);
		return this.entries.stream()
			.map((entry) -> PropertyOrigins.uniform(entry.property()))
			.anyMatch((faulty) -> uniform.equals(faulty)
					|| (uniform.startsWith(faulty) && uniform.substring(faulty.length()).matches("\\d+")));
	}

	/**
	 * Return whether there is a fault of a property, or of one below it.
	 * @param property the full name of the property
	 * @return whether there is such a fault
	 */
	public boolean isAboutOrBelow(String property) {
		String uniform = PropertyOrigins.uniform(property);
		return this.entries.stream().anyMatch((entry) -> PropertyOrigins.uniform(entry.property()).startsWith(uniform));
	}

	/**
	 * Check a text that is a template, if there is one.
	 * @param property the full name of the property
	 * @param text the text, or {@code null}
	 * @param check parses the text
	 */
	public void checkTemplate(String property, @Nullable String text, Consumer<String> check) {
		if (text == null) {
			return;
		}
		try {
			check.accept(text);
		}
		catch (InvalidTemplateException ex) {
			ex.all().forEach((fault) -> add(property, text, String.valueOf(fault.getMessage()), fault.action(), true));
		}
	}

	/**
	 * Parse a path pattern, and add a fault if it is not valid.
	 * @param property the full name of the property
	 * @param path the pattern
	 * @return the pattern, or {@code null}
	 */
	public @Nullable PathPattern checkPattern(String property, String path) {
		if (!path.strip().equals(path) || path.contains("://") || UnresolvedPlaceholder.in(path) != null) {
			add(property, path, "No request can have this path.",
					"Use a path such as /orders/**, without scheme, host and surrounding spaces.");
			return null;
		}
		try {
			// paths of requests have no slash at their end either
			String plain = (path.endsWith("/") && path.length() > 1) ? path.substring(0, path.length() - 1) : path;
			return PathPatternParser.defaultInstance.parse(plain.startsWith("/") ? plain : "/" + plain);
		}
		catch (PatternParseException ex) {
			add(property, path, "Not a path pattern: " + ex.getMessage() + ".",
					"Use a path such as /orders/**, with ** at most once, as its first or last segment.");
			return null;
		}
	}

	/**
	 * Fail if there are any faults.
	 * @throws StartupFaultException if a fault was added
	 */
	public void throwIfAny() {
		if (this.entries.isEmpty()) {
			return;
		}
		StringBuilder description = new StringBuilder();
		description.append((this.entries.size() == 1) ? "The error contract has a fault:"
				: "The error contract has " + this.entries.size() + " faults:");
		int number = 1;
		for (Entry entry : this.entries) {
			description.append("\n\n").append(number++).append(". ").append(entry.property());
			line(description, "Value", entry.value());
			line(description, "Origin", entry.place());
			line(description, "Rule", entry.rule());
			line(description, "Action", entry.action());
		}
		throw new StartupFaultException(description.toString(), "Fix each of the faults above. The list is complete.");
	}

	private static void line(StringBuilder description, String name, @Nullable String text) {
		if (text != null) {
			description.append("\n     ").append(name).append(':').append(" ".repeat(7 - name.length())).append(text);
		}
	}

	private static @Nullable String excerpt(@Nullable Object value) {
		if (value == null) {
			return null;
		}
		String text = value.toString().strip().replaceAll("\\s*\\R\\s*", " ");
		if (text.isEmpty()) {
			return "(empty)";
		}
		return (text.length() <= MAX_VALUE_LENGTH) ? text : text.substring(0, MAX_VALUE_LENGTH) + "…";
	}

	private record Entry(String property, @Nullable String value, @Nullable String place, String rule, String action) {
	}

}
