package dev.errata.jackson;

import dev.errata.validation.ClientPropertyNames;
import dev.errata.validation.ValidationAutoConfiguration;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for JSON bodies that cannot be read.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = ValidationAutoConfiguration.class,
		afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnWebApplication
@ConditionalOnClass(JsonMapper.class)
public final class JacksonErrorsAutoConfiguration {

	@Bean
	JacksonTranslator errataJacksonTranslator(ObjectProvider<JsonMapper> mapper) {
		return new JacksonTranslator(new JsonTypes(mapper::getIfUnique));
	}

	@Bean
	@ConditionalOnSingleCandidate(JsonMapper.class)
	@ConditionalOnMissingBean(ClientPropertyNames.class)
	JsonPropertyNames errataJsonPropertyNames(JsonMapper mapper) {
		return new JsonPropertyNames(mapper);
	}

}
