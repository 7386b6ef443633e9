package dev.errata.openapi;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.validation.ClientPropertyNames;
import dev.errata.validation.HandlerParameter;
import dev.errata.validation.RuleNames;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The names of the constraints on a parameter or on the fields of a body, as in Spring's
 * message codes. Annotations are known by name, since Bean Validation may be missing.
 */
final class ConstraintNames {

	private static final String CONSTRAINT = "jakarta.validation.Constraint";

	private static final Set<String> CASCADES = Set.of("jakarta.validation.Valid",
			"org.springframework.validation.annotation.Validated");

	private static final int MAX_DEPTH = 8;

	private final ClientPropertyNames clients;

	private final List<List<String>> names = new ArrayList<>();

	private final Set<Class<?>> visited = new HashSet<>();

	private ConstraintNames(ClientPropertyNames clients) {
		this.clients = clients;
	}

	static boolean cascades(Annotation[] annotations) {
		for (Annotation annotation : annotations) {
			if (CASCADES.contains(annotation.annotationType().getName())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether any of the annotations is a constraint.
	 */
	static boolean constrain(Annotation[] annotations) {
		for (Annotation annotation : annotations) {
			if (isConstraint(annotation)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isConstraint(Annotation annotation) {
		for (Annotation meta : annotation.annotationType().getAnnotations()) {
			if (meta.annotationType().getName().equals(CONSTRAINT)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the names of each rule of a parameter, most specific first.
	 */
	static List<List<String>> of(MethodParameter parameter) {
		ConstraintNames constraints = new ConstraintNames(ClientPropertyNames.AS_DECLARED);
		Parameter declared = parameter.getExecutable().getParameters()[parameter.getParameterIndex()];
		constraints.add(HandlerParameter.of(parameter).name(), declared.getName(), declared,
				declared.getAnnotatedType());
		return constraints.names;
	}

	/**
	 * Return the names of each rule of an object, most specific first.
	 * @param clients the names of its properties for clients
	 */
	static List<List<String>> of(ResolvableType type, ClientPropertyNames clients) {
		ConstraintNames constraints = new ConstraintNames(clients);
		constraints.visit("", "", type, 0);
		return constraints.names;
	}

	private void visit(String clientPrefix, String prefix, ResolvableType type, int depth) {
		ResolvableType element = element(type);
		Class<?> body = element.toClass();
		if (depth > MAX_DEPTH || ClassUtils.isSimpleValueType(body) || body.getName().startsWith("java.")
				|| !this.visited.add(body)) {
			return;
		}
		add("", "", body.getAnnotations());
		for (Class<?> owner = body; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
			for (Field field : owner.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					String clientPath = clientPrefix + this.clients.nameOf(body, field.getName());
					String path = prefix + field.getName();
					add(clientPath, path, field, field.getAnnotatedType());
					visit(clientPath + ".", path + ".", ResolvableType.forField(field, element), depth + 1);
				}
			}
		}
	}

	/**
	 * Return the type of the elements of a list, or of the values of a map.
	 */
	static ResolvableType element(ResolvableType type) {
		if (type.isArray()) {
			return element(type.getComponentType());
		}
		if (Map.class.isAssignableFrom(type.toClass())) {
			return element(type.asMap().getGeneric(1));
		}
		return Collection.class.isAssignableFrom(type.toClass()) ? element(type.asCollection().getGeneric()) : type;
	}

	private void add(String clientPath, String path, AnnotatedElement element, AnnotatedType type) {
		add(clientPath, path, element.getAnnotations());
		addElements(clientPath, path, type);
	}

	private void addElements(String clientPath, String path, AnnotatedType type) {
		if (type instanceof AnnotatedParameterizedType container) {
			for (AnnotatedType element : container.getAnnotatedActualTypeArguments()) {
				add(clientPath, path, element.getAnnotations());
				addElements(clientPath, path, element);
			}
		}
	}

	private void add(String clientPath, String path, Annotation[] annotations) {
		for (Annotation annotation : annotations) {
			if (isConstraint(annotation)) {
				this.names.add(RuleNames.of(annotation.annotationType().getSimpleName(), clientPath, path));
			}
		}
	}

}
