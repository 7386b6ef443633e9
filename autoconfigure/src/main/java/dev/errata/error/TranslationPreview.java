package dev.errata.error;

import java.util.List;
import java.util.Locale;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StandardCode;
import dev.errata.error.ExceptionMapping.Rule;
import org.jspecify.annotations.Nullable;

/**
 * Tells how an {@link ErrorTranslation} will translate exceptions of a class, before one
 * is thrown.
 */
final class TranslationPreview {

	private final List<ErrorTranslator> translators;

	private final List<ErrorTranslator> builtIn;

	private final ErrorComposer composer;

	TranslationPreview(List<ErrorTranslator> translators, List<ErrorTranslator> builtIn, ErrorComposer composer) {
		this.translators = translators;
		this.builtIn = builtIn;
		this.composer = composer;
	}

	ExceptionMapping explain(Class<? extends Throwable> type) {
		Throwable sample = SampleException.of(type);
		if (ErrorCodeException.class.isAssignableFrom(type)) {
			return ownCode(type, sample);
		}
		Answer known = (sample != null) ? askAbout(sample, this.builtIn) : null;
		ExceptionMapping declared = declared(type, known);
		return (declared != null) ? declared : translated(sample, known);
	}

	private static ExceptionMapping ownCode(Class<? extends Throwable> type, @Nullable Throwable sample) {
		Failure failure = (sample instanceof ErrorCodeException named && type != ErrorCodeException.class)
				? named.failure() : null;
		return new ExceptionMapping(Rule.OWN_CODE, ErrorCodeException.class, null, failure, null);
	}

	/**
	 * Return the mapping of a class that a code claims or that names its code, or
	 * {@code null}.
	 */
	private @Nullable ExceptionMapping declared(Class<? extends Throwable> type, @Nullable Answer known) {
		CatalogEntry claimant = this.composer.catalog().findByException(type);
		if (claimant != null) {
			return (known != null && known.failure() != null
					&& ErrorTranslation.isClaimedByPlainJdkClass(claimant, type)) ? known.mapping(Rule.BUILT_IN)
							: new ExceptionMapping(Rule.EXCEPTIONS, nearest(type, claimant), null,
									recoded(known, claimant.code()), null);
		}
		String code = ErrorTranslation.ANNOTATED.get(type);
		return code.isEmpty() ? null
				: new ExceptionMapping(Rule.ANNOTATION, annotated(type), null, recoded(known, code), null);
	}

	/**
	 * Return the mapping by translators, as far as a sample shows it.
	 */
	private ExceptionMapping translated(@Nullable Throwable sample, @Nullable Answer known) {
		Answer own = (sample != null) ? askAbout(sample, this.translators) : null;
		if (own != null && own.failure() != null) {
			return own.mapping(Rule.TRANSLATOR);
		}
		if (known == null || own == null || own.failed() || (known.failed() && known.failure() == null)) {
			return new ExceptionMapping(Rule.INSTANCE, null, null, null, null);
		}
		if (known.failure() != null) {
			return new ExceptionMapping(Rule.BUILT_IN, null, known.translator(), known.failure(), own.passedOver());
		}
		return (own.passedOver() != null) ? new ExceptionMapping(Rule.TRANSLATOR, null, own.passedOver(), null, null)
				: new ExceptionMapping(Rule.NONE, null, null, Failure.of(StandardCode.INTERNAL_ERROR), null);
	}

	private static Failure recoded(@Nullable Answer known, String code) {
		return (known != null && known.failure() != null) ? known.failure().recoded(code) : Failure.of(code);
	}

	private static @Nullable Class<?> nearest(Class<?> type, CatalogEntry claimant) {
		Class<?> candidate = type;
		while (candidate != null && !claimant.exceptions().contains(candidate)) {
			candidate = candidate.getSuperclass();
		}
		return candidate;
	}

	private static @Nullable Class<?> annotated(Class<?> type) {
		Class<?> candidate = type;
		while (candidate != null && candidate.getDeclaredAnnotation(ErrorCode.class) == null) {
			candidate = candidate.getSuperclass();
		}
		return candidate;
	}

	/**
	 * Ask about an exception that nobody threw; a translator may stumble over it.
	 */
	private Answer askAbout(Throwable sample, List<ErrorTranslator> translators) {
		boolean failed = false;
		ErrorTranslator passedOver = null;
		for (ErrorTranslator translator : translators) {
			try {
				Failure failure = ErrorTranslation.ask(translator, sample, Locale.ROOT);
				if (failure != null && this.composer.knows(failure)) {
					return new Answer(translator, failure, failed, passedOver);
				}
				passedOver = (failure != null && passedOver == null) ? translator : passedOver;
			}
			catch (Throwable ex) {
				failed = true;
			}
		}
		return new Answer(null, null, failed, passedOver);
	}

	private record Answer(@Nullable ErrorTranslator translator, @Nullable Failure failure, boolean failed,
			@Nullable ErrorTranslator passedOver) {

		ExceptionMapping mapping(Rule rule) {
			return new ExceptionMapping(rule, null, this.translator, this.failure, this.passedOver);
		}

	}

}
