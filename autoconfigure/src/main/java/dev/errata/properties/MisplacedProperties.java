package dev.errata.properties;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.errata.catalog.CodeNames;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Finds properties outside {@code errata} that probably belong below it: the name is
 * misspelled, or the section has the wrong indentation. An application may have such
 * properties of its own, so they are warnings rather than faults.
 */
final class MisplacedProperties {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("errata");

	/**
	 * Sections with common names, which are recognized by the properties below them.
	 */
	private static final Set<String> SECTIONS = Set.of("codes", "contracts", "envelope", "requestid", "quota",
			"limits");

	/**
	 * Maps whose keys are names of loggers, meters and observations, including those of
	 * Errata.
	 */
	private static final List<String> NAMES_OF_OTHERS = List.of("logging.level.", "management.metrics.",
			"management.observations.");

	private final PropertyOrigins own;

	private final Class<?> type;

	private final Set<String> names;

	private final Map<String, String> sentences = new LinkedHashMap<>();

	private MisplacedProperties(PropertyOrigins own, Class<?> type, Collection<String> others) {
		this.own = own;
		this.type = type;
		this.names = RecordPropertyNames.joined(RecordPropertyNames.of(type), others)
			.stream()
			.map(PropertyOrigins::uniform)
			.collect(Collectors.toSet());
	}

	/**
	 * Warn of each section that looks like one of Errata.
	 * @param own the properties below {@code errata}
	 * @param type the record that {@code errata} is bound to
	 * @param others names that are known beside the properties of that record
	 */
	static void check(ConfigurableEnvironment environment, PropertyOrigins own, Class<?> type,
			Collection<String> others, FaultReport report) {
		List<PropertyOrigins.Written> candidates = PropertyOrigins.all(environment, MisplacedProperties::mayBeOne);
		if (!candidates.isEmpty()) {
			MisplacedProperties misplaced = new MisplacedProperties(own, type, others);
			candidates.forEach(misplaced::look);
			misplaced.sentences.values().forEach(report::warn);
		}
	}

	/**
	 * Return whether a property is worth a closer look, by its name alone.
	 */
	private static boolean mayBeOne(String name) {
		for (String others : NAMES_OF_OTHERS) {
			if (name.startsWith(others)) {
				return false;
			}
		}
		int end = 0;
		while (end < name.length() && "._[".indexOf(name.charAt(end)) < 0) {
			end++;
		}
		String first = PropertyOrigins.uniform(name.substring(0, end));
		return isMisspelled(first) || SECTIONS.contains(first) || name.indexOf("errata.", 1) > 0;
	}

	private void look(PropertyOrigins.Written written) {
		String name = written.name();
		List<String> elements = PropertyOrigins
			.elements(written.environment() ? name.toLowerCase(Locale.ROOT).replace('_', '.') : name);
		String first = elements.get(0);
		if (isMisspelled(first) && isKnown(elements, 1)) {
			report(first, written, (written.environment() ? "ERRATA" : "errata") + name.substring(first.length()));
		}
		else if (!written.environment()) {
			for (int i = 1; i < elements.size(); i++) {
				if (elements.get(i).equals("errata") && isKnown(elements, i + 1)) {
					report(String.join(".", elements.subList(0, i)), written, name.substring(name.indexOf("errata.")));
				}
			}
			if (isUnindented(elements, written)) {
				report(first, written, "errata." + name);
			}
		}
	}

	private void report(String section, PropertyOrigins.Written written, String proposal) {
		this.sentences.putIfAbsent(section,
				"Property '%s' (%s) looks like one of Errata's, but Errata does not read it. Did you mean '%s'?"
					.formatted(written.name(), written.place(), proposal));
	}

	private static boolean isMisspelled(String element) {
		return CodeNames.isAlmost(PropertyOrigins.uniform(element), "errata");
	}

	private boolean isKnown(List<String> elements, int index) {
		return index < elements.size() && this.names.contains(PropertyOrigins.uniform(elements.get(index)));
	}

	/**
	 * Return whether a property would be known below {@code errata}, and its section is
	 * missing there.
	 */
	private boolean isUnindented(List<String> elements, PropertyOrigins.Written written) {
		String section = PropertyOrigins.uniform(elements.get(0));
		if (!SECTIONS.contains(section) || !this.own.keys("errata." + section).isEmpty()) {
			return false;
		}
		if (section.equals("codes") && elements.size() == 2) {
			return ShortForms.isStatus(written.value());
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt("errata." + written.name(), '.');
		return elements.size() > (section.equals("codes") || section.equals("contracts") ? 2 : 1)
				&& RecordPropertyNames.unknown(this.type, ROOT, List.of(), name) == null;
	}

}
