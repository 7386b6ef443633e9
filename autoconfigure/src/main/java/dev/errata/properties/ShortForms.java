package dev.errata.properties;

import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * A source of properties in which {@code order_shipped: 409} is spelled out as
 * {@code order_shipped.status: 409}, and {@code order_shipped.log: info} as
 * {@code order_shipped.log.level: info}. {@code order_shipped.message: Gone} is spelled
 * out as {@code order_shipped.message.en: Gone}, if the contract is in English. So the
 * short form of one source can override the long form of another, and the reverse.
 */
final class ShortForms implements IterableConfigurationPropertySource {

	private static final String STATUS = "status";

	private static final String LOG = "log";

	private static final String LEVEL = "level";

	private static final String AT = "at";

	private final IterableConfigurationPropertySource source;

	private final ContractLanguages languages;

	/**
	 * Create a source.
	 * @param source the properties as they are written
	 */
	ShortForms(IterableConfigurationPropertySource source, ContractLanguages languages) {
		this.source = source;
		this.languages = languages;
	}

	@Override
	public Stream<ConfigurationPropertyName> stream() {
		return this.source.stream().map(this::spelledOut);
	}

	private ConfigurationPropertyName spelledOut(ConfigurationPropertyName name) {
		String meant = meant(name);
		return (meant != null) ? name.append(meant) : name;
	}

	@Override
	public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
		if (meant(name) != null) {
			return null;
		}
		ConfigurationProperty property = this.source.getConfigurationProperty(name);
		if (property != null || !isMeant(name)) {
			return property;
		}
		ConfigurationProperty shortForm = this.source.getConfigurationProperty(name.getParent());
		if (shortForm == null) {
			return null;
		}
		Object value = shortForm.getValue();
		// as a number, 409.5 would be converted to a whole one
		return new ConfigurationProperty(name, (value instanceof Integer) ? value : value.toString(),
				shortForm.getOrigin());
	}

	@Override
	public @Nullable Object getUnderlyingSource() {
		return this.source.getUnderlyingSource();
	}

	/**
	 * Return whether a name is that of the status of a code.
	 */
	static boolean isStatusOfCode(ConfigurationPropertyName name) {
		return !name.isEmpty() && STATUS.equals(name.getLastElement(Form.UNIFORM)) && isCode(name.getParent());
	}

	/**
	 * Return whether a value could be the short form of a code.
	 */
	static boolean isStatus(@Nullable Object value) {
		return String.valueOf(value).matches("[45]\\d\\d");
	}

	/**
	 * Return the property below a name that a value in its place is short for, or
	 * {@code null} if there is no short form.
	 */
	private @Nullable String meant(ConfigurationPropertyName name) {
		if (isCode(name)) {
			return STATUS;
		}
		if (name.isEmpty()) {
			return null;
		}
		if (isTextOfCode(name)) {
			return this.languages.of(name).toLanguageTag().toLowerCase(Locale.ROOT);
		}
		return (LOG.equals(name.getLastElement(Form.UNIFORM)) && isCode(name.getParent())) ? LEVEL : null;
	}

	private boolean isMeant(ConfigurationPropertyName name) {
		if (name.isEmpty()) {
			return false;
		}
		String meant = meant(name.getParent());
		return meant != null && name.getLastElement(Form.UNIFORM).equals(PropertyOrigins.uniform(meant));
	}

	/**
	 * Return whether a name is that of a text of a code, perhaps for one of its statuses.
	 */
	static boolean isTextOfCode(ConfigurationPropertyName name) {
		if (name.isEmpty() || !CodeProperties.TEXTS.contains(name.getLastElement(Form.UNIFORM))) {
			return false;
		}
		ConfigurationPropertyName owner = name.getParent();
		return isCode(owner) || (owner.getNumberOfElements() > 2
				&& AT.equals(owner.getParent().getLastElement(Form.UNIFORM)) && isCode(owner.getParent().getParent()));
	}

	/**
	 * Return whether a name is that of the codes of a contract.
	 */
	static boolean isMapOfCodes(ConfigurationPropertyName name) {
		return isCode(name.append("code"));
	}

	/**
	 * Return whether a name is {@code errata.codes.CODE},
	 * {@code errata.contracts.NAME.codes.CODE} or
	 * {@code errata.clients.NAME.contract.codes.CODE}.
	 */
	private static boolean isCode(ConfigurationPropertyName name) {
		return switch (name.getNumberOfElements()) {
			case 3 -> isElement(name, 0, "errata") && isElement(name, 1, "codes") && !name.isNumericIndex(2);
			case 5 -> isElement(name, 0, "errata") && isElement(name, 1, "contracts") && isElement(name, 3, "codes")
					&& !name.isNumericIndex(4);
			case 6 -> isElement(name, 0, "errata") && isElement(name, 1, "clients") && isElement(name, 3, "contract")
					&& isElement(name, 4, "codes") && !name.isNumericIndex(5);
			default -> false;
		};
	}

	private static boolean isElement(ConfigurationPropertyName name, int index, String element) {
		return element.equals(name.getElement(index, Form.UNIFORM));
	}

}
