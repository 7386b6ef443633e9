package dev.errata.error;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StandardCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.Assert;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ResponseStatusException;

/**
 * Finds the {@link Failure} that an exception means. In this order, for the exception and
 * then, only if nothing fits, for its cause: {@link ErrorCodeException}, the
 * {@code exceptions} of the catalog, {@link ErrorCode}, the application's
 * {@linkplain ErrorTranslator translators}, the built-in ones, which end with an
 * exception's own status. What nobody knows is an internal error. A translator that names
 * a code which the contract does not know is passed over. Of an input that could not be
 * converted, a cause that says why comes first.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ErrorTranslation {

	private static final Logger logger = LoggerFactory.getLogger(ErrorTranslation.class);

	/** What an exception means that only says that a value could not be converted. */
	private static final Set<StandardCode> CONVERSIONS = EnumSet.of(StandardCode.PARAMETER_TYPE,
			StandardCode.MALFORMED_BODY, StandardCode.VALIDATION_FAILED);

	private static final List<String> OF_CONVERSION = List.of("java.lang.", "java.util.", "java.io.", "java.time.",
			"java.net.", "tools.jackson.", "com.fasterxml.jackson.", "org.springframework.beans.",
			"org.springframework.core.", "org.springframework.http.", "org.springframework.web.");

	/** The codes that classes name with {@link ErrorCode}; empty for none. */
	static final ClassValue<String> ANNOTATED = new ClassValue<>() {

		@Override
		protected String computeValue(Class<?> type) {
			ErrorCode annotation = type.getAnnotation(ErrorCode.class);
			return (annotation != null) ? annotation.value() : "";
		}

	};

	private final List<ErrorTranslator> translators;

	private final List<ErrorTranslator> builtIn;

	private final UnknownCodes unknownCodes = new UnknownCodes();

	/**
	 * Create a translation.
	 * @param translators the application's translators in their order
	 * @param builtIn the rules for what the platform throws, in their order
	 */
	public ErrorTranslation(List<ErrorTranslator> translators, List<ErrorTranslator> builtIn) {
		this.translators = List.copyOf(translators);
		this.builtIn = List.copyOf(builtIn);
	}

	/**
	 * Create a translation by all translators there are, whoever has brought them along.
	 * @param translators the translators in their order
	 * @return a translation that asks the application's before the built-in ones
	 */
	public static ErrorTranslation of(List<ErrorTranslator> translators) {
		List<ErrorTranslator> ofApplication = new ArrayList<>();
		List<ErrorTranslator> builtIn = new ArrayList<>();
		for (ErrorTranslator translator : translators) {
			((translator instanceof BuiltInErrorTranslator) ? builtIn : ofApplication).add(translator);
		}
		return new ErrorTranslation(ofApplication, builtIn);
	}

	/**
	 * Return whether a failure means that something the service depends on cannot be
	 * reached, fails or takes too long.
	 * @param failure the failure of a built-in translator
	 * @return whether it is an outage
	 */
	public static boolean isOutage(Failure failure) {
		StandardCode code = StandardCode.find(failure.code());
		return code == StandardCode.SERVICE_UNAVAILABLE || code == StandardCode.TIMEOUT
				|| code == StandardCode.UPSTREAM_ERROR;
	}

	/**
	 * Find out what an exception means.
	 * @param exception the exception
	 * @param composer the composer of the contract
	 * @return the failure
	 */
	public Failure translate(Throwable exception, ErrorComposer composer) {
		return translate(exception, composer, Locale.ROOT);
	}

	/**
	 * Find out what an exception means to a caller of some language.
	 * @param exception the exception
	 * @param composer the composer of the contract
	 * @param locale the language of the caller; the root locale if the caller names none
	 * @return the failure
	 */
	public Failure translate(Throwable exception, ErrorComposer composer, Locale locale) {
		Assert.notNull(exception, "'exception' must not be null");
		Failure found = Causes.findFirst(Causes.unwrap(exception), (candidate) -> meaning(candidate, composer, locale));
		return (found != null) ? found : Failure.of(StandardCode.INTERNAL_ERROR).from(exception);
	}

	private @Nullable Failure meaning(Throwable exception, ErrorComposer composer, Locale locale) {
		Failure failure = find(exception, composer, locale);
		if (failure == null || exception instanceof ErrorCodeException) {
			// the failure of an exception that names its code is that exception's own
			return failure;
		}
		Failure reason = CONVERSIONS.contains(failure.standardCode()) && isOfConversion(exception)
				? Causes.findFirst(Causes.causeOf(exception),
						(cause) -> saysWhy(cause, composer) ? meaning(cause, composer, locale) : null)
				: null;
		return (reason != null) ? reason : failure.from(exception);
	}

	/**
	 * Return whether a converter or a constructor of the application may have thrown a
	 * cause on purpose, so that it says why there is no value.
	 */
	private static boolean saysWhy(Throwable cause, ErrorComposer composer) {
		CatalogEntry claimant = composer.catalog().findByException(cause.getClass());
		return !isOfConversion(cause) && (claimant == null || !isClaimedByPlainJdkClass(claimant, cause.getClass()));
	}

	/**
	 * Return whether an exception is one of those that only say that something could not
	 * be read or converted.
	 */
	private static boolean isOfConversion(Throwable exception) {
		Class<?> type = exception.getClass();
		return type != ResponseStatusException.class && type != ErrorResponseException.class
				&& OF_CONVERSION.stream().anyMatch(type.getName()::startsWith);
	}

	/**
	 * Return whether an exception means something by itself, whatever its cause.
	 * @param exception the exception
	 * @param composer the composer of the contract
	 * @return whether anything fits it
	 */
	public boolean knows(Throwable exception, ErrorComposer composer) {
		Assert.notNull(exception, "'exception' must not be null");
		return find(exception, composer, Locale.ROOT) != null;
	}

	/**
	 * Find an exception for whoever handles exceptions of its kind, behind others that
	 * mean nothing by themselves.
	 * @param exception the exception
	 * @param kind tests for exceptions of that kind
	 * @param composer the composer of the contract
	 * @return the first of the exception and its causes that is of that kind, or
	 * {@code null} if there is none or one before it means something
	 */
	public @Nullable Throwable find(Throwable exception, Predicate<Throwable> kind, ErrorComposer composer) {
		Throwable plain = Causes.unwrapPlain(exception);
		if (kind.test(plain)) {
			return plain;
		}
		if (!Causes.anyMatch(plain, kind)) {
			return null;
		}
		Throwable first = Causes.findFirst(plain,
				(cause) -> (kind.test(cause) || knows(cause, composer)) ? cause : null);
		return (first != null && kind.test(first)) ? first : null;
	}

	/**
	 * Explain what becomes of the exceptions of a class. Translators are asked about an
	 * instance that is made for this, where one can be made; what the class alone decides
	 * needs none.
	 * @param type the class
	 * @param composer the composer of the contract
	 * @return the mapping
	 */
	public ExceptionMapping explain(Class<? extends Throwable> type, ErrorComposer composer) {
		Assert.notNull(type, "'type' must not be null");
		return new TranslationPreview(this.translators, this.builtIn, composer).explain(type);
	}

	private @Nullable Failure find(Throwable exception, ErrorComposer composer, Locale locale) {
		if (exception instanceof ErrorCodeException errorCodeException) {
			return errorCodeException.failure();
		}
		CatalogEntry claimant = composer.catalog().findByException(exception.getClass());
		String code = (claimant != null) ? claimant.code() : ANNOTATED.get(exception.getClass());
		if (code.isEmpty()) {
			Failure failure = ask(this.translators, exception, composer, locale);
			return (failure != null) ? failure : ask(this.builtIn, exception, composer, locale);
		}
		// names, headers and violations stay, whatever the code
		Failure known = ask(this.builtIn, exception, composer, locale);
		if (known == null) {
			return Failure.of(code);
		}
		return (claimant != null && isClaimedByPlainJdkClass(claimant, exception.getClass())) ? known
				: known.recoded(code);
	}

	/**
	 * Whoever claims {@link IllegalStateException} means their own and not what the
	 * platform throws, be it a subclass or not.
	 */
	static boolean isClaimedByPlainJdkClass(CatalogEntry claimant, Class<?> exception) {
		return claimant.exceptions()
			.stream()
			.filter((type) -> type.isAssignableFrom(exception))
			.allMatch((type) -> (type != exception) ? type.getName().startsWith("java.")
					: type.getPackageName().equals("java.lang"));
	}

	private @Nullable Failure ask(List<ErrorTranslator> translators, Throwable exception, ErrorComposer composer,
			Locale locale) {
		for (ErrorTranslator translator : translators) {
			try {
				Failure failure = ask(translator, exception, locale);
				if (failure != null && composer.knows(failure)) {
					return failure;
				}
				if (failure != null) {
					this.unknownCodes.report(failure.code(), translator, exception, composer);
				}
			}
			catch (Throwable ex) {
				logger.error("The translator {} failed for {}; it is passed over", translator.getClass().getName(),
						exception.getClass().getName(), ex);
			}
		}
		return null;
	}

	static @Nullable Failure ask(ErrorTranslator translator, Throwable exception, Locale locale) {
		return (translator instanceof BuiltInErrorTranslator platform) ? platform.translate(exception, locale)
				: translator.translate(exception);
	}

}
