package dev.errata.error;

import org.jspecify.annotations.Nullable;

/**
 * Tells what an exception means. Declare a bean of this type for what neither
 * {@code errata.codes.*.exceptions} nor {@link ErrorCode} can say, such as a code that
 * depends on a field of the exception: <pre class="code">
 * &#64;Bean
 * ErrorTranslator paymentErrors() {
 *     return (exception) -&gt; (exception instanceof PaymentException payment)
 *             ? Failure.of("payment_" + payment.reason()) : null;
 * }</pre> Translators are asked in their order, after {@code exceptions} and
 * {@code ErrorCode} and before the built-in rules; first for the exception, then for its
 * causes. They are called by many threads at once. One that throws, or names a code that
 * the contract of the request does not know, is logged and passed over.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ErrorTranslator {

	/**
	 * Tell what an exception means.
	 * @param exception the exception, technical wrappers taken off
	 * @return the failure, or {@code null} if this translator does not know
	 */
	@Nullable Failure translate(Throwable exception);

}
