package dev.errata.properties;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The languages that the texts of contracts are written in: {@code errata.language}, and
 * {@code errata.contracts.NAME.language} for a contract that has its own. They are known
 * before anything is bound, since a text alone is short for the one in this language.
 */
final class ContractLanguages {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("errata.language");

	private final Binder binder;

	private final Map<ConfigurationPropertyName, Locale> languages = new ConcurrentHashMap<>();

	ContractLanguages(ConfigurableEnvironment environment) {
		this.binder = Binder.get(environment);
	}

	/**
	 * Return the language of the contract that a property belongs to.
	 * @param property a property of a contract or below one
	 */
	Locale of(ConfigurationPropertyName property) {
		if (property.getNumberOfElements() > 2 && property.getElement(1, Form.UNIFORM).equals("contracts")) {
			return this.languages.computeIfAbsent(property.chop(3).append("language"), (name) -> {
				Locale own = find(name);
				return (own != null) ? own : root();
			});
		}
		return root();
	}

	private Locale root() {
		return this.languages.computeIfAbsent(ROOT, (name) -> {
			Locale language = find(name);
			return (language != null) ? language : Locale.ENGLISH;
		});
	}

	/**
	 * Return the language that a property names, or {@code null} if it names none: that
	 * is reported when the property is bound.
	 */
	private @Nullable Locale find(ConfigurationPropertyName name) {
		try {
			return LanguageTags.find(this.binder.bind(name.toString(), String.class).orElse(""));
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

}
