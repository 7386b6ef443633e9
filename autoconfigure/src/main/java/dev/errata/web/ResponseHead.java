package dev.errata.web;

import java.util.List;
import java.util.Map;

/**
 * The status and headers of a response that is not committed, independent of the web
 * stack.
 *
 * @since 0.1.0
 * @hidden
 */
public interface ResponseHead {

	/**
	 * Return the headers that are set so far.
	 * @return a copy of the headers by their names
	 */
	Map<String, List<String>> headers();

	/**
	 * Drop the body and all headers but some.
	 * @param kept the headers to keep
	 */
	void reset(Map<String, List<String>> kept);

	/**
	 * Set the status.
	 * @param status the status
	 */
	void status(int status);

	/**
	 * Set a header, replacing its present values.
	 * @param name the name of the header
	 * @param values its values
	 */
	void header(String name, List<String> values);

}
