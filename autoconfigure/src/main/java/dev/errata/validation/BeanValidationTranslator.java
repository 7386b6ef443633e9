package dev.errata.validation;

import java.lang.reflect.Method;
import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import dev.errata.error.LateText;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.SynthesizingMethodParameter;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Translates the {@link ConstraintViolationException} of Bean Validation, thrown outside
 * of data binding.
 */
final class BeanValidationTranslator implements BuiltInErrorTranslator {

	private final ClientPaths documents;

	private final ClientPaths forms = new ClientPaths(ClientPropertyNames.BOUND);

	private final ConstraintFindings findings;

	BeanValidationTranslator(ClientPropertyNames documentNames, ConstraintFindings findings) {
		this.documents = new ClientPaths(documentNames);
		this.findings = findings;
	}

	@Override
	public int getOrder() {
		return BEFORE_WEB_FRAMEWORKS;
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (!(exception instanceof ConstraintViolationException invalid) || invalid.getConstraintViolations() == null) {
			return null;
		}
		InvalidInputs inputs = new InvalidInputs(this.documents, this.forms, this.findings, ConvertedTypes.UNKNOWN,
				locale);
		for (ConstraintViolation<?> violation : invalid.getConstraintViolations()) {
			if (isOfReturnValue(violation)) {
				return Failure.of(StandardCode.INTERNAL_ERROR);
			}
			add(inputs, violation, locale);
		}
		return inputs.toFailure();
	}

	/**
	 * Return whether a violation is about a return value, which no caller can mend.
	 */
	private static boolean isOfReturnValue(ConstraintViolation<?> violation) {
		for (Path.Node node : violation.getPropertyPath()) {
			if (node.getKind() == ElementKind.RETURN_VALUE) {
				return true;
			}
		}
		return false;
	}

	private void add(InvalidInputs inputs, ConstraintViolation<?> violation, Locale locale) {
		Findings.Finding finding = ConstraintFindings.find(violation);
		String rule = violation.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName();
		LateText message = this.findings.message(violation, locale);
		Class<?> root = violation.getRootBeanClass();
		Path.MethodNode method = null;
		for (Path.Node node : violation.getPropertyPath()) {
			if (node.getKind() == ElementKind.METHOD) {
				method = node.as(Path.MethodNode.class);
			}
			if (node.getKind() == ElementKind.PARAMETER) {
				MethodParameter parameter = find(root, method, node.as(Path.ParameterNode.class));
				ResolvableType type = (parameter != null) ? ResolvableType.forMethodParameter(parameter)
						: ResolvableType.NONE;
				// the name of a parameter is of no use to a client who sent its content
				boolean content = !PathStep.names(finding.steps()).isEmpty();
				String name = content ? ""
						: (parameter != null) ? HandlerParameter.of(parameter).name() : node.getName();
				inputs.addFinding(parameter, name, type, finding, rule, violation.getMessage(), message);
				return;
			}
		}
		inputs.addFinding(null, "", (root != null) ? ResolvableType.forClass(root) : ResolvableType.NONE, finding, rule,
				violation.getMessage(), message);
	}

	private static @Nullable MethodParameter find(@Nullable Class<?> type, Path.@Nullable MethodNode called,
			Path.ParameterNode parameter) {
		Method method = (type != null && called != null) ? ReflectionUtils.findMethod(ClassUtils.getUserClass(type),
				called.getName(), called.getParameterTypes().toArray(Class<?>[]::new)) : null;
		return (method != null) ? SynthesizingMethodParameter.forExecutable(method, parameter.getParameterIndex())
				: null;
	}

}
