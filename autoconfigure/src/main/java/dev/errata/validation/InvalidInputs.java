package dev.errata.validation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Failure;
import dev.errata.error.InputLocation;
import dev.errata.error.LateText;
import dev.errata.error.OwnText;
import dev.errata.error.OwnText.Key;
import dev.errata.error.Violation;
import dev.errata.validation.Findings.Finding;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * Collects the violations of one failure and puts them in an order that is the same every
 * time: parameters and fields as they are declared, elements by their index, entries of
 * maps by their key; for one field the plainer rule first.
 */
final class InvalidInputs {

	private static final Comparator<Found> ORDER = Comparator.comparing(Found::order)
		.thenComparing((found) -> found.violation().field())
		.thenComparing(Found::code)
		.thenComparing((found) -> found.violation().message())
		.thenComparing((found) -> String.join(" ", found.violation().rules()));

	private static final String LAST = "99999";

	private static final int WIDTH = 10;

	private final List<Found> found = new ArrayList<>();

	private final ClientPaths documents;

	private final ClientPaths forms;

	private final Findings findings;

	private final ConvertedTypes types;

	private final Locale locale;

	/**
	 * Create an instance.
	 * @param documents translates paths of JSON documents
	 * @param forms translates paths of form fields and query parameters
	 * @param types describes the types of values that could not be converted
	 */
	InvalidInputs(ClientPaths documents, ClientPaths forms, Findings findings, ConvertedTypes types, Locale locale) {
		this.documents = documents;
		this.forms = forms;
		this.findings = findings;
		this.types = types;
		this.locale = locale;
	}

	/**
	 * Add what is wrong with an object that a request was bound to.
	 * @param target the object, or {@code null} if it could not even be made
	 * @param parameter the parameter of the handler, or {@code null} if it is not known
	 */
	void addObject(Errors errors, @Nullable Object target, @Nullable MethodParameter parameter) {
		ResolvableType type = (target != null) ? ResolvableType.forInstance(target)
				: (parameter != null) ? ResolvableType.forMethodParameter(parameter) : ResolvableType.NONE;
		for (ObjectError error : errors.getAllErrors()) {
			Finding finding = this.findings.find(error, null);
			add(start(parameter, "").goOn(type, stepsOf(error, finding), finding), error, finding, errors, null);
		}
	}

	/**
	 * Add what is wrong with an object that is a parameter of a handler, or an element of
	 * one.
	 */
	void addElement(ParameterErrors errors) {
		ResolvableType type = ResolvableType.forMethodParameter(errors.getMethodParameter());
		Object target = errors.getArgument();
		ResolvableType element = (target != null) ? ResolvableType.forInstance(target) : ResolvableType.NONE;
		for (ObjectError error : errors.getAllErrors()) {
			Finding finding = this.findings.find(error, errors);
			Place start = start(errors.getMethodParameter(), "");
			Place place = (finding != null) ? start.goOn(type, finding.steps(), finding)
					: start.goOn(type, stepsTo(errors), null).goOn(element, stepsOf(error, null), null);
			add(place, error, finding, errors, errors);
		}
	}

	/**
	 * Add what is wrong with a value that is a parameter of a handler, or an element of
	 * one.
	 */
	void addValue(ParameterValidationResult result) {
		MethodParameter parameter = result.getMethodParameter();
		ResolvableType type = ResolvableType.forMethodParameter(parameter);
		for (MessageSourceResolvable error : result.getResolvableErrors()) {
			Finding finding = this.findings.find(error, result);
			List<PathStep> steps = (finding != null) ? finding.steps() : stepsTo(result);
			add(start(parameter, HandlerParameter.of(parameter).name()).goOn(type, steps, finding), error, finding,
					null, result);
		}
	}

	/**
	 * Add what is wrong with several parameters taken together.
	 */
	void addParameters(MessageSourceResolvable error) {
		add(new Place(null, FieldPath.ofDocument(), LAST, this.documents), StandardCode.FIELD_INVALID,
				error.getDefaultMessage(), Findings.NONE.message(error, null, this.locale),
				RuleNames.of(ruleOf(error), List.of(), error.getCodes()));
	}

	/**
	 * Add a violation that Bean Validation has thrown outside of data binding.
	 * @param parameter the parameter that it is about, or {@code null} if it is about an
	 * object
	 * @param name the client's name of the parameter, or an empty string
	 * @param type the type of the parameter or object
	 * @param found the message as it was found
	 */
	void addFinding(@Nullable MethodParameter parameter, String name, ResolvableType type, Finding finding, String rule,
			@Nullable String found, LateText message) {
		HandlerParameter.Kind kind = kindOf(parameter);
		// the parameter of any method, which need not be a handler
		boolean unknown = kind == HandlerParameter.Kind.UNDECLARED;
		Place place = start(parameter, name, !kind.isDocument() && !unknown, unknown ? null : kind.location())
			.goOn(type, finding.steps(), finding);
		add(place, ConstraintRules.codeOf(rule, finding.value()), found, message,
				RuleNames.of(rule, place.path().names(), PathStep.names(finding.steps())));
	}

