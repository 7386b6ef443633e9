package dev.errata.browser;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Actuator endpoint of the catalog and of the exceptions that end in its codes. It is for
 * those who run the service: unlike the pages it names classes.
 */
@Endpoint(id = "errorcatalog", defaultAccess = Access.READ_ONLY)
final class CatalogEndpoint {

	private static final int MAX_NAME_LENGTH = 500;

	private final Function<Locale, CatalogView> catalog;

	private final Reader reader;

	private final ExceptionMappings mappings;

	private final @Nullable ClassLoader classLoader;

	/**
	 * Create an endpoint.
	 * @param catalog makes the catalog for readers of a language
	 * @param reader knows who asks
	 */
	CatalogEndpoint(Function<Locale, CatalogView> catalog, Reader reader, ExceptionMappings mappings,
			@Nullable ClassLoader classLoader) {
		this.catalog = catalog;
		this.reader = reader;
		this.mappings = mappings;
		this.classLoader = classLoader;
	}

	@ReadOperation
	Map<String, Object> catalog() {
		return catalog(this.reader.language());
	}

	/**
	 * Return the catalog for readers of a language.
	 */
	Map<String, Object> catalog(Locale reader) {
		Map<String, Object> view = new LinkedHashMap<>(this.catalog.apply(reader).all());
		view.put("exceptions", this.mappings.claims());
		view.put("translators", this.mappings.translators(false));
		view.put("builtInTranslators", this.mappings.translators(true));
		return view;
	}

	@ReadOperation
	@Nullable Map<String, Object> exception(@Selector String exceptionClass) {
		Class<? extends Throwable> type = find(exceptionClass);
		return (type != null) ? this.mappings.of(type) : null;
	}

	private @Nullable Class<? extends Throwable> find(String name) {
		if (name.length() > MAX_NAME_LENGTH) {
			return null;
		}
		try {
			// not initialized: what a caller names need not be an exception
			Class<?> type = Class.forName(name, false, this.classLoader);
			return Throwable.class.isAssignableFrom(type) ? type.asSubclass(Throwable.class) : null;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	/**
	 * Whoever asks on the current thread.
	 */
	interface Reader {

		/**
		 * Return the language, or the root locale if it is not known.
		 */
		Locale language();

	}

}
