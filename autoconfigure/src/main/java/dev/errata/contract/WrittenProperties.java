package dev.errata.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The {@code errata.*} properties as they are written, which the binder does not tell:
 * the spelling of their keys and where they stand.
 */
final class WrittenProperties {

	private final List<Written> properties = new ArrayList<>();

	private WrittenProperties() {
	}

	static WrittenProperties of(ConfigurableEnvironment environment) {
		WrittenProperties written = new WrittenProperties();
		for (PropertySource<?> source : environment.getPropertySources()) {
			// the attached view of Boot lists what the other sources hold
			if (source instanceof EnumerablePropertySource<?> enumerable
					&& !source.getName().equals("configurationProperties")) {
				for (String name : enumerable.getPropertyNames()) {
					if (fold(name).startsWith("errata")) {
						written.properties.add(Written.of(enumerable, name));
					}
				}
			}
		}
		return written;
	}

	/**
	 * Find where a property is written: the property itself, else the first below it that
	 * holds the value, else the first below it.
	 */
	@Nullable Written find(String property, @Nullable Object value) {
		String folded = fold(property);
		Written below = null;
		Written holder = null;
		for (Written written : this.properties) {
			if (written.folded().equals(folded)) {
				return written;
			}
			if (written.folded().startsWith(folded)) {
				below = (below != null) ? below : written;
				if (holder == null && value != null && String.valueOf(written.value()).equals(value.toString())) {
					holder = written;
				}
			}
		}
		return (holder != null) ? holder : below;
	}

	/**
	 * Return the spellings of the keys below a map, by their folded form.
	 */
	Map<String, Spellings> keys(String map) {
		Map<String, Spellings> keys = new LinkedHashMap<>();
		String prefix = map + ".";
		for (Written written : this.properties) {
			if (written.environment() || !written.name().toLowerCase(Locale.ROOT).startsWith(prefix)) {
				continue;
			}
			String key = key(written.name().substring(prefix.length()));
			if (!key.isEmpty()) {
				keys.computeIfAbsent(fold(key), (folded) -> new Spellings()).add(key, written);
			}
		}
		return keys;
	}

	private static String key(String rest) {
		if (rest.startsWith("[")) {
			int end = rest.indexOf(']');
			return (end > 0) ? rest.substring(1, end) : "";
		}
		int end = 0;
		while (end < rest.length() && rest.charAt(end) != '.' && rest.charAt(end) != '[') {
			end++;
		}
		return rest.substring(0, end);
	}

	static String fold(String name) {
		StringBuilder folded = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (Character.isLetterOrDigit(c)) {
				folded.append(Character.toLowerCase(c));
			}
		}
		return folded.toString();
	}

	/**
	 * A property as it is written.
	 */
	record Written(String name, String folded, @Nullable Object value, String place, boolean file,
			boolean environment) {

		static Written of(EnumerablePropertySource<?> source, String name) {
			Origin origin = OriginLookup.getOrigin(source, name);
			boolean environment = source instanceof SystemEnvironmentPropertySource;
			String place = (origin != null) ? origin.toString()
					: environment ? "environment variable " + name : "property source '" + source.getName() + "'";
			return new Written(name, fold(name), source.getProperty(name), place, origin instanceof TextResourceOrigin,
					environment);
		}

	}

	/**
	 * The spellings of one key outside the environment: those in files count; what stands
	 * elsewhere overrides them.
	 */
	static final class Spellings {

		private final Map<String, Written> inFiles = new LinkedHashMap<>();

		private final Map<String, Written> elsewhere = new LinkedHashMap<>();

		void add(String key, Written written) {
			(written.file() ? this.inFiles : this.elsewhere).putIfAbsent(key, written);
		}

		Map<String, Written> declared() {
			return this.inFiles.isEmpty() ? this.elsewhere : this.inFiles;
		}

		Set<String> overriding() {
			Set<String> overriding = new LinkedHashSet<>(this.elsewhere.keySet());
			overriding.removeAll(declared().keySet());
			return overriding;
		}

	}

}
