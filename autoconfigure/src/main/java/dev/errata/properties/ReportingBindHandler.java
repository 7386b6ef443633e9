package dev.errata.properties;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionFailedException;

/**
 * A {@code BindHandler} that reports the faults of values while they are bound, and
 * leaves these out.
 */
final class ReportingBindHandler extends AbstractBindHandler {

	private static final String NAME_FIRST = "The name of a code comes first, then its status.";

	/** A name that nothing is bound to. */
	private static final String NOTHING = "errata.nothing.is.here";

	/** Whether the keys of a map are statuses, by the name of the map. */
	private final Map<ConfigurationPropertyName, Boolean> maps = new HashMap<>();

	private final Class<?> root;

	private final Collection<String> others;

	private final Set<ConfigurationPropertyName> skipped;

	private final PropertyOrigins origins;

	private final FaultReport report;

	/**
	 * Create a handler.
	 * @param root the record that is bound
	 * @param others the names that stand beside the properties of the record
	 * @param skipped takes what is not to be reported as unknown: elements of lists that
	 * stand where names are expected, and empty sections
	 */
	ReportingBindHandler(Class<?> root, Collection<String> others, Set<ConfigurationPropertyName> skipped,
			PropertyOrigins origins, FaultReport report) {
		this.root = root;
		this.others = others;
		this.skipped = skipped;
		this.origins = origins;
		this.report = report;
	}

