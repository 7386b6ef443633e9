package dev.errata.web.servlet;

/**
 * A response that may hold back what is written to it, such as one that is stored before
 * it is sent.
 *
 * @since 0.1.0
 * @hidden
 */
public interface HoldingResponse {

	/**
	 * Return whether what is written now is held back.
	 * @return whether the response behind does not know of it
	 */
	boolean isHolding();

}
