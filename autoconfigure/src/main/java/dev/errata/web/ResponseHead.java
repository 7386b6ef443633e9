package dev.errata.web;

import java.util.List;
import java.util.Map;

/**
 * Status and headers of a response that has not left yet, whatever the stack.
 *
 * @since 0.1.0
 */
public interface ResponseHead {

	/**
	 * Return the headers that are set so far.
	 * @return a copy of the headers by their names
	 */
	Map<String, List<String>> headers();

	/**
	 * Drop all headers but some, and what has been written of a body.
	 * @param kept the headers to keep
	 */
	void reset(Map<String, List<String>> kept);

	/**
	 * Set the status.
	 * @param status the status
	 */
	void status(int status);

	/**
	 * Set a header in place of what is set.
	 * @param name the name of the header
	 * @param values its values
	 */
	void header(String name, List<String> values);

}
