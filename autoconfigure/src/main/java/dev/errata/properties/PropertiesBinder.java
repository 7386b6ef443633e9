package dev.errata.properties;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.IgnoreErrorsBindHandler;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.unit.DataSize;

/**
 * Binds records strictly and reports every fault, where the binding of Spring Boot stops
 * at the first.
 */
final class PropertiesBinder {

	private final FaultReport report;

	private final PropertyOrigins origins;

	private final List<ConfigurationPropertySource> sources = new ArrayList<>();

	/** Elements of lists that stand where names are expected. */
	private final Set<ConfigurationPropertyName> listed = new LinkedHashSet<>();

	private final Binder binder;

	private final Collection<String> others;

	/**
	 * Create a binder.
	 * @param included the names to bind
	 * @param others the names that stand beside the properties of the record and are
	 * bound elsewhere
	 */
	PropertiesBinder(ConfigurableEnvironment environment, Predicate<ConfigurationPropertyName> included,
			Collection<String> others, PropertyOrigins origins, ContractLanguages languages, FaultReport report) {
		this.others = others;
		this.report = report;
		this.origins = origins;
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			this.sources.add(ShortForms.spelledOut(source.filter(included::test), languages));
		}
		this.binder = new Binder(this.sources, new PropertySourcesPlaceholdersResolver(environment));
	}

	/**
	 * Bind the properties below a prefix.
	 * @return the properties, without those that have a fault; {@code null} if there is a
	 * value in their place
	 */
	<T> @Nullable T bind(String prefix, Class<T> type) {
		T properties = this.binder.bindOrCreate(prefix, Bindable.of(type), new FaultCollector(type));
		if (properties != null) {
			reportUnknownNames(prefix, type);
		}
		return properties;
	}

	private void reportUnknownNames(String prefix, Class<?> type) {
		BindHandler handler = new NoUnboundElementsBindHandler(new IgnoreErrorsBindHandler(),
				new UnboundElementsSourceFilter());
		try {
			this.binder.bind(prefix, Bindable.of(type), handler);
		}
		catch (BindException ex) {
			if (!(ex.getCause() instanceof UnboundConfigurationPropertiesException unbound)) {
				throw ex;
			}
			UnknownProperties unknown = new UnknownProperties(this.report, prefix, type, this.others);
			unbound.getUnboundProperties().forEach((property) -> reportUnknown(unknown, property));
		}
	}

	private void reportUnknown(UnknownProperties unknown, ConfigurationProperty property) {
		PropertyOrigins.Written written = this.origins.find(property.getName().toString(), null);
		if (written != null && written.environment()) {
			// the name of a variable can be read in several ways, of which one is bound
			return;
		}
		String name = (written != null) ? written.name() : property.getName().toString();
		// a value that cannot be converted is not bound either
		if (!this.report.isAbout(name) && !isListed(property.getName())) {
			unknown.report(property, name, (written != null) ? written.place() : null);
		}
	}

	private boolean isListed(ConfigurationPropertyName name) {
		return this.listed.stream().anyMatch((element) -> element.equals(name) || element.isAncestorOf(name));
	}

	private final class FaultCollector extends AbstractBindHandler {

		/** Whether the keys of a map are statuses, by the name of the map. */
		private final Map<ConfigurationPropertyName, Boolean> maps = new HashMap<>();

		private final Class<?> root;

		FaultCollector(Class<?> root) {
			this.root = root;
		}

		@Override
		public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
				BindContext context) {
			if (isByName(target.getType()) && !isBelowScalars(name, target.getType())) {
				this.maps.put(name, target.getType().getGeneric(0).resolve() == Integer.class);
			}
			for (Map.Entry<ConfigurationPropertyName, Boolean> map : this.maps.entrySet()) {
				int end = map.getKey().getNumberOfElements();
				if (map.getKey().isAncestorOf(name) && name.isNumericIndex(end)
						&& !(map.getValue() && isKey(name.getElement(end, ConfigurationPropertyName.Form.ORIGINAL)))) {
					reportListed(map.getKey(), name.chop(end + 1), map.getValue());
					return null;
				}
			}
			return super.onStart(name, target, context);
		}

		/**
		 * Return whether a map is bound where a scalar is expected.
		 */
		private boolean isBelowScalars(ConfigurationPropertyName name, ResolvableType type) {
			return type.getGeneric(1).resolve() == Object.class && this.maps.containsKey(name.getParent());
		}

		/**
		 * Return whether a type is a map, whose keys are names or statuses.
		 */
		private static boolean isByName(ResolvableType type) {
			return type.resolve(Object.class) == Map.class;
		}

		/**
		 * Return whether a number is a key rather than the index of an element.
		 */
		private static boolean isKey(String number) {
			return number.length() > 2;
		}

		private void reportListed(ConfigurationPropertyName map, ConfigurationPropertyName element, boolean byStatus) {
			boolean first = PropertiesBinder.this.listed.stream().noneMatch(map::isParentOf);
			if (!PropertiesBinder.this.listed.add(element)) {
				return;
			}
			String key = element.getLastElement(ConfigurationPropertyName.Form.ORIGINAL);
			PropertyOrigins.Written written = PropertiesBinder.this.origins.find(element.toString(), null);
			String place = (written != null) ? written.place() : null;
			String full = (written != null && !written.environment())
					? PropertyOrigins.beginning(written.name(), map.getNumberOfElements()) : map.toString();
			if (isKey(key)) {
				PropertiesBinder.this.report.add(full + "." + key, null, place,
						"A name that is a number must be in quotes.", "Write the name as \"" + key + "\".");
			}
			else if (first && ShortForms.isTextOfCode(map)) {
				PropertiesBinder.this.report.add(full, null, place, "A text is expected here, not a list.",
						"Write one text, or one for each language: { en: …, de: … }.");
			}
			else if (first) {
				PropertiesBinder.this.report.add(full, null, place,
						(byStatus ? "Statuses" : "Names") + " are expected here, not a list.",
						"Write '" + (byStatus ? "503" : "NAME") + ": …' without the dash.");
			}
		}

		@Override
		public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Exception error) {
			if (error instanceof UnboundConfigurationPropertiesException unbound) {
				unbound.getUnboundProperties().forEach(this::reportGap);
				return null;
			}
			Class<?> type = target.getType().resolve(Object.class);
			Object value = null;
			Throwable cause = error;
			for (; cause.getCause() != null; cause = cause.getCause()) {
				if (cause instanceof ConversionFailedException conversion) {
					type = conversion.getTargetType().getType();
					value = conversion.getValue();
				}
			}
			PropertyOrigins.Written written = PropertiesBinder.this.origins.find(name.toString(), value);
			value = (value == null && written != null) ? written.value() : value;
			String full = (written != null) ? written.name() : name.toString();
			String place = (written != null) ? written.place() : null;
			UnresolvedPlaceholder unset = UnresolvedPlaceholder.in(value);
			if (unset != null) {
				PropertiesBinder.this.report.add(full, value, place, unset.rule(), unset.action());
			}
			else if (isShortForm(name, written)) {
				String code = PropertyOrigins.elements(full).get(name.getNumberOfElements() - 2);
				if (RecordPropertyNames.isOfCode(code)) {
					UnknownProperties.reportBesideCodes(PropertiesBinder.this.report, full, code, value, place);
				}
				else {
					PropertiesBinder.this.report.add(full, value, place, rule(type, value, error, cause),
							shortForm(code));
				}
			}
			else {
				PropertiesBinder.this.report.add(full, value, place, rule(type, value, error, cause),
						(type == CodeProperties.class) ? shortForm(lastElement(full)) : action(type));
			}
			return null;
		}

		private static String lastElement(String name) {
			List<String> elements = PropertyOrigins.elements(name);
			return elements.get(elements.size() - 1);
		}

		private static String shortForm(String code) {
			return "Write '" + code + ": 409' or '" + code + ": { status: 409, message: … }'.";
		}

		private void reportGap(ConfigurationProperty property) {
			PropertyOrigins.Written written = PropertiesBinder.this.origins.find(property.getName().toString(), null);
			String name = (written != null) ? written.name() : property.getName().toString();
			// an element that cannot be converted looks like a gap as well
			if (!PropertiesBinder.this.report.isAbout(name)) {
				PropertiesBinder.this.report.add(name, property.getValue(), (written != null) ? written.place() : null,
						"The element before this one is missing.", "Number the elements from 0, without gaps.");
			}
		}

		private String rule(Class<?> type, @Nullable Object value, Exception error, Throwable cause) {
			if (isWhole(type) && String.valueOf(value).strip().matches("[+-]?\\d+")) {
				return "This number is too " + (String.valueOf(value).contains("-") ? "small." : "large.");
			}
			if (error instanceof ConverterNotFoundException && type.isRecord()) {
				return "This property has properties of its own and cannot have a value.";
			}
			if (error instanceof ConverterNotFoundException && type == Map.class) {
				return "Names are expected below this property, not a value.";
			}
			if (error instanceof ConversionFailedException || error instanceof ConverterNotFoundException
					|| cause instanceof IllegalArgumentException) {
				return mismatch(type);
			}
			return String.valueOf(cause.getMessage());
		}

		/**
		 * Return whether a value is the status of a code in the short form.
		 */
		private static boolean isShortForm(ConfigurationPropertyName name, PropertyOrigins.@Nullable Written written) {
			return written != null && ShortForms.isStatusOfCode(name)
					&& !written.uniform().equals(PropertyOrigins.uniform(name.toString()));
		}

		private static boolean isWhole(Class<?> type) {
			return type == Integer.class || type == int.class;
		}

		private String action(Class<?> type) {
			if (type.isEnum()) {
				List<String> names = new ArrayList<>();
				for (Object constant : type.getEnumConstants()) {
					names.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'));
				}
				return "Use one of: " + String.join(", ", names) + ".";
			}
			if (type.isRecord()) {
				return "Set these below it: " + String.join(", ", namesOf(type)) + ".";
			}
			if (type == Map.class) {
				return "Add 'NAME: …' below it.";
			}
			if (type == Boolean.class || type == boolean.class) {
				return "Use true or false.";
			}
			return "Correct the value.";
		}

		private List<String> namesOf(Class<?> type) {
			return (type == this.root)
					? RecordPropertyNames.joined(RecordPropertyNames.of(type), PropertiesBinder.this.others)
					: RecordPropertyNames.of(type);
		}

		private String mismatch(Class<?> type) {
			if (isWhole(type)) {
				return "Not a whole number.";
			}
			if (type == Boolean.class || type == boolean.class) {
				return "Neither true nor false.";
			}
			if (type == Duration.class) {
				return "Not a duration such as 30s or 5m.";
			}
			if (type == DataSize.class) {
				return "Not a size such as 10MB.";
			}
			if (type == CodeProperties.class) {
				return "Neither a status nor the properties of a code.";
			}
			return type.isEnum() ? "Not an allowed value." : "Not a valid value.";
		}

	}

}
