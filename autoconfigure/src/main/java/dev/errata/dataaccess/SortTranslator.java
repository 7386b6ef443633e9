package dev.errata.dataaccess;

import java.util.List;
import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import dev.errata.error.InputLocation;
import dev.errata.error.InputPath;
import dev.errata.error.OwnText;
import dev.errata.error.OwnText.Key;
import dev.errata.error.Violation;
import dev.errata.validation.RuleNames;
import dev.errata.web.HandledRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.MethodParameter;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.util.StringUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * Translates Spring Data's exceptions for a property that nothing can be sorted by. The
 * client is to blame if the handler takes a {@link Pageable} or a {@link Sort} and the
 * request names the property in its parameter; otherwise it is a fault of the service.
 */
final class SortTranslator implements BuiltInErrorTranslator {

	private final HandledRequest request;

	private final String parameter;

	/**
	 * Create a translator.
	 * @param request the request whose failure is translated
	 * @param parameter the name of the request's parameter
	 */
	SortTranslator(HandledRequest request, String parameter) {
		this.request = request;
		this.parameter = parameter;
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		String property = propertyOf(exception);
		String name = (property != null && !property.isEmpty()) ? parameterWith(property) : null;
		if (name == null) {
			return null;
		}
		OwnText rule = OwnText.of(Key.SORTABLE);
		Failure failure = OwnText.of(Key.PARAMETER, name, rule).explain(Failure.of(StandardCode.PARAMETER_TYPE));
		return rule.addTo(failure, new Violation(name, StandardCode.PARAMETER_TYPE.code(), "",
				RuleNames.of("typeMismatch", name), InputLocation.QUERY, InputPath.ofName(name)));
	}

	/**
	 * Return the property that an exception is about: the first text in quotes in its
	 * message, without the direction that may follow. It is only compared with the names
	 * in the request.
	 */
	private static @Nullable String propertyOf(Throwable exception) {
		String type = exception.getClass().getName();
		// the package of the first depends on the version of Spring Data; the second is
		// thrown when a query is sorted
		if (!type.startsWith("org.springframework.") || !(type.endsWith(".PropertyReferenceException")
				|| type.endsWith(".InvalidDataAccessApiUsageException"))) {
			return null;
		}
		String message = String.valueOf(exception.getMessage());
		int start = message.indexOf('\'') + 1;
		int end = message.indexOf('\'', start);
		if (start == 0 || end < 0) {
			return null;
		}
		String quoted = message.substring(start, end);
		int direction = quoted.indexOf(": ");
		return (direction >= 0) ? quoted.substring(0, direction) : quoted;
	}

	private @Nullable String parameterWith(String property) {
		HandlerMethod handler = this.request.handler();
		if (handler != null) {
			for (MethodParameter argument : handler.getMethodParameters()) {
				Class<?> type = argument.getParameterType();
				if (Pageable.class.isAssignableFrom(type) || Sort.class.isAssignableFrom(type)) {
					String name = nameOf(argument);
					if (isNamedIn(this.request.parameters(name), property)) {
						return name;
					}
				}
			}
		}
		return null;
	}

	private String nameOf(MethodParameter argument) {
		Qualifier qualifier = argument.getParameterAnnotation(Qualifier.class);
		return (qualifier != null && StringUtils.hasLength(qualifier.value()))
				? qualifier.value() + "_" + this.parameter : this.parameter;
	}

	private static boolean isNamedIn(List<String> values, String property) {
		for (String value : values) {
			for (String path : value.split(",")) {
				if (endsWith(path.strip(), property)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Return whether a path ends with a property: {@code team.city} and {@code teamCity}
	 * both lead to that of the team.
	 */
	private static boolean endsWith(String path, String property) {
		int start = path.length() - property.length();
		if (start < 0 || !path.regionMatches(true, start, property, 0, property.length())) {
			return false;
		}
		return start == 0 || !Character.isLetterOrDigit(path.charAt(start - 1))
				|| Character.isUpperCase(path.charAt(start));
	}

}
