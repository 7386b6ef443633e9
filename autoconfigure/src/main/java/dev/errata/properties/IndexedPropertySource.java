package dev.errata.properties;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

	private final IterableConfigurationPropertySource source;

	private final Predicate<ConfigurationPropertyName> included;

	private final List<ConfigurationPropertyName> names = new ArrayList<>();

	private final Set<ConfigurationPropertyName> ancestors = new HashSet<>();

	/**
	 * Create a source.
	 * @param source the source that has the properties
	 * @param included the names that this one is limited to
	 */
	IndexedPropertySource(IterableConfigurationPropertySource source, Predicate<ConfigurationPropertyName> included) {
		this.source = source;
		this.included = included;
		for (ConfigurationPropertyName name : source) {
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
			if (!this.ancestors.add(ancestor)) {
				return;
			}
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
		return this.included.test(name) ? this.source.getConfigurationProperty(name) : null;
	}

	@Override
	public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
		return this.ancestors.contains(name) ? ConfigurationPropertyState.PRESENT : ConfigurationPropertyState.ABSENT;
	}

	@Override
	public IterableConfigurationPropertySource filter(Predicate<ConfigurationPropertyName> filter) {
		return new IndexedPropertySource(this, filter);
	}

	@Override
	public @Nullable Object getUnderlyingSource() {
		return this.source.getUnderlyingSource();
	}

}