	@Override
	public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		if (isByName(target.getType()) && !isBelowScalars(name, target.getType())) {
			this.maps.put(name, target.getType().getGeneric(0).resolve() == Integer.class);
		}
		for (int end = 1; end < name.getNumberOfElements(); end++) {
			if (name.isNumericIndex(end) && isListed(name, end)) {
				reportListed(name.chop(end), name.chop(end + 1));
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
	 * Return whether a number in a name is the index of an element, where a key of a map
	 * is expected.
	 */
	private boolean isListed(ConfigurationPropertyName name, int index) {
		Boolean byStatus = this.maps.get(name.chop(index));
		return byStatus != null
				&& !(byStatus && isKey(name.getElement(index, ConfigurationPropertyName.Form.ORIGINAL)));
	}

	/**
	 * Return whether a number is a key rather than the index of an element.
	 */
	private static boolean isKey(String number) {
		return number.length() > 2;
	}

	private void reportListed(ConfigurationPropertyName map, ConfigurationPropertyName element) {
		boolean first = this.skipped.stream().noneMatch(map::isParentOf);
		if (!this.skipped.add(element)) {
			return;
		}
		String key = element.getLastElement(ConfigurationPropertyName.Form.ORIGINAL);
		PropertyOrigins.Written written = this.origins.find(element.toString(), null);
		String place = (written != null) ? written.place() : null;
		String full = (written != null && !written.environment())
				? PropertyOrigins.beginning(written.name(), map.getNumberOfElements()) : map.toString();
		if (written != null && isSwapped(map, full + "." + key, written)) {
			Object value = this.origins.keys(full + "." + key).isEmpty() ? written.value() : null;
			this.report.add(full + "." + key, value, place, NAME_FIRST, shortForm(key, value));
		}
		else if (isKey(key)) {
			this.report.add(full + "." + key, null, place, "A name that is a number must be in quotes.",
					"Write the name as \"" + key + "\".");
		}
		else if (first && ShortForms.isTextOfCode(map)) {
			this.report.add(full, null, place, "A text is expected here, not a list.",
					"Write one text, or one for each language: { en: …, de: … }.");
		}
		else if (first) {
			boolean byStatus = Boolean.TRUE.equals(this.maps.get(map));
			this.report.add(full, null, place, (byStatus ? "Statuses" : "Names") + " are expected here, not a list.",
					"Write '" + (byStatus ? "503" : "NAME") + ": …', without a dash or brackets.");
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
		PropertyOrigins.Written written = this.origins.find(name.toString(), value);
		value = (value == null && written != null) ? written.value() : value;
		if (isEmptySection(type, value)) {
			this.skipped.add(name);
			return type.isRecord() ? context.getBinder().bindOrCreate(NOTHING, Bindable.of(target.getType())) : null;
		}
		String full = (written != null) ? written.name() : name.toString();
		String place = (written != null) ? written.place() : null;
		ExpectedValue expected = new ExpectedValue(type, (type == this.root) ? this.others : List.of());
		UnresolvedPlaceholder unset = UnresolvedPlaceholder.in(value);
		if (unset != null) {
			this.report.add(full, value, place, unset.rule(), unset.action());
		}
		else if (isShortForm(name, written)) {
			String code = PropertyOrigins.elements(full).get(name.getNumberOfElements() - 2);
			if (RecordPropertyNames.isOfCode(code)) {
				UnknownProperties.reportBesideCodes(this.report, full, code, value, place);
			}
			else {
				this.report.add(full, value, place,
						ShortForms.isStatus(code) ? NAME_FIRST : expected.rule(value, error, cause),
						shortForm(code, value));
			}
		}
		else if (isBesideNames(name, type)) {
			String property = lastElement(full);
			this.report.add(full, value, place, "This is a property of an entry, but the name of the entry is missing.",
					"Write a name above it: 'NAME: { " + property + ": … }'.");
		}
		else {
			this.report.add(full, value, place, expected.rule(value, error, cause),
					(type == CodeProperties.class) ? shortForm(lastElement(full), null) : expected.action(value));
		}
		return null;
	}

	/**
	 * Return whether there is nothing below a section. Spring Boot 4.0 reads an empty
	 * text there, and 4.1 nothing.
	 */
	private static boolean isEmptySection(Class<?> type, @Nullable Object value) {
		return ((type.isRecord() && type != CodeProperties.class) || type == Map.class) && value instanceof CharSequence
				&& value.toString().isBlank();
	}

	/**
	 * Return whether a map has the name of a property of its values.
	 */
	private boolean isBesideNames(ConfigurationPropertyName name, Class<?> type) {
		return type != CodeProperties.class && type.isRecord() && this.maps.containsKey(name.getParent())
				&& Arrays.stream(type.getRecordComponents())
					.anyMatch((component) -> PropertyOrigins.uniform(component.getName())
						.equals(name.getLastElement(ConfigurationPropertyName.Form.UNIFORM)));
	}

	private static String lastElement(String name) {
		List<String> elements = PropertyOrigins.elements(name);
		return elements.get(elements.size() - 1);
	}

	/**
	 * Return whether a status has the place of a code's name: what follows is neither a
	 * status nor properties of a code.
	 */
	private boolean isSwapped(ConfigurationPropertyName map, String property, PropertyOrigins.Written written) {
		if (written.environment() || !ShortForms.isMapOfCodes(map) || !ShortForms.isStatus(lastElement(property))) {
			return false;
		}
		Set<String> below = this.origins.keys(property).keySet();
		return below.isEmpty() ? !ShortForms.isStatus(written.value())
				: !below.stream().allMatch(RecordPropertyNames::isOfCode);
	}

	/**
	 * Return what the entry of a code looks like.
	 * @param name the code as it is written, perhaps a status
	 * @param value its value, perhaps the code
	 */
	private static String shortForm(String name, @Nullable Object value) {
		boolean swapped = ShortForms.isStatus(name);
		String code = swapped ? DeclaredNames.key(value) : name;
		String status = swapped ? name : "409";
		return "Write '%1$s: %2$s' or '%1$s: { status: %2$s, message: … }'.".formatted(code, status);
	}

	private void reportGap(ConfigurationProperty property) {
		PropertyOrigins.Written written = this.origins.find(property.getName().toString(), null);
		String name = (written != null) ? written.name() : property.getName().toString();
		// an element that cannot be converted looks like a gap as well
		if (!this.report.isAbout(name)) {
			this.report.add(name, property.getValue(), (written != null) ? written.place() : null,
					"The element before this one is missing.", "Number the elements from 0, without gaps.");
		}
	}

	/**
	 * Return whether a value is the status of a code in the short form.
	 */
	private static boolean isShortForm(ConfigurationPropertyName name, PropertyOrigins.@Nullable Written written) {
		return written != null && ShortForms.isStatusOfCode(name)
				&& !written.uniform().equals(PropertyOrigins.uniform(name.toString()));
	}

}
