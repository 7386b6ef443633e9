package dev.errata.openapi;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ResolvedCode;
import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.error.ErrorTranslation;
import dev.errata.error.ExceptionMapping;
import dev.errata.error.Failure;
import dev.errata.idempotency.IdempotencyPolicy;
import dev.errata.validation.ClientPropertyNames;
import dev.errata.validation.HandlerParameter;
import dev.errata.validation.HandlerParameter.Kind;
import dev.errata.validation.RuleNames;
import dev.errata.web.OperationCodes;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpEntity;
import org.springframework.http.codec.multipart.Part;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.multipart.MultipartFile;

/**
 * The errors that an operation can end with, derived from its parameters, its body, the
 * exceptions that it declares, its idempotency key and {@link Raises}.
 */
final class OperationErrors implements OperationCodes {

	private static final List<StandardCode> OF_RULES = List.of(StandardCode.VALIDATION_FAILED,
			StandardCode.FIELD_MISSING, StandardCode.FIELD_EMPTY, StandardCode.FIELD_FORMAT, StandardCode.FIELD_RANGE,
			StandardCode.FIELD_LENGTH, StandardCode.FIELD_INVALID);

	private final RaisedCodes raised;

	private final ErrorTranslation translation;

	private final OperationKeys keys;

	private final ClientPropertyNames documentNames;

	private final boolean secured;

	/**
	 * Create an instance.
	 * @param keys finds the policies of operations with keys
	 * @param documentNames the names of properties in JSON
	 * @param secured whether Spring Security stands before the handlers
	 */
	OperationErrors(RaisedCodes raised, ErrorTranslation translation, OperationKeys keys,
			ClientPropertyNames documentNames, boolean secured) {
		this.raised = raised;
		this.translation = translation;
		this.keys = keys;
		this.documentNames = documentNames;
		this.secured = secured;
	}

	@Override
	public List<ResolvedCode> of(HandlerMethod handler, String path, String method, Contract contract) {
		Answers answers = new Answers(contract);
		this.raised.of(handler, contract).forEach(answers::add);
		for (MethodParameter parameter : handler.getMethodParameters()) {
			addParameter(parameter, answers);
		}
		for (Class<?> declared : handler.getMethod().getExceptionTypes()) {
			addDeclared(declared, answers);
		}
		IdempotencyPolicy policy = this.keys.find(handler, path, method, contract);
		if (policy != null) {
			addKey(policy, answers);
		}
		if (this.secured) {
			answers.add(StandardCode.CREDENTIALS_MISSING, StandardCode.CREDENTIALS_INVALID, StandardCode.FORBIDDEN);
		}
		answers.add(StandardCode.INTERNAL_ERROR);
		return answers.sorted();
	}

	private void addParameter(MethodParameter parameter, Answers answers) {
		ResolvableType value = value(ResolvableType.forMethodParameter(parameter.nestedIfOptional()));
		Class<?> type = value.toClass();
		Class<?> element = ConstraintNames.element(value).toClass();
		HandlerParameter known = HandlerParameter.of(parameter);
		boolean required = known.required() && !parameter.isOptional();
		if (known.kind() == Kind.BODY) {
			addBody(value, required, parameter, answers);
		}
		else if (HttpEntity.class.isAssignableFrom(type)) {
			addBody(value(value.as(HttpEntity.class).getGeneric()), false, parameter, answers);
		}
		else if (isUpload(element)) {
			addPart(required || (known.kind() == Kind.UNDECLARED && !parameter.isOptional()), answers);
		}
		else if (known.kind() == Kind.PART) {
			addPart(required, answers);
			addBody(value, false, parameter, answers);
		}
		else if (known.kind().isNamed() || BeanUtils.isSimpleProperty(type)) {
			if (required) {
				answers.add(StandardCode.PARAMETER_MISSING);
			}
			if (isConverted(element) && !answers.constraints(List.of(RuleNames.of("typeMismatch", known.name())))) {
				answers.add(StandardCode.PARAMETER_TYPE);
			}
			addRules(parameter, answers);
		}
		else if (known.kind() == Kind.OBJECT || ConstraintNames.cascades(parameter.getParameterAnnotations())) {
			answers.field(StandardCode.FIELD_TYPE);
			if (ConstraintNames.cascades(parameter.getParameterAnnotations())) {
				OF_RULES.forEach(answers::field);
				answers.constraints(ConstraintNames.of(value, ClientPropertyNames.BOUND));
			}
		}
	}

	private static void addPart(boolean required, Answers answers) {
		if (required) {
			answers.add(StandardCode.PARAMETER_MISSING);
		}
		answers.add(StandardCode.MALFORMED_REQUEST, StandardCode.PAYLOAD_TOO_LARGE,
				StandardCode.UNSUPPORTED_MEDIA_TYPE);
	}

