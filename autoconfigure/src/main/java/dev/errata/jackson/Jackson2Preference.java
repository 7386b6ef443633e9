package dev.errata.jackson;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Leaves an application to Jackson 2 if that is all it has of Spring Boot. Errata brings
 * Jackson 3 for its own documents, and Spring Boot prefers it for those of the
 * application where its classes are enough.
 */
final class Jackson2Preference implements EnvironmentPostProcessor {

	private static final String JACKSON = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration";

	private static final String JACKSON_2 = "org.springframework.boot.jackson2.autoconfigure.Jackson2AutoConfiguration";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		ClassLoader classLoader = application.getClassLoader();
		if (ClassUtils.isPresent(JACKSON_2, classLoader) && !ClassUtils.isPresent(JACKSON, classLoader)) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("errataJackson2",
						Map.of("spring.http.codecs.preferred-json-mapper", "jackson2",
								"spring.websocket.messaging.preferred-json-mapper", "jackson2",
								"spring.rsocket.preferred-mapper", "jackson2",
								"spring.graphql.rsocket.preferred-json-mapper", "jackson2")));
		}
	}

}
