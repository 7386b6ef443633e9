package dev.errata.catalog;

/**
 * A name of a failure as a Java constant: <pre class="code">
 * enum Problem implements Code { ORDER_SHIPPED }
 *
 * throw new ErrorCodeException(Problem.ORDER_SHIPPED);</pre> A constant carries the name
 * and nothing else; status, texts and advice stay in the catalog. Look-ups ignore case
 * and separators, so {@code ORDER_SHIPPED} finds {@code order_shipped}.
 *
 * @since 0.1.0
 */
public interface Code {

	/**
	 * Return the name of the code: that of the constant, for an enum.
	 * @return the name, as the catalog has it but for case and separators
	 */
	default String code() {
		return (this instanceof Enum<?> constant) ? constant.name() : toString();
	}

}
