package dev.errata.properties;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.CodeNames;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;

/**
 * Finds environment variables whose names are almost those of a property. Other programs
 * have variables, too, so any other name is ignored.
 */
final class MisspelledVariables {

	private final PropertyOrigins origins;

	private final Collection<String> codes;

	private final ContractLanguages languages;

	/** The names of properties by their uniform form. */
	private final Map<String, String> known = new LinkedHashMap<>();

	/** The names of those that hold a text, which a variable can have in any language. */
	private final Map<String, String> texts = new LinkedHashMap<>();

	private MisspelledVariables(PropertyOrigins origins, Collection<String> codes, ContractLanguages languages) {
		this.origins = origins;
		this.codes = codes;
		this.languages = languages;
	}

	/**
	 * Report the variables that set no property, and have almost the name of one that
	 * would.
	 * @param prefix what the record is bound to
	 * @param type the record
	 * @param codes codes that beans declare
	 */
	static void check(String prefix, Class<?> type, Collection<String> codes, PropertyOrigins origins,
			ContractLanguages languages, FaultReport report) {
		List<PropertyOrigins.Written> variables = origins.variables()
			.stream()
			.filter((variable) -> !report.isToldAt(variable.place()))
			.toList();
		if (!variables.isEmpty()) {
			MisspelledVariables misspelled = new MisspelledVariables(origins, codes, languages);
			misspelled.add(prefix, ResolvableType.forClass(type));
			variables.forEach((variable) -> misspelled.check(variable, report));
		}
	}

	private void check(PropertyOrigins.Written variable, FaultReport report) {
		String name = variable.uniform().replaceFirst("\\d+$", "");
		if (this.known.containsKey(variable.uniform()) || this.known.containsKey(name) || isText(variable)) {
			return;
		}
		List<String> meant = this.known.keySet().stream().filter((other) -> CodeNames.isAlmost(name, other)).toList();
		if (!meant.isEmpty()) {
			report.add(variable.name(), variable.value(), variable.place(),
					"This environment variable sets no property.",
					CodeNames.didYouMean(meant.stream().map(this::variable).limit(3).toList()));
		}
	}

	private boolean isText(PropertyOrigins.Written variable) {
		return this.texts.entrySet()
			.stream()
			.anyMatch((text) -> variable.uniform().startsWith(text.getKey()) && DeclaredTexts.languageOf(variable,
					text.getKey(), this.languages.of(ConfigurationPropertyName.adapt(text.getValue(), '.'))) != null);
	}

	private String variable(String uniform) {
		return this.known.getOrDefault(uniform, uniform).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
	}

	private static boolean isOfCode(Class<?> type) {
		return type == CodeProperties.class || type == CodeProperties.StatusProperties.class;
	}

	private void add(String name, ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		if (raw.isRecord()) {
			if (raw == CodeProperties.class) {
				this.known.put(PropertyOrigins.uniform(name), name);
			}
			List<String> names = RecordPropertyNames.of(raw);
			for (int i = 0; i < names.size(); i++) {
				add(name + "." + names.get(i), ResolvableType.forType(raw.getRecordComponents()[i].getGenericType()));
				if (isOfCode(raw) && CodeProperties.TEXTS.contains(names.get(i))) {
					String text = name + "." + names.get(i);
					this.known.put(PropertyOrigins.uniform(text), text);
					this.texts.put(PropertyOrigins.uniform(text), text);
				}
			}
		}
		else if (raw == Map.class) {
			ResolvableType value = type.getGeneric(1);
			this.origins.keys(name).values().forEach((spelling) -> add(name + "." + spelling.first().getKey(), value));
			if (value.resolve() == CodeProperties.class) {
				this.codes.forEach((code) -> add(name + "." + code, value));
			}
		}
		else {
			this.known.putIfAbsent(PropertyOrigins.uniform(name), name);
		}
	}

}
