package dev.errata.validation;

import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.Set;

import org.springframework.core.MethodParameter;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.MatrixVariable;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;

/**
 * The names under which clients send the parameters of a handler.
 *
 * @since 0.1.0
 */
public final class ParameterNames {

	private static final Set<Class<? extends Annotation>> NAMED = Set.of(RequestParam.class, PathVariable.class,
			RequestHeader.class, CookieValue.class, MatrixVariable.class, ModelAttribute.class);

	private ParameterNames() {
	}

	/**
	 * Return the client's name of a parameter.
	 * @param parameter the parameter
	 * @return the name, or an empty string for a body or for all parameters in a map
	 */
	public static String nameOf(MethodParameter parameter) {
		RequestParam requestParam = parameter.getParameterAnnotation(RequestParam.class);
		if (requestParam != null && StringUtils.hasText(requestParam.name())) {
			return requestParam.name();
		}
		PathVariable pathVariable = parameter.getParameterAnnotation(PathVariable.class);
		if (pathVariable != null && StringUtils.hasText(pathVariable.name())) {
			return pathVariable.name();
		}
		RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
		if (header != null && StringUtils.hasText(header.name())) {
			return header.name();
		}
		CookieValue cookie = parameter.getParameterAnnotation(CookieValue.class);
		if (cookie != null && StringUtils.hasText(cookie.name())) {
			return cookie.name();
		}
		MatrixVariable matrix = parameter.getParameterAnnotation(MatrixVariable.class);
		if (matrix != null && StringUtils.hasText(matrix.name())) {
			return matrix.name();
		}
		RequestPart part = parameter.getParameterAnnotation(RequestPart.class);
		if (part != null && StringUtils.hasText(part.name())) {
			return part.name();
		}
		String name = parameter.getParameterName();
		return (name == null || parameter.hasParameterAnnotation(RequestBody.class) || isOfAll(parameter)) ? "" : name;
	}

	/**
	 * Return whether clients send a parameter under a name rather than as a document.
	 */
	static boolean isNamed(MethodParameter parameter) {
		return NAMED.stream().anyMatch(parameter::hasParameterAnnotation);
	}

	/**
	 * Return whether a parameter holds all that clients send of its kind, each under a
	 * name of its own.
	 */
	private static boolean isOfAll(MethodParameter parameter) {
		return Map.class.isAssignableFrom(parameter.getParameterType()) && isNamed(parameter);
	}

}
