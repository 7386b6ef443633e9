package dev.errata.idempotency;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.errata.idempotency.IdempotencyProperties.OnUnknownOutcome;

/**
 * Lets requests to a handler have an {@code Idempotency-Key}: <pre class="code">
 * &#064;PostMapping("/orders")
 * &#064;Idempotent(required = true)
 * Order order(&#064;RequestBody NewOrder order) { … }</pre> On a method or a class, or on
 * an annotation on these; the annotation of a method replaces that of its class. It
 * overrides the rules under {@code errata.idempotency.rules}. GET, HEAD, OPTIONS and
 * TRACE are never covered. It is checked at start-up.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Idempotent {

	/**
	 * Whether a request without a key is refused with 400.
	 * @return whether a key is required
	 */
	boolean required() default false;

	/**
	 * Time an answer is kept, such as {@code 24h}.
	 * @return a duration; empty for {@code errata.idempotency.ttl}
	 */
	String ttl() default "";

	/**
	 * Time after which another may take over the key of a process that is not heard of
	 * again, such as {@code 30s}.
	 * @return a duration; empty for {@code errata.idempotency.lease}
	 */
	String lease() default "";

	/**
	 * Statuses ({@code 409}), classes of statuses ({@code 5xx}) and codes that free the
	 * key for the same request.
	 * @return the statuses and codes
	 */
	String[] reopen() default {};

	/**
	 * Statuses, classes of statuses and codes whose answers are kept.
	 * @return the statuses and codes
	 */
	String[] keep() default {};

	/**
	 * What to do when a process died after its work was committed and before it answered.
	 * @return refuse or run again
	 */
	OnUnknownOutcome onUnknownOutcome() default OnUnknownOutcome.REFUSE;

}
