package dev.errata.contract;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.StringUtils;

/**
 * Adds hints for the exceptions that the configuration names, which a native image would
 * not find otherwise, and whose properties become details of errors.
 */
class NamedExceptions implements BeanFactoryInitializationAotProcessor {

	private static final Pattern PROPERTY = Pattern.compile("errata\\..+\\.exceptions(\\[\\d+])?");

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		Object environment = beanFactory.getSingleton(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME);
		Set<String> names = (environment instanceof ConfigurableEnvironment configurable) ? namesIn(configurable)
				: Set.of();
		return names.isEmpty() ? null
				: (generation,
						code) -> names.forEach((name) -> generation.getRuntimeHints()
							.reflection()
							.registerTypeIfPresent(beanFactory.getBeanClassLoader(), name,
									MemberCategory.INVOKE_PUBLIC_METHODS, MemberCategory.ACCESS_DECLARED_FIELDS));
	}

	private static Set<String> namesIn(ConfigurableEnvironment environment) {
		Set<String> names = new TreeSet<>();
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String property : enumerable.getPropertyNames()) {
					String value = PROPERTY.matcher(property).matches() ? environment.getProperty(property) : null;
					if (value != null) {
						names.addAll(Set.of(StringUtils.tokenizeToStringArray(value, ",")));
					}
				}
			}
		}
		return names;
	}

}
