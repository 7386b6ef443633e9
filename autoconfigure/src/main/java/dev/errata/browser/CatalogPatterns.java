package dev.errata.browser;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.errata.contract.StartupLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The patterns that the catalog is mapped to among the application's own handlers, so
 * that the most specific one wins. What the application maps at the same place, or as all
 * that is below it, stays the application's.
 *
 * @since 0.1.0
 * @hidden
 */
public final class CatalogPatterns {

	static final String SUFFIX = "suffix";

	static final String CONTRACT = "contract";

	static final String CODE = "code";

	static final String ASSET = "asset";

	static final String SLASH = "slash";

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

	// a code may have slashes
	private static final List<String> BELOW = List.of("", ".{suffix}", "/{contract}", "/{contract}/{code}",
			"/{contract}/{*code}", "/-/{asset}");

	private CatalogPatterns() {
	}

	/**
	 * Return the patterns that the application leaves to the catalog.
	 * @param path the path of the catalog
	 * @param own the patterns of the application
	 * @return the patterns of the catalog
	 */
	public static List<String> besides(String path, Collection<String> own) {
		Set<String> taken = new LinkedHashSet<>();
		for (String pattern : own) {
			if (pattern.startsWith(path)) {
				taken.add(unnamed(pattern));
			}
		}
		List<String> patterns = new ArrayList<>();
		List<String> all = new ArrayList<>();
		for (String below : BELOW) {
			all.add(path + below);
		}
		// the variable tells this one from the path without a slash
		int name = path.lastIndexOf('/') + 1;
		all.add(path.substring(0, name) + "{" + SLASH + ":" + path.substring(name).replace(".", "\\.") + "}/");
		for (String pattern : all) {
			if (taken.contains(unnamed(pattern)) || taken.contains(path + "/**")) {
				logger.info("The application maps {} itself, so the catalog is not served there", pattern);
			}
			else {
				patterns.add(pattern);
			}
		}
		return patterns;
	}

	/**
	 * Two patterns that differ in the names of their variables match the same.
	 */
	private static String unnamed(String pattern) {
		return pattern.replaceAll("\\{\\*[^}]*}|\\*\\*$", "**").replaceAll("\\{[^{}]*}", "*");
	}

}
