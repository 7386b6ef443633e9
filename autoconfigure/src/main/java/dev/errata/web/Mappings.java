package dev.errata.web;

import java.util.List;

/**
 * What an application has mapped to requests, in its web stack. It is known once all
 * singletons are instantiated.
 *
 * @since 0.1.0
 * @hidden
 */
public interface Mappings {

	/**
	 * Return the handlers of controllers.
	 * @return the handlers
	 */
	List<MappedHandler> handlers();

	/**
	 * Return the paths that anything is mapped to.
	 * @return the paths
	 */
	MappedPaths paths();

}
