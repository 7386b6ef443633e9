package dev.errata.properties;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.errata.catalog.LocalizedText;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Reads everything below {@code errata}. Each record is bound once, and the faults of all
 * of them go into one report.
 *
 * @since 0.1.0
 * @hidden
 */
public final class PropertiesReader {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("errata");

	private final ConfigurableEnvironment environment;

	private final @Nullable ClassLoader classLoader;

	private final List<String> parts;

	private final PropertyOrigins origins;

	private final FaultReport report;

	private final DeclaredNames names;

	private final ContractLanguages languages;

	private final DeclaredTexts texts;

	private final Map<String, Object> bound = new HashMap<>();

	/**
	 * Create a reader.
	 * @param environment the properties of the application
	 * @param classLoader finds the classes that properties name
	 * @param parts the names below {@code errata} that have records of their own
	 */
	public PropertiesReader(ConfigurableEnvironment environment, @Nullable ClassLoader classLoader,
			Collection<String> parts) {
		Assert.notNull(environment, "'environment' must not be null");
		Assert.notNull(parts, "'parts' must not be null");
		this.environment = environment;
		this.classLoader = classLoader;
		this.parts = List.copyOf(parts);
		this.origins = PropertyOrigins.of(environment);
		this.report = new FaultReport(this.origins);
		this.names = new DeclaredNames(this.origins, this.report);
		this.languages = new ContractLanguages(environment);
		this.texts = new DeclaredTexts(environment, this.origins, this.names, this.languages, this.report);
		DollarPlaceholders.check(environment, this.origins, this.report);
	}

	/**
	 * Return the report that takes the faults.
	 * @return the one report
	 */
	public FaultReport report() {
		return this.report;
	}

	/**
	 * Return whether there is any property of a part, valid or not.
	 * @param part the name of the part
	 * @return {@code false} if all of its properties have their defaults
	 */
	public boolean isSet(String part) {
		String uniform = PropertyOrigins.uniform(ROOT.append(part).toString());
		for (PropertyOrigins.Written written : this.origins.all()) {
			if (written.uniform().startsWith(uniform)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Bind the properties that belong to no part.
	 * @param type the record of the properties
	 * @param codes the codes that beans declare
	 * @param <T> the type of the record
	 * @return the properties, without those that have a fault
	 */
	public <T> T bind(Class<T> type, Collection<String> codes) {
		MisplacedProperties.check(this.environment, this.origins, type, this.parts, this.report);
		Set<String> parts = new HashSet<>();
		for (String part : this.parts) {
			parts.add(PropertyOrigins.uniform(part));
		}
		return bind(type,
				(name) -> ROOT.equals(name)
						|| (ROOT.isAncestorOf(name) && !parts.contains(name.getElement(1, Form.UNIFORM))),
				this.parts, codes);
	}

	/**
	 * Bind the properties of a part, unless they are bound already.
	 * @param part the name of the part
	 * @param type the record of its properties, whose prefix is {@code errata} or the
	 * name of the part below it
	 * @param <T> the type of the record
	 * @return the properties, without those that have a fault
	 */
	public <T> T bind(String part, Class<T> type) {
		return type.cast(this.bound.computeIfAbsent(part, (key) -> {
			ConfigurationPropertyName root = ROOT.append(part);
			return bind(type, (name) -> root.equals(name) || root.isAncestorOf(name), List.of(), List.of());
		}));
	}

	private <T> T bind(Class<T> type, Predicate<ConfigurationPropertyName> included, Collection<String> parts,
			Collection<String> codes) {
		String prefix = MergedAnnotations.from(type).get(ConfigurationProperties.class).getString("prefix");
		T properties = new PropertiesBinder(this.environment, included, parts, this.origins, this.languages,
				this.report)
			.bind(prefix, type);
		MisspelledVariables.check(prefix, type, codes, this.origins, this.languages, this.report);
		return (properties != null) ? properties : new Binder().bindOrCreate(prefix, type);
	}

	/**
	 * Return the values of a map by the names that the user gives, each as it is written.
	 * Faults of the names are reported.
	 * @param property the property that holds the map
	 * @param bound the map as it is bound
	 * @param <T> the type of the values
	 * @return the values by name
	 */
	public <T> Map<String, T> declared(String property, @Nullable Map<String, T> bound) {
		return this.names.declared(property, bound, List.of());
	}

	/**
	 * Return whether a file or the command line has a name below a property, even if its
	 * value cannot be bound.
	 * @param property the property that holds the names
	 * @param name the name, in any spelling
	 * @return whether there is such a name
	 */
	public boolean isDeclared(String property, String name) {
		return this.origins.keys(property).containsKey(PropertyOrigins.uniform(name));
	}

	/**
	 * Return codes by their names, each as it is written. Faults of the names are
	 * reported.
	 * @param property the property that holds the codes
	 * @param bound the codes as they are bound
	 * @param known the codes that beans declare
	 * @return the codes by name
	 */
	public Map<String, CodeProperties> codes(String property, @Nullable Map<String, CodeProperties> bound,
			Collection<String> known) {
		Map<String, CodeProperties> codes = this.names.declared(property, bound, known);
		for (Map.Entry<String, CodeProperties> entry : codes.entrySet()) {
			String code = entry.getKey();
			if (!this.names.reportIfBesideCodes(property + "." + code, code) && entry.getValue().status() != null) {
				this.names.warnIfAlmostAnother(property, code);
			}
		}
		return codes;
	}

	/**
	 * Return extensions by their names, each as it is written. Faults of the names are
	 * reported. An empty value is a null, and a variable has the type of the value that
	 * it overrides.
	 * @param property the property that holds the extensions
	 * @param bound the extensions as they are bound
	 * @return the extensions by name
	 */
	public Map<String, @Nullable Object> extensions(String property, @Nullable Map<String, Object> bound) {
		return this.names.extensions(property, bound);
	}

	/**
	 * Return a text of a code in the languages that it is declared in. Faults of the
	 * languages are reported.
	 * @param property the property that holds the text
	 * @param bound the text as it is bound, by language
	 * @return the text, or {@code null}
	 */
	public @Nullable LocalizedText text(String property, @Nullable Map<String, String> bound) {
		return this.texts.find(property, bound);
	}

	/**
	 * Return the language that the texts of a contract are written in. A fault of the
	 * property is reported.
	 * @param property the property that sets it for the contract
	 * @param value its value, or {@code null} if it is not set
	 * @return the language; English by default
	 */
	public Locale language(String property, @Nullable String value) {
		if (value != null && LanguageTags.find(value) == null) {
			this.report.add(property, value, LanguageTags.RULE, LanguageTags.advice(value));
		}
		return this.languages.of(ConfigurationPropertyName.adapt(property, '.'));
	}

	/**
	 * Find the class that a value names.
	 * @param name the value
	 * @return the class, or {@code null} if there is none
	 */
	public @Nullable Class<?> findClass(String name) {
		try {
			return ClassUtils.forName(name.trim(), this.classLoader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

}
