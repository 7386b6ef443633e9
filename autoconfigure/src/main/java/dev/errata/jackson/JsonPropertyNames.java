package dev.errata.jackson;

import dev.errata.validation.PropertyNames;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * The names of properties in JSON, by {@code @JsonProperty} or the application's naming
 * strategy.
 */
final class JsonPropertyNames implements PropertyNames {

	private final JsonMapper mapper;

	JsonPropertyNames(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public String nameOf(Class<?> type, String property) {
		DeserializationConfig config = this.mapper.deserializationConfig();
		ClassIntrospector introspector = config.classIntrospectorInstance().forOperation(config);
		JavaType javaType = this.mapper.constructType(type);
		AnnotatedClass annotated = introspector.introspectClassAnnotations(javaType);
		for (BeanPropertyDefinition definition : introspector.introspectForDeserialization(javaType, annotated)
			.findProperties()) {
			if (definition.getInternalName().equals(property)) {
				return definition.getName();
			}
		}
		return property;
	}

}
