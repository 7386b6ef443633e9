package dev.errata.web.servlet;

/**
 * The place where a failure is answered. It decides how a browser gets an error view of
 * the application.
 *
 * @since 0.1.0
 * @hidden
 */
public enum Place {

	/** Inside the dispatcher, in an ERROR dispatch: the view is rendered. */
	DISPATCHER,

	/** Before an ERROR dispatch, which the view is left to. */
	FILTER,

	/**
	 * At the container, or in a filter that takes its place: there is no view, and the
	 * envelope is written.
	 */
	CONTAINER

}
