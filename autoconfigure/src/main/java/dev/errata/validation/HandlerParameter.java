package dev.errata.validation;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.errata.error.InputLocation;
import dev.errata.error.OwnText;
import dev.errata.error.OwnText.Key;
import org.jspecify.annotations.Nullable;

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
import org.springframework.web.bind.annotation.ValueConstants;

/**
 * A parameter of a handler in the client's words.
 *
 * @param kind the part of a request that it is read from
 * @param name the name under which clients send it; empty for a body, and for all
 * parameters in a map
 * @param required whether its annotation requires it; a path does not match without its
 * variables, so that none of these is ever missing
 * @since 0.1.0
 * @hidden
 */
public record HandlerParameter(Kind kind, String name, boolean required) {

	private static final List<Declaration<?>> DECLARATIONS = List.of(
			new Declaration<>(Kind.PARAMETER, RequestParam.class, RequestParam::name,
					(param) -> isRequired(param.required(), param.defaultValue())),
			new Declaration<>(Kind.PATH_VARIABLE, PathVariable.class, PathVariable::name, (variable) -> false),
			new Declaration<>(Kind.HEADER, RequestHeader.class, RequestHeader::name,
					(header) -> isRequired(header.required(), header.defaultValue())),
			new Declaration<>(Kind.COOKIE, CookieValue.class, CookieValue::name,
					(cookie) -> isRequired(cookie.required(), cookie.defaultValue())),
			new Declaration<>(Kind.MATRIX_VARIABLE, MatrixVariable.class, MatrixVariable::name,
					(variable) -> isRequired(variable.required(), variable.defaultValue())),
			new Declaration<>(Kind.PART, RequestPart.class, RequestPart::name, RequestPart::required),
			new Declaration<>(Kind.BODY, RequestBody.class, (body) -> "", RequestBody::required),
			new Declaration<>(Kind.OBJECT, ModelAttribute.class, (object) -> "", (object) -> false));

	/**
	 * Return what clients know of a parameter.
	 * @param parameter the parameter
	 * @return its kind, its name and whether it is required
	 */
	public static HandlerParameter of(MethodParameter parameter) {
		for (Declaration<?> declaration : DECLARATIONS) {
			HandlerParameter declared = declaration.find(parameter);
			if (declared != null) {
				return declared;
			}
		}
		return new HandlerParameter(Kind.UNDECLARED, declaredName(parameter), false);
	}

	private static boolean isRequired(boolean required, String defaultValue) {
		return required && defaultValue.equals(ValueConstants.DEFAULT_NONE);
	}

	private static String declaredName(MethodParameter parameter) {
		String name = parameter.getParameterName();
		return (name != null) ? name : "";
	}

	/**
	 * The part of a request that a parameter is read from.
	 */
	public enum Kind {

		/** A query parameter or the field of a form. */
		PARAMETER(Key.PARAMETER_MISSING, Key.PARAMETER),

		/** A variable in the path, which does not match without it. */
		PATH_VARIABLE(Key.PARAMETER_MISSING, Key.PATH_VARIABLE),

		/** A header. */
		HEADER(Key.HEADER_MISSING, Key.HEADER),

		/** A cookie. */
		COOKIE(Key.COOKIE_MISSING, Key.COOKIE),

		/** A variable behind a semicolon in the path. */
		MATRIX_VARIABLE(Key.MATRIX_VARIABLE_MISSING, Key.MATRIX_VARIABLE),

		/** A part of a multipart body. */
		PART(Key.PART_MISSING, Key.PART),

		/** The body. */
		BODY(Key.PARAMETER_MISSING, Key.PARAMETER),

		/** An object made of parameters and fields of a form. */
		OBJECT(Key.PARAMETER_MISSING, Key.PARAMETER),

		/** A parameter without such an annotation, which Spring reads by its type. */
		UNDECLARED(Key.PARAMETER_MISSING, Key.PARAMETER);

		private final Key missing;

		private final Key invalid;

		Kind(Key missing, Key invalid) {
			this.missing = missing;
			this.invalid = invalid;
		}

		/**
		 * Return the sentence that one of these is missing.
		 * @param name its name for clients
		 * @return the sentence
		 */
		public OwnText missing(String name) {
			return OwnText.of(this.missing, name);
		}

		/**
		 * Return the sentence that one of these is not valid.
		 * @param name its name for clients
		 * @param message what is wrong with it
		 * @return the sentence
		 */
		public OwnText invalid(String name, OwnText message) {
			return OwnText.of(this.invalid, name, message);
		}

		/**
		 * Return whether clients send it as text under a name of its own.
		 * @return whether it is a single parameter, variable, header or cookie
		 */
		public boolean isNamed() {
			return switch (this) {
				case PARAMETER, PATH_VARIABLE, HEADER, COOKIE, MATRIX_VARIABLE -> true;
				case PART, BODY, OBJECT, UNDECLARED -> false;
			};
		}

		/**
		 * Return whether clients send it as a document.
		 * @return whether it is a body, or a part of one
		 */
		boolean isDocument() {
			return this == BODY || this == PART;
		}

		/**
		 * Return the part of a request that it is read from.
		 * @return the location; the query for what may also be the field of a form, which
		 * the request decides
		 */
		public InputLocation location() {
			return switch (this) {
				case PARAMETER, OBJECT, UNDECLARED -> InputLocation.QUERY;
				case PATH_VARIABLE, MATRIX_VARIABLE -> InputLocation.PATH;
				case HEADER -> InputLocation.HEADER;
				case COOKIE -> InputLocation.COOKIE;
				case PART -> InputLocation.PART;
				case BODY -> InputLocation.BODY;
			};
		}

	}

	private record Declaration<A extends Annotation>(Kind kind, Class<A> annotation, Function<A, String> name,
			Predicate<A> required) {

		@Nullable HandlerParameter find(MethodParameter parameter) {
			A declared = parameter.getParameterAnnotation(this.annotation);
			if (declared == null) {
				return null;
			}
			String name = this.name.apply(declared);
			if (StringUtils.hasText(name)) {
				return new HandlerParameter(this.kind, name, this.required.test(declared));
			}
			// a map of all of them may be empty
			boolean all = !this.kind.isDocument() && Map.class.isAssignableFrom(parameter.getParameterType());
			return new HandlerParameter(this.kind, (all || this.kind == Kind.BODY) ? "" : declaredName(parameter),
					!all && this.required.test(declared));
		}

	}

}
