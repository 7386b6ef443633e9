package dev.errata.validation;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.errata.error.OwnText;
import dev.errata.error.OwnText.Key;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.Assert;

/**
 * Describes the types of parameters, headers and form fields with {@link TypeWords}:
 * dates and constants in the format in which the application's conversion service reads
 * them. Descriptions are cached by type.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ConvertedTypes {

	/** Types of which nothing but the class is known. */
	static final ConvertedTypes UNKNOWN = new ConvertedTypes(() -> null);

	private final Supplier<@Nullable ConversionService> conversionService;

	private final Map<TypeDescriptor, OwnText> words = new ConcurrentHashMap<>();

	/**
	 * Create an instance.
	 * @param conversionService gives the service that converts what requests bring, or
	 * {@code null}
	 */
	public ConvertedTypes(Supplier<@Nullable ConversionService> conversionService) {
		Assert.notNull(conversionService, "'conversionService' must not be null");
		this.conversionService = conversionService;
	}

	/**
	 * Return the type that a value could not be converted to: that of an element where
	 * several were sent.
	 * @param exception the exception
	 * @param parameter the parameter of the handler, or {@code null} if it is none
	 * @return the type, or {@code null} if it is not known
	 */
	static @Nullable Class<?> typeOf(TypeMismatchException exception, @Nullable MethodParameter parameter) {
		if (exception.getCause() instanceof ConversionFailedException failed) {
			return failed.getTargetType().getType();
		}
		Class<?> type = exception.getRequiredType();
		if (type == null || parameter == null) {
			return type;
		}
		if (type.isArray()) {
			return type.getComponentType();
		}
		return Collection.class.isAssignableFrom(type)
				? ResolvableType.forMethodParameter(parameter).asCollection().resolveGeneric(0) : type;
	}

	/**
	 * Describe the values that a parameter takes.
	 * @param exception the exception
	 * @param parameter the parameter of the handler, or {@code null} if it is none
	 * @return words to be read behind a name: {@code must be a whole number}
	 */
	public OwnText mustBe(TypeMismatchException exception, @Nullable MethodParameter parameter) {
		Class<?> type = typeOf(exception, parameter);
		// a property editor reads as only it knows
		return (exception.getCause() instanceof ConversionFailedException failed && TypeWords.isNotated(type))
				? this.words.computeIfAbsent(failed.getTargetType(), this::words) : mustBe(type);
	}

	/**
	 * Describe the texts that can be converted to a type, as far as they do not depend on
	 * the converter.
	 * @param type the type, or {@code null} if it is not known
	 * @return words to be read behind a name: {@code must be a whole number}
	 */
	public static OwnText mustBe(@Nullable Class<?> type) {
		boolean known = type == null || (BeanUtils.isSimpleValueType(type) && type != String.class);
		return known ? TypeWords.mustBe(type) : OwnText.of(Key.INVALID);
	}

	private OwnText words(TypeDescriptor type) {
		ConversionService service = this.conversionService.get();
		return (service != null) ? TypeWords.mustBe(type.getType(), new Converted(service, type))
				: TypeWords.mustBe(type.getType());
	}

	/**
	 * The notation of a conversion service. An example has to do for callers of any
	 * language.
	 */
	private static final class Converted extends Notation {

		private static final TypeDescriptor TEXT = TypeDescriptor.valueOf(String.class);

		private final ConversionService service;

		private final TypeDescriptor type;

		Converted(ConversionService service, TypeDescriptor type) {
			this.service = service;
			this.type = type;
		}

		@Override
		protected @Nullable String write(Object value) {
			return (String) convert(value, this.type, TEXT, Locale.ROOT);
		}

		@Override
		protected @Nullable Object read(String text) {
			Object read = convert(text, TEXT, this.type, Locale.ROOT);
			return Objects.equals(read, convert(text, TEXT, this.type, Locale.US)) ? read : null;
		}

		private @Nullable Object convert(Object value, TypeDescriptor from, TypeDescriptor to, Locale locale) {
			LocaleContext caller = LocaleContextHolder.getLocaleContext();
			try {
				LocaleContextHolder.setLocale(locale);
				return this.service.convert(value, from, to);
			}
			finally {
				LocaleContextHolder.setLocaleContext(caller);
			}
		}

	}

}
