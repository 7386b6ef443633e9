package dev.errata.contract;

/**
 * Whether the web stack of the application tells paths apart that differ in case only.
 * The answer is known once the application has started.
 *
 * @since 0.1.0
 * @hidden
 */
public interface PathCase {

	/**
	 * Return whether the case of paths is ignored.
	 * @return whether it is
	 */
	boolean isIgnored();

}
