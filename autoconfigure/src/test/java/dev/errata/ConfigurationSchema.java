package dev.errata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.errata.catalog.StandardCode;
import dev.errata.properties.CodeProperties;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The JSON Schema of the section {@code errata}, made of the records that it is bound to
 * and of their Javadoc, from which the metadata is made as well.
 */
final class ConfigurationSchema {

	private static final Path SOURCES = Path.of("src/main/java");

	private static final Map<String, String> PARTS = Map.of("browser", "dev.errata.browser.BrowserProperties",
			"idempotency", "dev.errata.idempotency.IdempotencyProperties");

	/** Texts that are written plainly, or below the tags of languages. */
	private static final Set<String> TEXTS = Set.of("title", "message", "detail", "meaning", "fix");

	private static final Object SCALAR = types("string", "number", "boolean");

	private final Map<String, Object> definitions = new TreeMap<>();

	private ConfigurationSchema() {
	}

	/**
	 * Return the schema as it has to be in the jar.
	 */
	static String generate() {
		try {
			ConfigurationSchema schema = new ConfigurationSchema();
			Map<String, Object> errata = schema.object(Class.forName("dev.errata.contract.ErrataProperties"));
			Map<String, Object> properties = properties(errata);
			for (Map.Entry<String, String> part : new TreeMap<>(PARTS).entrySet()) {
				properties.put(part.getKey(), schema.reference(Class.forName(part.getValue())));
			}
			properties.putAll(properties(schema.object(Class.forName("dev.errata.client.ClientsProperties"))));
			Map<String, Object> root = new LinkedHashMap<>();
			root.put("$schema", "http://json-schema.org/draft-07/schema#");
			root.put("title", "Spring Boot configuration with Errata");
			root.put("type", "object");
			root.put("properties", Map.of("errata", errata));
			root.put("definitions", schema.definitions);
			return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(root)
					+ "\n";
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> properties(Map<String, Object> object) {
		return (Map<String, Object>) object.get("properties");
	}

	private Map<String, Object> object(Class<?> type) {
		Map<String, String> descriptions = descriptions(type);
		Map<String, Object> properties = new LinkedHashMap<>();
		for (RecordComponent component : type.getRecordComponents()) {
			Map<String, Object> property = new LinkedHashMap<>();
			String description = descriptions.get(component.getName());
			if (description != null) {
				property.put("description", description);
			}
			property.putAll(schema(type, component));
			properties.put(dashed(component.getName()), property);
		}
		Map<String, Object> object = new LinkedHashMap<>();
		object.put("type", List.of("object", "null"));
		object.put("properties", properties);
		// a path of names as one key
		object.put("patternProperties", Map.of("^[a-z-]+[.\\[]", Map.of()));
		object.put("additionalProperties", false);
		return object;
	}

	private Map<String, Object> schema(Class<?> owner, RecordComponent component) {
		String name = component.getName();
		if (owner.getName().startsWith(CodeProperties.class.getName()) && TEXTS.contains(name)) {
			return anyOf(SCALAR, map(SCALAR));
		}
		if (name.equals("codes")) {
			return codes();
		}
		Map<String, Object> schema = new LinkedHashMap<>(schema(component.getGenericType()));
		// the annotation is that of the constructor's parameter
		DefaultValue value = Arrays.stream(owner.getDeclaredConstructors()[0].getParameters())
			.filter((parameter) -> parameter.getName().equals(name))
			.map((parameter) -> parameter.getAnnotation(DefaultValue.class))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		if (value != null && value.value().length == 1) {
			schema.put("default", value.value()[0]);
		}
		return schema;
	}

	private Map<String, Object> codes() {
		if (!this.definitions.containsKey("codes")) {
			Map<String, Object> codes = map(reference(CodeProperties.class));
			Map<String, Object> standard = new LinkedHashMap<>();
			for (StandardCode code : StandardCode.values()) {
				standard.put(code.code(), described("Standard code, " + code.status() + ": " + code.message(),
						reference(CodeProperties.class)));
			}
			codes.put("properties", standard);
			this.definitions.put("codes", codes);
		}
		return Map.of("$ref", "#/definitions/codes");
	}

	private Map<String, Object> schema(Type type) {
		if (type instanceof ParameterizedType parameterized) {
			Type[] arguments = parameterized.getActualTypeArguments();
			if (Map.class.isAssignableFrom((Class<?>) parameterized.getRawType())) {
				return map(schema(arguments[1]));
			}
			Map<String, Object> element = schema(arguments[0]);
			Map<String, Object> list = new LinkedHashMap<>(Map.of("type", "array"));
			list.put("items", element);
			return anyOf(element, SCALAR, list);
		}
		Class<?> raw = (Class<?>) type;
		if (raw.isRecord()) {
			return reference(raw);
		}
		if (raw == boolean.class || raw == Boolean.class) {
			return anyOf(types("boolean"), placeholder());
		}
		if (raw == int.class || raw == Integer.class) {
			return anyOf(types("integer"), placeholder());
		}
		if (raw.isEnum()) {
			List<String> names = Arrays.stream(raw.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.toList();
			return anyOf(Map.of("enum", names), placeholder());
		}
		if (raw == Duration.class || raw == DataSize.class) {
			return new LinkedHashMap<>(types("string", "integer"));
		}
		return (raw == Object.class) ? Map.of() : new LinkedHashMap<>(types("string", "number", "boolean"));
	}

	private Map<String, Object> reference(Class<?> type) {
		String name = type.getName().substring(type.getPackageName().length() + 1).replace("$", ".");
		if (!this.definitions.containsKey(name)) {
			this.definitions.put(name, Map.of());
			this.definitions.put(name, object(type));
		}
		Map<String, Object> reference = new LinkedHashMap<>(Map.of("$ref", "#/definitions/" + name));
		return switch (type.getSimpleName()) {
			// a number is short for the status, a text for the level or the name of a
			// contract
			case "CodeProperties" -> anyOf(types("integer", "string"), reference);
			case "LogProperties", "RemoteContractProperties" -> anyOf(types("string"), reference);
			default -> reference;
		};
	}

	private static Map<String, Object> map(Object values) {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("type", List.of("object", "null"));
		map.put("additionalProperties", values);
		return map;
	}

	private static Map<String, Object> described(String description, Map<String, Object> schema) {
		Map<String, Object> described = new LinkedHashMap<>();
		described.put("description", description);
		described.putAll(schema);
		return described;
	}

	private static Map<String, Object> anyOf(Object... schemas) {
		return new LinkedHashMap<>(Map.of("anyOf", Arrays.stream(schemas).distinct().toList()));
	}

	private static Map<String, Object> types(String... types) {
		return Map.of("type", (types.length == 1) ? types[0] : List.of(types));
	}

	private static Map<String, Object> placeholder() {
		Map<String, Object> placeholder = new LinkedHashMap<>(types("string"));
		placeholder.put("pattern", "\\$\\{");
		return placeholder;
	}

	private static Map<String, String> descriptions(Class<?> type) {
		Class<?> outermost = type;
		while (outermost.getEnclosingClass() != null) {
			outermost = outermost.getEnclosingClass();
		}
		try {
			String source = Files.readString(SOURCES.resolve(outermost.getName().replace('.', '/') + ".java"));
			int declaration = source.indexOf("record " + type.getSimpleName() + "(");
			String comment = source.substring(source.lastIndexOf("/**", declaration), declaration);
			comment = comment.substring(0, comment.indexOf("*/")).replaceAll("\\s*\\n\\s*\\*?\\s*", " ");
			Map<String, String> descriptions = new LinkedHashMap<>();
			Matcher matcher = Pattern.compile("@param (\\w+) (.*?)(?= @\\w|$)").matcher(comment);
			while (matcher.find()) {
				descriptions.put(matcher.group(1), sentence(matcher.group(2).trim()));
			}
			return descriptions;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String sentence(String text) {
		String plain = text.replaceAll("\\{@code ([^{}]*(?:\\{[^{}]*})?[^{}]*)}", "$1");
		return Character.toUpperCase(plain.charAt(0)) + plain.substring(1) + (plain.endsWith(".") ? "" : ".");
	}

	private static String dashed(String name) {
		return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

}
