package dev.errata.validation;

import java.lang.reflect.Method;
import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Failure;
import dev.errata.error.PlatformErrorTranslator;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.SynthesizingMethodParameter;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Translates what bean validation throws itself, outside of any binding.
 */
final class BeanValidationTranslator implements PlatformErrorTranslator, Ordered {

	private final ClientPaths paths;

	private final ConstraintSentences sentences;

	BeanValidationTranslator(PropertyNames names, ConstraintSentences sentences) {
		this.paths = new ClientPaths(names);
		this.sentences = sentences;
	}

	@Override
	public int getOrder() {
		return -10;
	}

	@Override
	public @Nullable Failure translate(Throwable exception) {
		return translate(exception, Locale.ROOT);
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (!(exception instanceof ConstraintViolationException invalid) || invalid.getConstraintViolations() == null) {
			return null;
		}
		InvalidInputs inputs = new InvalidInputs(Sentences.AS_FOUND, locale);
		for (ConstraintViolation<?> violation : invalid.getConstraintViolations()) {
			StringBuilder parameter = new StringBuilder();
			String path = path(violation.getPropertyPath(), violation.getRootBeanClass(), parameter);
			if (path == null) {
				return Failure.of(StandardCode.INTERNAL_ERROR);
			}
			Object bean = violation.getLeafBean();
			String rule = violation.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName();
			ResolvableType type = (parameter.isEmpty() && violation.getRootBeanClass() != null)
					? ResolvableType.forClass(violation.getRootBeanClass())
					: (bean != null) ? ResolvableType.forInstance(bean) : ResolvableType.NONE;
			ClientPaths.ClientPath translated = this.paths.translate(type, path);
			String last = ClientPaths.withoutIndexes(path.substring(path.lastIndexOf('.') + 1));
			inputs.add(translated.order(), translated.path(), rule, new String[] { rule + "." + last, rule },
					ConstraintRules.codeOf(rule, violation.getInvalidValue()), this.sentences.of(violation, locale));
		}
		return inputs.toFailure();
	}

	/**
	 * Return the path without the method and parameter it starts at, or {@code null} for
	 * a return value, which no caller can mend.
	 */
	private static @Nullable String path(Path propertyPath, @Nullable Class<?> type, StringBuilder parameter) {
		Method method = null;
		StringBuilder path = new StringBuilder();
		for (Path.Node node : propertyPath) {
			String name = node.getName();
			if (node.getKind() == ElementKind.RETURN_VALUE) {
				return null;
			}
			if (node.getKind() == ElementKind.METHOD || node.getKind() == ElementKind.CONSTRUCTOR) {
				method = (type != null && node instanceof Path.MethodNode called) ? find(type, called) : null;
				continue;
			}
			if (node.getKind() == ElementKind.PARAMETER) {
				name = nameOf(method, node.as(Path.ParameterNode.class));
				parameter.append(name);
			}
			if (node.isInIterable()) {
				Object key = (node.getIndex() != null) ? node.getIndex() : node.getKey();
				path.append('[').append((key != null) ? key : "").append(']');
			}
			if (name != null && node.getKind() != ElementKind.CONTAINER_ELEMENT && node.getKind() != ElementKind.BEAN) {
				path.append(path.isEmpty() ? "" : ".").append(name);
			}
		}
		if (!parameter.isEmpty() && path.toString().startsWith(parameter + ".")) {
			// the name of a parameter is of no use to a client who sent its content
			return path.substring(parameter.length() + 1);
		}
		return path.toString();
	}

	private static @Nullable Method find(Class<?> type, Path.MethodNode called) {
		return ReflectionUtils.findMethod(ClassUtils.getUserClass(type), called.getName(),
				called.getParameterTypes().toArray(Class<?>[]::new));
	}

	private static String nameOf(@Nullable Method method, Path.ParameterNode parameter) {
		String name = (method != null) ? ParameterNames
			.nameOf(SynthesizingMethodParameter.forExecutable(method, parameter.getParameterIndex())) : "";
		return name.isEmpty() ? parameter.getName() : name;
	}

}
