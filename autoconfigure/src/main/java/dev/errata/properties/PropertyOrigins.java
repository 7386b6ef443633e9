package dev.errata.properties;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The {@code errata.*} properties as they are written: the spelling of their keys and
 * their origins, which binding loses.
 */
final class PropertyOrigins {

	private static final Pattern ELEMENT = Pattern.compile("\\[([^\\]]*)]|(?:^|\\.(?!\\[))([^.\\[]*)");

	private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}]");

	// there may be thousands of properties
	private final List<Written> properties = new ArrayList<>();

	private final List<Written> variables = new ArrayList<>();

	private final Map<String, List<Written>> byUniformName = new HashMap<>();

	/** The keys of each map. */
	private final Map<String, Map<String, Spellings>> keys = new HashMap<>();

	private PropertyOrigins() {
	}

	static PropertyOrigins of(ConfigurableEnvironment environment) {
		PropertyOrigins origins = new PropertyOrigins();
		for (Written written : all(environment, (name) -> uniform(name).startsWith("errata"))) {
			origins.add(written);
		}
		return origins;
	}

	/**
	 * Return the properties of the environment with certain names.
	 */
	static List<Written> all(ConfigurableEnvironment environment, Predicate<String> names) {
		List<Written> all = new ArrayList<>();
		int order = 0;
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable && !isView(source)) {
				for (String name : enumerable.getPropertyNames()) {
					if (names.test(name)) {
						all.add(Written.of(enumerable, order, name));
					}
				}
			}
			order++;
		}
		return all;
	}

	/**
	 * Return whether a source is Boot's attached view of all the others.
	 */
	static boolean isView(PropertySource<?> source) {
		return ConfigurationPropertySources.isAttachedConfigurationPropertySource(source);
	}

	List<Written> all() {
		return this.properties;
	}

	/**
	 * Return the properties that are variables of the environment.
	 */
	List<Written> variables() {
		return this.variables;
	}

	/**
	 * Return the properties with a name, one for each source and spelling.
	 * @param uniform the uniform form of the name
	 */
	List<Written> named(String uniform) {
		return this.byUniformName.getOrDefault(uniform, List.of());
	}

	/**
	 * Find where a property is written: the property itself, else the first below it that
	 * has the value, else the first below it, else the property above it.
	 */
	@Nullable Written find(String property, @Nullable Object value) {
		Written written = findAtOrBelow(property, value);
		int end = property.lastIndexOf('.');
		return (written != null || end < 0) ? written : findAtOrBelow(property.substring(0, end), value);
	}

	private @Nullable Written findAtOrBelow(String property, @Nullable Object value) {
		String uniform = uniform(property);
		List<Written> exact = named(uniform);
		if (!exact.isEmpty()) {
			return exact.get(0);
		}
		List<String> path = uniformElements(property);
		Written below = null;
		Written holder = null;
		for (Written written : this.properties) {
			if (written.uniform().startsWith(uniform) && (written.environment() || isBelow(path, written.path()))) {
				below = (below != null) ? below : written;
				if (holder == null && value != null && String.valueOf(written.value()).equals(value.toString())) {
					holder = written;
				}
			}
		}
		return (holder != null) ? holder : below;
	}

	/**
	 * Return the properties of which an element has no letter or digit. Binding would
	 * skip the element.
	 */
	List<Written> nameless() {
		List<Written> nameless = new ArrayList<>();
		for (Written written : this.properties) {
			if (!written.environment() && hasNameless(written.name())) {
				nameless.add(written);
			}
		}
		return nameless;
	}

	private static boolean hasNameless(String name) {
		for (String element : elements(name)) {
			if (!isName(element)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isName(String element) {
		return NAME.matcher(element).find();
	}

	/**
	 * Return the spellings of the keys below a map, by their uniform form.
	 */
	Map<String, Spellings> keys(String map) {
		return this.keys.getOrDefault(String.join(".", uniformElements(map)), Map.of());
	}

	private void add(Written written) {
		this.properties.add(written);
		this.byUniformName.computeIfAbsent(written.uniform(), (uniform) -> new ArrayList<>()).add(written);
		if (written.environment()) {
			this.variables.add(written);
			return;
		}
		List<String> elements = elements(written.name());
		for (int i = 0; i < elements.size(); i++) {
			String key = elements.get(i);
			if (isName(key)) {
				this.keys
					.computeIfAbsent(String.join(".", written.path().subList(0, i)), (path) -> new LinkedHashMap<>())
					.computeIfAbsent(written.path().get(i), (uniform) -> new Spellings())
					.add(key, written);
			}
		}
	}

	/**
	 * Take a name apart: {@code codes[a.b].status} has the elements {@code codes},
	 * {@code a.b} and {@code status}.
	 */
	static List<String> elements(String name) {
		List<String> elements = new ArrayList<>();
		Matcher matcher = ELEMENT.matcher(name);
		while (matcher.find()) {
			elements.add((matcher.group(1) != null) ? matcher.group(1) : matcher.group(2));
		}
		return elements;
	}

	/**
	 * Return the first elements of a name.
	 */
	static String beginning(String name, int elements) {
		Matcher matcher = ELEMENT.matcher(name);
		int end = 0;
		for (int i = 0; i < elements && matcher.find(); i++) {
			end = matcher.end();
		}
		return name.substring(0, end);
	}

	private static List<String> uniformElements(String name) {
		List<String> elements = elements(name);
		for (int i = 0; i < elements.size(); i++) {
			elements.set(i, uniform(elements.get(i)));
		}
		return elements;
	}

	private static boolean isBelow(List<String> path, List<String> elements) {
		return elements.size() > path.size() && elements.subList(0, path.size()).equals(path);
	}

	/**
	 * Return the uniform form of a name, by which Spring Boot binds: its ASCII letters
	 * and digits in lower case. Codes are compared by
	 * {@link dev.errata.catalog.CodeNames#fold}, which keeps letters of any script.
	 */
	static String uniform(String name) {
		StringBuilder uniform = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c < 0x80 && Character.isLetterOrDigit(c)) {
				uniform.append(Character.toLowerCase(c));
			}
		}
		return uniform.toString();
	}

	/**
	 * A property as it is written.
	 *
	 * @param order the index of its source, which overrides those after it
	 * @param name the name
	 * @param uniform the uniform form of the name
	 * @param path the uniform forms of its elements
	 * @param value the value, with references to other properties
	 * @param place where it is written, in words
	 * @param file whether that is a file
	 * @param environment whether that is the environment
	 */
	record Written(int order, String name, String uniform, List<String> path, @Nullable Object value, String place,
			boolean file, boolean environment) {

		static Written of(EnumerablePropertySource<?> source, int order, String name) {
			Origin origin = OriginLookup.getOrigin(source, name);
			boolean environment = source instanceof SystemEnvironmentPropertySource;
			String place = (origin != null) ? origin.toString()
					: environment ? "environment variable " + name : "property source '" + source.getName() + "'";
			return new Written(order, name, PropertyOrigins.uniform(name), uniformElements(name),
					source.getProperty(name), place, origin instanceof TextResourceOrigin, environment);
		}

	}

	/**
	 * The spellings of one key outside the environment. Those in files count, if there
	 * are any.
	 */
	static final class Spellings {

		private final Map<String, Written> inFiles = new LinkedHashMap<>();

		private final Map<String, Written> elsewhere = new LinkedHashMap<>();

		private final Set<Integer> sources = new HashSet<>();

		void add(String key, Written written) {
			this.sources.add(written.order());
			(written.file() ? this.inFiles : this.elsewhere).putIfAbsent(key, written);
		}

		Map<String, Written> declared() {
			return this.inFiles.isEmpty() ? this.elsewhere : this.inFiles;
		}

		/**
		 * Return where the key is written first, which overrides the others.
		 */
		Map.Entry<String, Written> first() {
			return declared().entrySet().iterator().next();
		}

		/**
		 * Return whether only one source has the key.
		 */
		boolean isOfOneSource() {
			return this.sources.size() == 1;
		}

	}

}
