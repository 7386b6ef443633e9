package dev.errata.catalog;

/**
 * The name of a code as a Java constant: <pre class="code">
 * enum Problem implements Code { ORDER_SHIPPED }
 *
 * throw new ErrorCodeException(Problem.ORDER_SHIPPED);</pre> A constant has only the
 * name; status and texts are in the catalog. Look-ups ignore case and separators, so
 * {@code ORDER_SHIPPED} finds {@code order_shipped}.
 *
 * @since 0.1.0
 */
public interface Code {

	/**
	 * Return the name of the code; for an enum, that of the constant.
	 * @return the name, of which case and separators do not count
	 */
	default String code() {
		return (this instanceof Enum<?> constant) ? constant.name() : toString();
	}

}
