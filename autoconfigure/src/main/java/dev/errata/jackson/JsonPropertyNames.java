package dev.errata.jackson;

import java.util.List;

import dev.errata.validation.ClientPropertyNames;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * The names of properties in JSON, by {@code @JsonProperty} or the application's naming
 * strategy.
 */
final class JsonPropertyNames implements ClientPropertyNames {

	private final JsonMapper mapper;

	JsonPropertyNames(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public String nameOf(Class<?> type, String property) {
		for (BeanPropertyDefinition definition : properties(this.mapper, type)) {
			if (definition.getInternalName().equals(property)) {
				return definition.getName();
			}
		}
		return property;
	}

	/**
	 * Find what a property is read into by its name in JSON.
	 */
	static @Nullable AnnotatedMember find(JsonMapper mapper, Class<?> type, String name) {
		for (BeanPropertyDefinition definition : properties(mapper, type)) {
			if (definition.getName().equals(name)) {
				return definition.getPrimaryMember();
			}
		}
		return null;
	}

	private static List<BeanPropertyDefinition> properties(JsonMapper mapper, Class<?> type) {
		DeserializationConfig config = mapper.deserializationConfig();
		ClassIntrospector introspector = config.classIntrospectorInstance().forOperation(config);
		JavaType javaType = mapper.constructType(type);
		AnnotatedClass annotated = introspector.introspectClassAnnotations(javaType);
		return introspector.introspectForDeserialization(javaType, annotated).findProperties();
	}

}
