package dev.errata.validation;

/**
 * Names the properties of a class as clients know them.
 *
 * @since 0.1.0
 * @hidden
 */
@FunctionalInterface
public interface ClientPropertyNames {

	/** The names that the class itself uses. */
	ClientPropertyNames AS_DECLARED = (type, property) -> property;

	/** The names of form fields and query parameters. */
	ClientPropertyNames BOUND = new BindParamNames();

	/**
	 * Return the client's name of a property. Called once per class and property.
	 * @param type the class
	 * @param property the name of the property in the class
	 * @return the name of the property for clients
	 */
	String nameOf(Class<?> type, String property);

}
