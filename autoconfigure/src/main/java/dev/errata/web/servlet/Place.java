package dev.errata.web.servlet;

/**
 * The place where a failure is answered. It decides how a browser gets an error view of
 * the application.
 *
 * @since 0.1.0
 * @hidden
 */
public enum Place {

	/** Inside the dispatcher: the view is rendered. */
	DISPATCHER,

	/** In a filter: the view is left to the ERROR dispatch. */
	FILTER,

	/**
	 * At the container, or in a filter that takes its place: there is no view, and the
	 * envelope is written.
	 */
	CONTAINER

}
