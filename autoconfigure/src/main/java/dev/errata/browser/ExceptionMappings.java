package dev.errata.browser;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ResolvedCode;
import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.ErrorTranslation;
import dev.errata.error.ErrorTranslator;
import dev.errata.error.ExceptionMapping;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Which exceptions end in which code, and why, as data.
 */
final class ExceptionMappings {

	private final Contracts contracts;

	private final ErrorTranslation translation;

	private final ListableBeanFactory beans;

	ExceptionMappings(Contracts contracts, ErrorTranslation translation, ListableBeanFactory beans) {
		this.contracts = contracts;
		this.translation = translation;
		this.beans = beans;
	}

	/**
	 * Return the exceptions that the codes of each contract claim.
	 */
	Map<String, Object> claims() {
		Map<String, Object> claims = new LinkedHashMap<>();
		for (Contract contract : this.contracts.all()) {
			List<Map<String, Object>> ofContract = new ArrayList<>();
			for (CatalogEntry entry : contract.catalog().entries()) {
				entry.exceptions()
					.stream()
					.sorted(Comparator.comparing(Class::getName))
					.forEach((type) -> ofContract.add(describe(type, contract, true)));
			}
			claims.put(contract.name(), ofContract);
		}
		return claims;
	}

	/**
	 * Return what becomes of the exceptions of a class in each contract.
	 */
	Map<String, Object> of(Class<? extends Throwable> type) {
		Map<String, Object> byContract = new LinkedHashMap<>();
		this.contracts.all().forEach((contract) -> byContract.put(contract.name(), describe(type, contract, false)));
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("exception", type.getName());
		view.put("contracts", byContract);
		return view;
	}

	/**
	 * Return the names of the translators, in the order in which they are asked.
	 */
	List<String> translators(boolean builtIn) {
		return this.beans.getBeanProvider(ErrorTranslator.class)
			.orderedStream()
			.filter((translator) -> (translator instanceof BuiltInErrorTranslator) == builtIn)
			.map(this::nameOf)
			.toList();
	}

	private String nameOf(@Nullable ErrorTranslator translator) {
		for (Map.Entry<String, ErrorTranslator> bean : this.beans.getBeansOfType(ErrorTranslator.class).entrySet()) {
			if (bean.getValue() == translator) {
				return bean.getKey();
			}
		}
		return String.valueOf(translator);
	}

	private Map<String, Object> describe(Class<? extends Throwable> type, Contract contract, boolean named) {
		ExceptionMapping mapping = this.translation.explain(type, contract.composer());
		Failure failure = mapping.failure();
		ResolvedCode answer = (failure != null) ? contract.composer().resolve(failure) : null;
		String why = why(mapping, type);
		if (mapping.rule() == ExceptionMapping.Rule.TRANSLATOR) {
			why += (answer != null) ? ", asked about a sample" : ", from the instance";
		}
		else if (failure != null && answer == null) {
			why += ", with a code that the contract does not know";
			answer = contract.catalog().resolve(StandardCode.SERVER_ERROR);
		}
		if (mapping.passedOver() != null) {
			why += ", unless the translator " + nameOf(mapping.passedOver()) + " names a code that the contract knows";
		}
		if (mapping.rule() == ExceptionMapping.Rule.INSTANCE) {
			answer = ownStatus(type, contract);
		}
		Map<String, Object> view = new LinkedHashMap<>();
		if (named) {
			view.put("exception", type.getName());
		}
		if (answer != null) {
			view.put("code", answer.entry().code());
			view.put("status", answer.status());
		}
		view.put("why", why);
		return view;
	}

	private static @Nullable ResolvedCode ownStatus(Class<?> type, Contract contract) {
		ResponseStatus status = AnnotatedElementUtils.findMergedAnnotation(type, ResponseStatus.class);
		return (status != null) ? contract.composer().resolve(Failure.ofStatus(status.code().value())) : null;
	}

	private String why(ExceptionMapping mapping, Class<?> type) {
		return switch (mapping.rule()) {
			case OWN_CODE -> "an ErrorCodeException, which names its code";
			case EXCEPTIONS -> "'exceptions' of the code" + through(mapping, type);
			case ANNOTATION -> "@ErrorCode" + through(mapping, type);
			case TRANSLATOR -> "the translator " + nameOf(mapping.translator());
			case BUILT_IN -> builtIn(mapping, type);
			case INSTANCE -> instance(type);
			case NONE -> "nobody knows it; if it has a cause, that decides";
		};
	}

	private static String through(ExceptionMapping mapping, Class<?> type) {
		Class<?> named = mapping.type();
		return (named != null && named != type) ? ", through its superclass " + named.getName() : "";
	}

	private String builtIn(ExceptionMapping mapping, Class<?> type) {
		// the last but one asks an exception for its own status, the last needs a request
		if (!(mapping.translator() instanceof Ordered last) || last.getOrder() < Ordered.LOWEST_PRECEDENCE - 1) {
			return "the built-in translator " + nameOf(mapping.translator());
		}
		return "its own status, "
				+ (ErrorResponse.class.isAssignableFrom(type) ? "as an ErrorResponse" : "by @ResponseStatus");
	}

	private String instance(Class<?> type) {
		String translators = String.join(", ", translators(false));
		if (AnnotatedElementUtils.hasAnnotation(type, ResponseStatus.class)) {
			return "its own status, by @ResponseStatus"
					+ (translators.isEmpty() ? "" : ", unless one of these knows the instance: " + translators);
		}
		return "decided from the instance by "
				+ (translators.isEmpty() ? "the built-in translators" : translators + " or the built-in translators");
	}

}
