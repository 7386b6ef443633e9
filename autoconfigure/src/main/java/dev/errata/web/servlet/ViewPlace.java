package dev.errata.web.servlet;

/**
 * Where a browser gets an error view of the application, if there is one for the error.
 *
 * @since 0.1.0
 * @hidden
 */
public enum ViewPlace {

	/** Where the failure is answered: the dispatcher renders the view. */
	HERE,

	/** In an ERROR dispatch, which the answer is left to. */
	ERROR_DISPATCH,

	/**
	 * There is no view, and the envelope is written: at the container, or in a filter
	 * that takes its place.
	 */
	NOWHERE

}
