package dev.errata.error;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the code that an exception ends in: <pre class="code">
 * &#64;ErrorCode("order_shipped")
 * class OrderShippedException extends RuntimeException { }</pre>
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface ErrorCode {

	/**
	 * The code, declared or standard; case and separators do not count.
	 * @return the code
	 */
	String value();

}
