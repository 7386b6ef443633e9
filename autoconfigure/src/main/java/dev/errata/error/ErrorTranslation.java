package dev.errata.error;

import java.util.List;
import java.util.Locale;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.StandardCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.Assert;

/**
 * Finds the {@link Failure} that an exception means. In this order, for the exception and
 * then, only if nothing fits, for its cause: {@link ErrorCodeException}, the
 * {@code exceptions} of the catalog, {@link ErrorCode}, the application's
 * {@linkplain ErrorTranslator translators}, the built-in ones, which end with an
 * exception's own status. What nobody knows is an internal error.
 *
 * @since 0.1.0
 */
public final class ErrorTranslation {

	private static final Logger logger = LoggerFactory.getLogger(ErrorTranslation.class);

	private static final ClassValue<String> ANNOTATED = new ClassValue<>() {

		@Override
		protected String computeValue(Class<?> type) {
			ErrorCode annotation = type.getAnnotation(ErrorCode.class);
			return (annotation != null) ? annotation.value() : "";
		}

	};

	private final List<ErrorTranslator> translators;

	private final List<ErrorTranslator> builtIn;

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
	 * Find out what an exception means.
	 * @param exception the exception
	 * @param catalog the catalog of the contract
	 * @return the failure
	 */
	public Failure translate(Throwable exception, ErrorCatalog catalog) {
		return translate(exception, catalog, Locale.ROOT);
	}

	/**
	 * Find out what an exception means to a caller of some language.
	 * @param exception the exception
	 * @param catalog the catalog of the contract
	 * @param locale the language of the caller; the root locale if the caller names none
	 * @return the failure
	 */
	public Failure translate(Throwable exception, ErrorCatalog catalog, Locale locale) {
		Assert.notNull(exception, "'exception' must not be null");
		Throwable candidate = Causes.unwrap(exception);
		for (int depth = 0; candidate != null && depth < Causes.MAX_DEPTH; depth++) {
			Failure failure = find(candidate, catalog, locale);
			if (failure != null) {
				// the failure of an exception that names its code is that exception's own
				return (candidate instanceof ErrorCodeException) ? failure : failure.from(candidate);
			}
			candidate = Causes.causeOf(candidate);
		}
		return Failure.of(StandardCode.INTERNAL_ERROR).from(exception);
	}

	private @Nullable Failure find(Throwable exception, ErrorCatalog catalog, Locale locale) {
		if (exception instanceof ErrorCodeException errorCodeException) {
			return errorCodeException.failure();
		}
		CatalogEntry claimant = catalog.findByException(exception.getClass());
		String code = (claimant != null) ? claimant.code() : ANNOTATED.get(exception.getClass());
		if (code.isEmpty()) {
			Failure failure = ask(this.translators, exception, locale);
			return (failure != null) ? failure : ask(this.builtIn, exception, locale);
		}
		// names, headers and violations stay, whatever the code
		Failure known = ask(this.builtIn, exception, locale);
		if (known == null) {
			return Failure.of(code);
		}
		return (claimant != null && isClaimedByPlainJdkClass(claimant, exception)) ? known : known.recoded(code);
	}

	/**
	 * Whoever claims {@link IllegalStateException} means their own and not the platform's
	 * exceptions that extend it.
	 */
	private static boolean isClaimedByPlainJdkClass(CatalogEntry claimant, Throwable exception) {
		return claimant.exceptions()
			.stream()
			.filter((type) -> type.isInstance(exception))
			.allMatch((type) -> type != exception.getClass() && type.getName().startsWith("java."));
	}

	private static @Nullable Failure ask(List<ErrorTranslator> translators, Throwable exception, Locale locale) {
		for (ErrorTranslator translator : translators) {
			try {
				Failure failure = (translator instanceof PlatformErrorTranslator platform)
						? platform.translate(exception, locale) : translator.translate(exception);
				if (failure != null) {
					return failure;
				}
			}
			catch (Throwable ex) {
				logger.error("The translator {} failed for {}; it is passed over", translator.getClass().getName(),
						exception.getClass().getName(), ex);
			}
		}
		return null;
	}

}
