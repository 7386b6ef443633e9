package dev.errata.properties;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.IgnoreErrorsBindHandler;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Binds records strictly and reports every fault, where the binding of Spring Boot stops
 * at the first.
 */
final class PropertiesBinder {

	private final FaultReport report;

	private final PropertyOrigins origins;

	private final List<ConfigurationPropertySource> sources = new ArrayList<>();

	/** Elements of lists that stand where names are expected, and empty sections. */
	private final Set<ConfigurationPropertyName> skipped = new LinkedHashSet<>();

	private final Binder binder;

	private final Collection<String> others;

	/**
	 * Create a binder.
	 * @param included the names to bind
	 * @param others the names that stand beside the properties of the record and are
	 * bound elsewhere
	 */
	PropertiesBinder(ConfigurableEnvironment environment, Predicate<ConfigurationPropertyName> included,
			Collection<String> others, PropertyOrigins origins, ContractLanguages languages, FaultReport report) {
		this.others = others;
		this.report = report;
		this.origins = origins;
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				IndexedPropertySource indexed = new IndexedPropertySource(new ShortForms(iterable, languages),
						included);
				if (!indexed.isEmpty()) {
					this.sources.add(indexed);
				}
			}
			else {
				this.sources.add(source);
			}
		}
		this.binder = new Binder(this.sources, new PropertySourcesPlaceholdersResolver(environment));
	}

	/**
	 * Bind the properties below a prefix.
	 * @return the properties, without those that have a fault; {@code null} if there is a
	 * value in their place
	 */
	<T> @Nullable T bind(String prefix, Class<T> type) {
		T properties = this.binder.bindOrCreate(prefix, Bindable.of(type),
				new ReportingBindHandler(type, this.others, this.skipped, this.origins, this.report));
		if (properties != null) {
			reportUnknownNames(prefix, type);
		}
		return properties;
	}

	private void reportUnknownNames(String prefix, Class<?> type) {
		BindHandler handler = new NoUnboundElementsBindHandler(new IgnoreErrorsBindHandler(),
				new UnboundElementsSourceFilter());
		try {
			this.binder.bind(prefix, Bindable.of(type), handler);
		}
		catch (BindException ex) {
			if (!(ex.getCause() instanceof UnboundConfigurationPropertiesException unbound)) {
				throw ex;
			}
			UnknownProperties unknown = new UnknownProperties(this.report, prefix, type, this.others);
			unbound.getUnboundProperties().forEach((property) -> reportUnknown(unknown, property));
		}
	}

	private void reportUnknown(UnknownProperties unknown, ConfigurationProperty property) {
		PropertyOrigins.Written written = this.origins.find(property.getName().toString(), null);
		if (written != null && written.environment()) {
			// the name of a variable can be read in several ways, of which one is bound
			return;
		}
		String name = (written != null) ? written.name() : property.getName().toString();
		// a value that cannot be converted is not bound either
		if (!this.report.isAbout(name) && !isSkipped(property.getName())) {
			unknown.report(property, name, (written != null) ? written.place() : null);
		}
	}

	private boolean isSkipped(ConfigurationPropertyName name) {
		return this.skipped.stream().anyMatch((element) -> element.equals(name) || element.isAncestorOf(name));
	}

}
