package dev.errata.error;

import org.jspecify.annotations.Nullable;

/**
 * The result of translating exceptions of a class, and the rule that led to it.
 *
 * @param rule the rule that decides
 * @param type the class that the rule names, which may be a superclass, or {@code null}
 * where the rule names none
 * @param translator the translator that knows the exception, or {@code null}
 * @param failure what an exception of the class means, or {@code null} if it depends on
 * the instance
 * @param passedOver a translator that knows the exception and names a code for it which
 * the contract does not know, so that others were asked, or {@code null}
 * @since 0.1.0
 * @hidden
 */
public record ExceptionMapping(Rule rule, @Nullable Class<?> type, @Nullable ErrorTranslator translator,
		@Nullable Failure failure, @Nullable ErrorTranslator passedOver) {

	/**
	 * What decides, in the order in which it is asked.
	 */
	public enum Rule {

		/** It is an {@link ErrorCodeException} and names its code itself. */
		OWN_CODE,

		/** A code of the catalog claims it under {@code exceptions}. */
		EXCEPTIONS,

		/** It is annotated with {@link ErrorCode}. */
		ANNOTATION,

		/** A translator of the application knows it. */
		TRANSLATOR,

		/** A built-in translator knows it, by its own status last of all. */
		BUILT_IN,

		/** It depends on the instance, and none could be created. */
		INSTANCE,

		/** It is unknown: an internal error, unless its cause is known. */
		NONE

	}

}
