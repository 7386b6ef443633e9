package dev.errata.properties;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.util.unit.DataSize;

/**
 * The value that a property should have, in the words of a fault.
 *
 * @param type the type of the property
 * @param others the names that can stand below it besides the properties of its type
 */
record ExpectedValue(Class<?> type, Collection<String> others) {

	/**
	 * Return the rule that a value breaks.
	 */
	String rule(@Nullable Object value, Exception error, Throwable cause) {
		if (isNumber(value)) {
			return "This number is too " + (isNegative(value) ? "small." : "large.");
		}
		if (error instanceof ConverterNotFoundException && this.type.isRecord()) {
			return "This property has properties of its own and cannot have a value.";
		}
		if (error instanceof ConverterNotFoundException && this.type == Map.class) {
			return "Names are expected below this property, not a value.";
		}
		if (error instanceof ConversionFailedException || error instanceof ConverterNotFoundException
				|| cause instanceof IllegalArgumentException) {
			return mismatch();
		}
		return String.valueOf(cause.getMessage());
	}

	/**
	 * Return what to do about it.
	 */
	String action(@Nullable Object value) {
		if (isNumber(value)) {
			return "Use a " + (isNegative(value) ? "larger" : "smaller") + " number.";
		}
		if (isWhole()) {
			return "Use digits only.";
		}
		if (this.type == Duration.class) {
			return "Use a number and its unit, such as 30s or 5m.";
		}
		if (this.type == DataSize.class) {
			return "Use a number and its unit, such as 10MB.";
		}
		if (this.type.isEnum()) {
			List<String> names = new ArrayList<>();
			for (Object constant : this.type.getEnumConstants()) {
				names.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'));
			}
			return "Use one of: " + String.join(", ", names) + ".";
		}
		if (this.type.isRecord()) {
			String meant = meant(String.valueOf(value).strip());
			return ((meant != null) ? "Write '" + meant + ": " + value + "' below it, or one of: "
					: "Set these below it: ")
					+ String.join(", ", RecordPropertyNames.joined(RecordPropertyNames.of(this.type), this.others))
					+ ".";
		}
		if (this.type == Map.class) {
			return "Add 'NAME: …' below it.";
		}
		if (this.type == Boolean.class || this.type == boolean.class) {
			return "Use true or false.";
		}
		return "Correct the value.";
	}

	/**
	 * Return the property of the record that a value is probably meant for.
	 */
	private @Nullable String meant(String value) {
		for (RecordComponent component : this.type.getRecordComponents()) {
			if (isMeantFor(component, value)) {
				return DataObjectPropertyName.toDashedForm(component.getName());
			}
		}
		return null;
	}

	private static boolean isMeantFor(RecordComponent component, String value) {
		if (component.getType().isEnum()) {
			return isConstant(component.getType(), value);
		}
		return switch (component.getName()) {
			case "enabled" -> value.equals("true") || value.equals("false");
			case "paths" -> value.startsWith("/");
			case "url" -> value.startsWith("http");
			default -> false;
		};
	}

	private static boolean isConstant(Class<?> type, String value) {
		return Arrays.stream(type.getEnumConstants())
			.anyMatch(
					(constant) -> PropertyOrigins.uniform(constant.toString()).equals(PropertyOrigins.uniform(value)));
	}

	private String mismatch() {
		if (isWhole()) {
			return "Not a whole number.";
		}
		if (this.type == Boolean.class || this.type == boolean.class) {
			return "Neither true nor false.";
		}
		if (this.type == Duration.class) {
			return "Not a duration.";
		}
		if (this.type == DataSize.class) {
			return "Not a size.";
		}
		if (this.type == CodeProperties.class) {
			return "Neither a status nor the properties of a code.";
		}
		return this.type.isEnum() ? "Not an allowed value." : "Not a valid value.";
	}

	private boolean isNumber(@Nullable Object value) {
		return isWhole() && String.valueOf(value).strip().matches("[+-]?\\d+");
	}

	private static boolean isNegative(@Nullable Object value) {
		return String.valueOf(value).contains("-");
	}

	private boolean isWhole() {
		return this.type == Integer.class || this.type == int.class;
	}

}
