package dev.errata.web;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorRequest;
import dev.errata.error.Failure;
import dev.errata.error.InputLocation;
import dev.errata.error.InputPath;
import dev.errata.error.Violation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.web.util.pattern.PathPattern;

/**
 * An example of the response for a code, used in descriptions of the contract. It is
 * rendered by the contract's own envelope, with a request id, a time and a path that stay
 * the same.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ErrorExample {

	private static final Instant TIMESTAMP = Instant.parse("2026-01-01T12:00:00Z");

	/** What is wrong with an input, by its code. */
	private static final Map<StandardCode, String> RULES = new EnumMap<>(Map.of(StandardCode.FIELD_MISSING,
			"is missing", StandardCode.FIELD_EMPTY, "must not be empty", StandardCode.FIELD_TYPE,
			"must be a whole number", StandardCode.FIELD_FORMAT, "must have the right format", StandardCode.FIELD_RANGE,
			"must be at least 1", StandardCode.FIELD_LENGTH, "must be at most 10 characters long",
			StandardCode.FIELD_UNKNOWN, "is unknown", StandardCode.FIELD_INVALID, "is not valid"));

	/** Codes of parameters, and those of fields with which the same is wrong. */
	private static final Map<StandardCode, StandardCode> PARAMETERS = Map.of(StandardCode.PARAMETER_MISSING,
			StandardCode.FIELD_MISSING, StandardCode.PARAMETER_TYPE, StandardCode.FIELD_TYPE);

	private ErrorExample() {
	}

	/**
	 * Return a failure with a code, and with an invalid input if the code is about one.
	 * @param contract the contract that has the code
	 * @param entry the entry of the code
	 * @param status its status
	 * @return the failure
	 */
	public static Failure failure(Contract contract, CatalogEntry entry, int status) {
		Failure failure = Failure.of(entry.code()).status(status);
		StandardCode field = field(contract.catalog(), entry);
		if (field != null) {
			InputLocation in = PARAMETERS.containsKey(field) ? InputLocation.QUERY : InputLocation.BODY;
			failure.violation(new Violation("quantity", contract.catalog().fieldCode(field), rule(field),
					List.copyOf(entry.constraints()), in, InputPath.ofName("quantity")));
		}
		return failure;
	}

	/**
	 * Return what is wrong with an input whose code this is, or {@code null} if it is not
	 * about inputs.
	 */
	private static @Nullable StandardCode field(ErrorCatalog catalog, CatalogEntry entry) {
		if (catalog.answerOfInput(entry) != null) {
			return StandardCode.find(entry.code());
		}
		for (StandardCode field : RULES.keySet()) {
			if (catalog.answerField(field).entry() == entry
					&& catalog.resolve(StandardCode.VALIDATION_FAILED).entry() != entry) {
				return field;
			}
		}
		boolean general = catalog.resolve(StandardCode.VALIDATION_FAILED).entry() == entry
				&& catalog.resolve(StandardCode.CLIENT_ERROR).entry() != entry;
		StandardCode namesake = StandardCode.find(entry.code());
		return (general || !entry.constraints().isEmpty()) ? StandardCode.FIELD_RANGE
				: ((namesake != null && RULES.containsKey(namesake)) ? namesake : null);
	}

	private static String rule(StandardCode field) {
		return RULES.getOrDefault(PARAMETERS.getOrDefault(field, field), "is not valid");
	}

	/**
	 * Create an example of a failure for readers of a language without calling any
	 * listener.
	 * @param failure the failure
	 * @param contract the contract that has its code
	 * @param basePath the path below which the application lives; empty for the root
	 * @param reader the language of the reader
	 * @return the answer
	 */
	public static ErrorAnswer of(Failure failure, Contract contract, String basePath, Locale reader) {
		Assert.notNull(contract, "'contract' must not be null");
		ErrorRequest request = new ErrorRequest(contract.requestId().exampleId(), "GET", basePath + path(contract),
				basePath, reader, TIMESTAMP);
		ApiError error = contract.composer().compose(failure, request, null);
		return ErrorFunnel.render(error, contract);
	}

	/**
	 * Return the path of an example request.
	 * @param contract the contract that the path belongs to
	 * @return the path, without that of the application
	 */
	public static String path(Contract contract) {
		List<PathPattern> paths = contract.paths();
		String pattern = paths.isEmpty() ? "/**" : paths.get(0).getPatternString();
		StringBuilder path = new StringBuilder();
		for (String segment : pattern.substring(1).split("/")) {
			path.append('/').append(segment.matches("[^*?{]*") ? segment : "example");
		}
		return path.toString();
	}

}
