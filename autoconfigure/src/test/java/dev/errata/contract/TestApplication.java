package dev.errata.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.errata.properties.StartupFaultException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that has nothing but contracts, configured as applications are: by files
 * whose lines are known, the environment and the command line.
 */
final class TestApplication {

	private final List<PropertySource<?>> files = new ArrayList<>();

	private final Map<String, Object> environment = new LinkedHashMap<>();

	private String[] commandLine = {};

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class));

	static TestApplication yaml(String text) {
		return new TestApplication().file("application.yml", text);
	}

	static String reportOf(String yaml) {
		return yaml(yaml).report();
	}

	static Contracts contractsOf(String yaml) {
		return yaml(yaml).contracts();
	}

	/**
	 * Add a file that those added before override.
	 */
	TestApplication file(String name, String text) {
		PropertySourceLoader loader = name.endsWith(".yml") ? new YamlPropertySourceLoader()
				: new PropertiesPropertySourceLoader();
		try {
			this.files.addAll(loader.load(name, new NamedResource(name, text)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	TestApplication environment(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	TestApplication commandLine(String... arguments) {
		this.commandLine = arguments;
		return this;
	}

	<T> TestApplication bean(String name, Class<T> type, Supplier<T> bean) {
		this.runner = this.runner.withBean(name, type, bean);
		return this;
	}

	TestApplication with(Class<?>... autoConfigurations) {
		this.runner = this.runner.withConfiguration(AutoConfigurations.of(autoConfigurations));
		return this;
	}

	TestApplication classLoader(ClassLoader classLoader) {
		this.runner = this.runner.withClassLoader(classLoader);
		return this;
	}

	Contracts contracts() {
		List<Contracts> started = new ArrayList<>();
		configured().run((context) -> {
			assertThat(context).hasNotFailed();
			started.add(context.getBean(Contracts.class));
		});
		return started.get(0);
	}

	Contract contract() {
		return contracts().all().get(0);
	}

	String report() {
		List<String> reports = new ArrayList<>();
		configured().run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			while (!(failure instanceof StartupFaultException analyzed)) {
				assertThat(failure.getCause()).as("cause of %s", failure).isNotNull();
				failure = failure.getCause();
			}
			reports.add(analyzed.analysis().getDescription());
		});
		return reports.get(0) + "\n";
	}

	private ApplicationContextRunner configured() {
		return this.runner.withInitializer((context) -> {
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			ConfigurationPropertySources.attach(context.getEnvironment());
			String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
			sources.replace(name, new SystemEnvironmentPropertySource(name, this.environment));
			if (this.commandLine.length > 0) {
				sources.addFirst(new SimpleCommandLinePropertySource(this.commandLine));
			}
			this.files.forEach(sources::addLast);
		});
	}

	private static final class NamedResource extends ByteArrayResource {

		private final String name;

		NamedResource(String name, String text) {
			super(text.getBytes(StandardCharsets.UTF_8));
			this.name = name;
		}

		@Override
		public String getDescription() {
			return this.name;
		}

		@Override
		public boolean equals(Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this);
		}

	}

}
