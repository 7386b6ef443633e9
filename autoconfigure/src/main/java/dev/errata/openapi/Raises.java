package dev.errata.openapi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the codes that requests to a handler can end with, besides those that the
 * platform raises: <pre class="code">
 * &#064;PostMapping("/orders/{id}/refund")
 * &#064;Raises({ "order_shipped", "internal_error 503" })
 * Refund refund(&#064;PathVariable long id) { … }</pre> On a method, on a class for all
 * of its methods, or on an annotation on these. It stands in the description of the API
 * and changes no answer. What it names is checked at start-up against the contracts that
 * rule the handler's paths.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Raises {

	/**
	 * The codes, declared or standard; case and separators do not count. A code with
	 * several statuses stands for its first one, unless a status follows it.
	 * @return the codes
	 */
	String[] value();

}