	private static boolean isUpload(Class<?> type) {
		return MultipartFile.class.isAssignableFrom(type) || Part.class.isAssignableFrom(type)
				|| type.getName().equals("jakarta.servlet.http.Part");
	}

	/**
	 * Return whether text has to be converted to a type, of which Spring hands on its own
	 * as they are.
	 */
	private static boolean isConverted(Class<?> type) {
		return BeanUtils.isSimpleValueType(type) ? !CharSequence.class.isAssignableFrom(type)
				: !type.getName().matches("(java|jakarta|org\\.springframework)\\..*");
	}

	/**
	 * Return the type of what arrives later, or of each element of a stream.
	 */
	private static ResolvableType value(ResolvableType type) {
		return (type.hasGenerics() && ReactiveAdapterRegistry.getSharedInstance().getAdapter(type.toClass()) != null)
				? type.getGeneric() : type;
	}

	private void addBody(ResolvableType type, boolean required, MethodParameter parameter, Answers answers) {
		if (required) {
			answers.add(StandardCode.BODY_MISSING);
		}
		Class<?> body = type.toClass();
		if (body == String.class || body == byte[].class || body == Object.class
				|| InputStream.class.isAssignableFrom(body) || Resource.class.isAssignableFrom(body)
				|| DataBuffer.class.isAssignableFrom(body)) {
			return;
		}
		answers.add(StandardCode.MALFORMED_BODY, StandardCode.UNSUPPORTED_MEDIA_TYPE);
		answers.field(StandardCode.FIELD_TYPE);
		if (ConstraintNames.cascades(parameter.getParameterAnnotations())) {
			OF_RULES.forEach(answers::field);
			answers.constraints(ConstraintNames.of(type, this.documentNames));
		}
	}

	private static void addRules(MethodParameter parameter, Answers answers) {
		if (!ConstraintNames.constrain(parameter.getParameterAnnotations())) {
			return;
		}
		OF_RULES.forEach(answers::field);
		answers.constraints(ConstraintNames.of(parameter));
	}

	private void addDeclared(Class<?> declared, Answers answers) {
		ExceptionMapping mapping = this.translation.explain(declared.asSubclass(Throwable.class),
				answers.contract.composer());
		Failure failure = mapping.failure();
		if (failure != null && mapping.rule() != ExceptionMapping.Rule.NONE) {
			answers.add(answers.contract.composer().resolve(failure));
		}
	}

	private static void addKey(IdempotencyPolicy policy, Answers answers) {
		if (policy.keyRequired()) {
			answers.add(StandardCode.IDEMPOTENCY_KEY_MISSING);
		}
		answers.add(StandardCode.IDEMPOTENCY_KEY_INVALID, StandardCode.IDEMPOTENCY_IN_PROGRESS,
				StandardCode.IDEMPOTENCY_KEY_REUSED, StandardCode.IDEMPOTENCY_RESPONSE_NOT_REPLAYABLE,
				StandardCode.IDEMPOTENCY_STORE_UNAVAILABLE);
		if (!policy.rerun()) {
			answers.add(StandardCode.IDEMPOTENCY_OUTCOME_UNKNOWN);
		}
	}

	private static final class Answers {

		private final Contract contract;

		private final Set<ResolvedCode> answers = new LinkedHashSet<>();

		Answers(Contract contract) {
			this.contract = contract;
		}

		void add(@Nullable ResolvedCode answer) {
			if (answer != null) {
				this.answers.add(answer);
			}
		}

		void add(StandardCode... codes) {
			for (StandardCode code : codes) {
				this.answers.add(this.contract.catalog().resolve(code));
			}
		}

		void field(StandardCode code) {
			this.answers.add((code == StandardCode.VALIDATION_FAILED) ? this.contract.catalog().resolve(code)
					: this.contract.catalog().answerField(code));
		}

		/**
		 * Add the codes that claim rules.
		 * @return whether there are any
		 */
		boolean constraints(List<List<String>> rules) {
			boolean claimed = false;
			for (List<String> names : rules) {
				CatalogEntry claimant = this.contract.catalog().findByConstraint(names);
				if (claimant != null) {
					this.answers.add(new ResolvedCode(claimant, claimant.statuses().get(0)));
					claimed = true;
				}
			}
			return claimed;
		}

		List<ResolvedCode> sorted() {
			List<ResolvedCode> sorted = new ArrayList<>(this.answers);
			sorted.sort(Comparator.comparingInt(ResolvedCode::status));
			return sorted;
		}

	}

}
