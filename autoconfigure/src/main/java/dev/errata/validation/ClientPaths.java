package dev.errata.validation;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Turns the path of a property into that of the client's input: {@code lines[0].qty} into
 * {@code lines[0].quantity}. Properties are cached by class.
 */
final class ClientPaths {

	private static final String UNKNOWN = "99999";

	private final ClientPropertyNames names;

	private final Map<Class<?>, Map<String, Property>> classes = new ConcurrentHashMap<>();

	ClientPaths(ClientPropertyNames names) {
		this.names = names;
	}

	/**
	 * Append steps to a path.
	 * @param path the path in the words of the client
	 * @param type the type of what stands there
	 * @param steps the steps to go on in the words of the classes
	 * @param owner the class that declares the last property, or {@code null} if the type
	 * alone tells
	 * @return a text that sorts the new path among others: properties as they are
	 * declared, elements by their index, entries by their key
	 */
	String translate(FieldPath path, ResolvableType type, List<PathStep> steps, @Nullable Class<?> owner) {
		StringBuilder order = new StringBuilder();
		for (int i = 0; i < steps.size(); i++) {
			PathStep step = steps.get(i);
			if (step.bracket()) {
				boolean number = isNumber(step.text());
				if (isMap(type) || !(number || step.text().isEmpty())) {
					path.key(step.text());
				}
				else {
					path.index(number ? Integer.parseInt(step.text()) : -1);
				}
				order.append(number ? InvalidInputs.orderOf(Integer.parseInt(step.text())) : step.text());
				type = element(type);
			}
			else {
				Property property = find(type, step.text());
				if (property == null && owner != null && isLast(steps, i)) {
					type = ResolvableType.forClass(owner);
					property = find(type, step.text());
				}
				path.property((property != null) ? property.clientName() : step.text());
				order.append('.').append((property != null) ? property.order() : UNKNOWN + step.text());
				type = (property != null) ? property.typeIn(type) : ResolvableType.NONE;
			}
		}
		return order.toString();
	}

	private static boolean isLast(List<PathStep> steps, int index) {
		return steps.subList(index + 1, steps.size()).stream().allMatch(PathStep::bracket);
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

	private static boolean isNumber(String text) {
		return !text.isEmpty() && text.length() < 10 && text.chars().allMatch((c) -> c >= '0' && c <= '9');
	}

	private static boolean isMap(ResolvableType type) {
		return Map.class.isAssignableFrom(type.toClass());
	}

	private static ResolvableType element(ResolvableType type) {
		if (type.isArray()) {
			return type.getComponentType();
		}
		if (isMap(type)) {
			return type.asMap().getGeneric(1);
		}
		return Collection.class.isAssignableFrom(type.toClass()) ? type.asCollection().getGeneric(0) : type;
	}

	private record Property(String clientName, String order, Field field) {

		ResolvableType typeIn(ResolvableType owner) {
			ResolvableType type = ResolvableType.forField(this.field, owner);
			return (type.resolve() == Optional.class) ? type.getGeneric(0) : type;
		}

	}

}
