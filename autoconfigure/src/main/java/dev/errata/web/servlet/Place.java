package dev.errata.web.servlet;

/**
 * Where a door stands, which decides what becomes of an error that a browser may see in a
 * view of the application.
 *
 * @since 0.1.0
 */
public enum Place {

	/** Inside the dispatcher, which renders a view. */
	DISPATCHER,

	/** In a filter, which leaves a view to the ERROR dispatch. */
	FILTER,

	/**
	 * At the container or in its stead, where neither is possible: the envelope is
	 * written.
	 */
	CONTAINER

}
