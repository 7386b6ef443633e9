package dev.errata.openapi;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The rules that a parameter or the fields of a body are under, in the words of Spring's
 * message codes. It knows annotations by name, since bean validation may be missing.
 */
final class ConstraintNames {

	private static final String CONSTRAINT = "jakarta.validation.Constraint";

	private static final Set<String> CASCADES = Set.of("jakarta.validation.Valid",
			"org.springframework.validation.annotation.Validated");

	private static final int MAX_DEPTH = 8;

	private final List<List<String>> names = new ArrayList<>();

	private final Set<Class<?>> visited = new HashSet<>();

	private ConstraintNames() {
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
	static List<List<String>> of(String parameter, AnnotatedElement element) {
		ConstraintNames constraints = new ConstraintNames();
		constraints.add(parameter, element);
		return constraints.names;
	}

	/**
	 * Return the names of each rule of a body, most specific first.
	 */
	static List<List<String>> ofBody(ResolvableType type) {
		ConstraintNames constraints = new ConstraintNames();
		constraints.visit("", type, 0);
		return constraints.names;
	}

	private void visit(String prefix, ResolvableType type, int depth) {
		ResolvableType element = type.isArray() ? type.getComponentType()
				: Collection.class.isAssignableFrom(type.toClass()) ? type.asCollection().getGeneric() : type;
		Class<?> body = element.toClass();
		if (depth > MAX_DEPTH || ClassUtils.isSimpleValueType(body) || body.getName().startsWith("java.")
				|| !this.visited.add(body)) {
			return;
		}
		for (Class<?> owner = body; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
			for (Field field : owner.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					String path = prefix + field.getName();
					add(path, field);
					visit(path + ".", ResolvableType.forField(field, element), depth + 1);
				}
			}
		}
	}

	private void add(String path, AnnotatedElement element) {
		String leaf = path.substring(path.lastIndexOf('.') + 1);
		for (Annotation annotation : element.getAnnotations()) {
			if (isConstraint(annotation)) {
				String rule = annotation.annotationType().getSimpleName();
				this.names.add(List.of(rule + "." + path, rule + "." + leaf, rule));
			}
		}
	}

}