	private void add(Place place, MessageSourceResolvable error, @Nullable Finding finding, @Nullable Errors errors,
			@Nullable ParameterValidationResult result) {
		String rule = ruleOf(error);
		List<String> rules = RuleNames.of(rule, List.of(place.path().names()), error.getCodes());
		if (error instanceof FieldError field && field.isBindingFailure()) {
			addUnbound(place, field, errors, rules);
			return;
		}
		Object rejected = (finding != null) ? finding.value() : (error instanceof FieldError field)
				? field.getRejectedValue() : (result != null) ? result.getArgument() : null;
		boolean global = error instanceof ObjectError && !(error instanceof FieldError);
		add(place, global ? StandardCode.FIELD_INVALID : ConstraintRules.codeOf(rule, rejected),
				error.getDefaultMessage(), this.findings.message(error, result, this.locale), rules);
	}

	/**
	 * Add a field that is missing, or whose value has the wrong type.
	 */
	private void addUnbound(Place place, FieldError field, @Nullable Errors errors, List<String> rules) {
		if ("required".equals(ruleOf(field)) || field.getRejectedValue() == null) {
			add(place, StandardCode.FIELD_MISSING, null, OwnText.of(Key.MISSING), rules);
			return;
		}
		TypeMismatchException mismatch = field.contains(TypeMismatchException.class)
				? field.unwrap(TypeMismatchException.class) : null;
		Class<?> type = (mismatch != null) ? ConvertedTypes.typeOf(mismatch, null)
				: fieldType(errors, field.getField());
		add(place, TypeWords.codeOf(type), null,
				(mismatch != null) ? this.types.mustBe(mismatch, null) : TypeWords.mustBe(type), rules);
	}

	private void add(Place place, StandardCode code, @Nullable String found, LateText message, List<String> rules) {
		FieldPath path = place.path();
		this.found.add(new Found(place.order(), code, new Violation(path.toString(), code.code(),
				Objects.requireNonNullElse(found, ""), rules, place.in(), path.path()), message));
	}

	/**
	 * Return where a parameter of a handler stands.
	 */
	private Place start(@Nullable MethodParameter parameter, String name) {
		HandlerParameter.Kind kind = kindOf(parameter);
		return (parameter != null) ? start(parameter, name, !kind.isDocument(), kind.location())
				: start(null, name, false, null);
	}

	private static HandlerParameter.Kind kindOf(@Nullable MethodParameter parameter) {
		return (parameter != null) ? HandlerParameter.of(parameter).kind() : HandlerParameter.Kind.UNDECLARED;
	}

	private Place start(@Nullable MethodParameter parameter, String name, boolean form, @Nullable InputLocation in) {
		FieldPath path = form ? FieldPath.ofForm() : FieldPath.ofDocument();
		if (!name.isEmpty()) {
			path.property(name);
		}
		return new Place(in, path, (parameter != null) ? orderOf(parameter.getParameterIndex()) : "",
				form ? this.forms : this.documents);
	}

	private static List<PathStep> stepsOf(ObjectError error, @Nullable Finding finding) {
		if (finding != null) {
			return finding.steps();
		}
		return (error instanceof FieldError field) ? PathStep.parse(field.getField()) : List.of();
	}

	private static List<PathStep> stepsTo(ParameterValidationResult result) {
		Object key = (result.getContainerIndex() != null) ? result.getContainerIndex() : result.getContainerKey();
		return (key != null) ? List.of(PathStep.element(key.toString())) : List.of();
	}

	private static @Nullable Class<?> fieldType(@Nullable Errors errors, String field) {
		try {
			return (errors != null) ? errors.getFieldType(field) : null;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Return a text that sorts as its number counts.
	 */
	static String orderOf(int number) {
		String digits = Integer.toString(number);
		return "0".repeat(Math.max(0, WIDTH - digits.length())) + digits;
	}

	/**
	 * Return the last of the codes of an error, which is the plain name of its rule.
	 */
	private static @Nullable String ruleOf(MessageSourceResolvable error) {
		String[] codes = error.getCodes();
		return (codes != null && codes.length > 0) ? codes[codes.length - 1] : null;
	}

	Failure toFailure() {
		Failure failure = Failure.of(StandardCode.VALIDATION_FAILED);
		this.found.sort(ORDER);
		this.found.forEach((each) -> each.message().addTo(failure, each.violation()));
		return failure;
	}

	/**
	 * Where an input stands.
	 *
	 * @param in the part of the request, or {@code null} if it is not known
	 * @param path its path for the client
	 * @param order sorts it among others
	 * @param paths translates the steps from here on
	 */
	private record Place(@Nullable InputLocation in, FieldPath path, String order, ClientPaths paths) {

		Place goOn(ResolvableType type, List<PathStep> steps, @Nullable Finding finding) {
			String further = this.paths.translate(this.path, type, steps, (finding != null) ? finding.owner() : null);
			return new Place(this.in, this.path, this.order + further, this.paths);
		}

	}

	private record Found(String order, StandardCode code, Violation violation, LateText message) {
	}

}
