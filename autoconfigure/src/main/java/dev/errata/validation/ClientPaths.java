package dev.errata.validation;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Turns the path of a property into that of the client's input: {@code lines[0].qty} into
 * {@code lines[0].quantity}. What is found out about a class is kept.
 */
final class ClientPaths {

	private static final String UNKNOWN = "99999";

	private static final Pattern INDEX = Pattern.compile("\\[[^]]*]");

	private static final Pattern BRACKET = Pattern.compile("[\\[\\]]");

	private final PropertyNames names;

	private final Map<Class<?>, Map<String, Property>> classes = new ConcurrentHashMap<>();

	ClientPaths(PropertyNames names) {
		this.names = names;
	}

	/**
	 * Translate a path.
	 * @param root the type at its root
	 * @param path the path in the words of the classes
	 * @return the path in the words of the client, and where it stands among others
	 */
	ClientPath translate(ResolvableType root, String path) {
		StringBuilder translated = new StringBuilder(path.length());
		StringBuilder order = new StringBuilder();
		ResolvableType type = root;
		String[] segments = path.split("\\.");
		for (int i = 0; i < segments.length; i++) {
			String segment = segments[i];
			int bracket = segment.indexOf('[');
			String name = (bracket >= 0) ? segment.substring(0, bracket) : segment;
			String indexes = (bracket >= 0) ? segment.substring(bracket) : "";
			Property property = name.isEmpty() ? null : find(type, name);
			if (!translated.isEmpty()) {
				translated.append('.');
			}
			translated.append((property != null) ? property.clientName() : name).append(indexes);
			order.append((property != null) ? property.order() : UNKNOWN + name).append(padded(indexes)).append('.');
			if (i == segments.length - 1) {
				break;
			}
			type = (property != null) ? property.typeIn(type) : name.isEmpty() ? type : ResolvableType.NONE;
			type = element(type, indexes);
		}
		return new ClientPath(translated.toString(), order.toString());
	}

	private @Nullable Property find(ResolvableType type, String name) {
		Class<?> owner = type.resolve();
		if (owner == null || owner.getName().startsWith("java.")) {
			return null;
		}
		return this.classes.computeIfAbsent(owner, this::introspect).get(name);
	}

	private Map<String, Property> introspect(Class<?> type) {
		Map<String, Property> properties = new HashMap<>();
		int depth = 0;
		for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
			int position = 1000 * Math.max(0, 90 - depth++);
			for (Field field : owner.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					properties.putIfAbsent(field.getName(), new Property(this.names.nameOf(type, field.getName()),
							"%05d".formatted(position++), field));
				}
			}
		}
		return Map.copyOf(properties);
	}

	private static ResolvableType element(ResolvableType type, String indexes) {
		ResolvableType element = type;
		for (int i = indexes.indexOf('['); i >= 0; i = indexes.indexOf('[', i + 1)) {
			if (element.isArray()) {
				element = element.getComponentType();
			}
			else if (Map.class.isAssignableFrom(element.resolve(Object.class))) {
				element = element.asMap().getGeneric(1);
			}
			else if (Collection.class.isAssignableFrom(element.resolve(Object.class))) {
				element = element.asCollection().getGeneric(0);
			}
		}
		return element;
	}

	private static String padded(String indexes) {
		if (indexes.isEmpty()) {
			return "";
		}
		StringBuilder padded = new StringBuilder();
		for (String index : BRACKET.split(indexes)) {
			padded.append((!index.isEmpty() && index.length() < 10 && index.chars().allMatch(Character::isDigit))
					? InvalidInputs.orderOf(Integer.parseInt(index)) : index);
		}
		return padded.toString();
	}

	/**
	 * Return a path without the indexes and keys of its elements.
	 */
	static String withoutIndexes(String path) {
		return (path.indexOf('[') < 0) ? path : INDEX.matcher(path).replaceAll("");
	}

	/**
	 * A path in the words of the client.
	 *
	 * @param path the path
	 * @param order sorts paths as their fields are declared, elements by their index
	 */
	record ClientPath(String path, String order) {
	}

	private record Property(String clientName, String order, Field field) {

		ResolvableType typeIn(ResolvableType owner) {
			return ResolvableType.forField(this.field, owner);
		}

	}

}
