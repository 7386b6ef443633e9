package dev.errata.error;

/**
 * Changes an error on its way to the wire, for instance to add an attribute to all of
 * them: <pre class="code">
 * &#64;Bean
 * ApiErrorCustomizer region() {
 *     return (error) -&gt; error.withAttribute("region", "eu-1");
 * }</pre> Customizers are asked in their order and by many threads at once. One that
 * throws or returns {@code null} is logged, and the error goes out without it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ApiErrorCustomizer {

	/**
	 * Change an error.
	 * @param error the error
	 * @return the error to send, changed or not
	 */
	ApiError customize(ApiError error);

}
