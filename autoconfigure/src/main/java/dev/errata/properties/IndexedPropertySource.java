package dev.errata.properties;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * A part of a source of properties that knows what its names begin with. Binding asks for
 * that with each property of each code, and there may be thousands.
 */
final class IndexedPropertySource implements IterableConfigurationPropertySource {

	private static final String UNUSED = "name-that-nothing-has";

	private final IterableConfigurationPropertySource source;

	private final Predicate<ConfigurationPropertyName> included;

	private final List<ConfigurationPropertyName> names = new ArrayList<>();

	private final Map<ConfigurationPropertyName, List<ConfigurationPropertyName>> descendants = new HashMap<>();

	private ConfigurationPropertyName lookedUp = ConfigurationPropertyName.EMPTY;

	/**
	 * Create a source.
	 * @param source the source that has the properties
	 * @param included the names that this one is limited to
	 */
	IndexedPropertySource(IterableConfigurationPropertySource source, Predicate<ConfigurationPropertyName> included) {
		this(source, source, included);
	}

	private IndexedPropertySource(IterableConfigurationPropertySource source,
			Iterable<ConfigurationPropertyName> candidates, Predicate<ConfigurationPropertyName> included) {
		this.source = source;
		this.included = included;
		for (ConfigurationPropertyName name : candidates) {
			if (included.test(name)) {
				add(name);
			}
		}
	}

	private void add(ConfigurationPropertyName name) {
		this.names.add(name);
		ConfigurationPropertyName ancestor = name;
		while (!ancestor.isEmpty()) {
			ancestor = ancestor.getParent();
			this.descendants.computeIfAbsent(ancestor, (key) -> new ArrayList<>()).add(name);
		}
	}

	boolean isEmpty() {
		return this.names.isEmpty();
	}

	@Override
	public Stream<ConfigurationPropertyName> stream() {
		return this.names.stream();
	}

	@Override
	public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
		this.lookedUp = name;
		return this.included.test(name) ? this.source.getConfigurationProperty(name) : null;
	}

	@Override
	public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
		return this.descendants.containsKey(name) ? ConfigurationPropertyState.PRESENT
				: ConfigurationPropertyState.ABSENT;
	}

	@Override
	public IterableConfigurationPropertySource filter(Predicate<ConfigurationPropertyName> filter) {
		return new IndexedPropertySource(this, candidates(filter), filter);
	}

	/**
	 * Return the names that a filter can match. The binder looks up the name of a map and
	 * filters the names below it next. Such a filter matches a name below that of the
	 * map, and neither the map itself nor what is beside it.
	 */
	private List<ConfigurationPropertyName> candidates(Predicate<ConfigurationPropertyName> filter) {
		ConfigurationPropertyName name = this.lookedUp;
		if (name.isEmpty() || filter.test(name) || !filter.test(name.append(UNUSED))
				|| filter.test(name.getParent().append(UNUSED))) {
			return this.names;
		}
		return this.descendants.getOrDefault(name, List.of());
	}

	@Override
	public @Nullable Object getUnderlyingSource() {
		return this.source.getUnderlyingSource();
	}

}
