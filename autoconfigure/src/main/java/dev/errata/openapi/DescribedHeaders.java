package dev.errata.openapi;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.catalog.ResolvedCode;
import dev.errata.catalog.StandardCode;
import dev.errata.catalog.StatusDescription;
import dev.errata.contract.Contract;
import dev.errata.idempotency.IdempotencyKey;
import dev.errata.idempotency.IdempotencyPolicy;
import dev.errata.idempotency.KeyDisposition;
import dev.errata.idempotency.StoredHeaders;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.jspecify.annotations.Nullable;

/**
 * Describes the headers of an operation: the idempotency key of its requests, and the
 * headers of its responses. Headers that an application has documented itself are kept.
 */
final class DescribedHeaders {

	private static final Set<StandardCode> WITH_A_WAIT = Set.of(StandardCode.IDEMPOTENCY_IN_PROGRESS,
			StandardCode.IDEMPOTENCY_STORE_UNAVAILABLE);

	private static final Set<StandardCode> OF_QUOTAS = Set.of(StandardCode.QUOTA_EXCEEDED,
			StandardCode.TOO_MANY_REQUESTS);

	private final Contract contract;

	private final List<IdempotencyPolicy> keys;

	private final boolean quotas;

	/**
	 * Create an instance.
	 * @param contract the contract that rules the operation
	 * @param keys what holds for the keys of each of its handlers
	 * @param quotas whether there are any quotas to be described
	 */
	DescribedHeaders(Contract contract, List<IdempotencyPolicy> keys, boolean quotas) {
		this.contract = contract;
		this.keys = keys;
		this.quotas = quotas && !contract.quota().isEmpty();
	}

	/**
	 * Add the header that carries the key.
	 */
	void addTo(Operation operation, PathItem item, @Nullable Components components) {
		if (this.keys.isEmpty() || names(operation.getParameters(), components)
				|| names(item.getParameters(), components)) {
			return;
		}
		Schema<String> schema = text();
		schema.setMinLength(1);
		schema.setMaxLength(255);
		operation.addParametersItem(new HeaderParameter().name(IdempotencyKey.HEADER)
			.description("Makes a retry safe: requests with the same key take effect once.")
			.required(this.keys.stream().allMatch(IdempotencyPolicy::keyRequired))
			.schema(schema));
	}

	private static boolean names(@Nullable List<Parameter> parameters, @Nullable Components components) {
		for (Parameter parameter : (parameters != null) ? parameters : List.<Parameter>of()) {
			Parameter meant = parameter;
			if (parameter.get$ref() != null && components != null && components.getParameters() != null) {
				meant = components.getParameters()
					.getOrDefault(parameter.get$ref().substring(parameter.get$ref().lastIndexOf('/') + 1), parameter);
			}
			if ("header".equals(meant.getIn()) && IdempotencyKey.HEADER.equalsIgnoreCase(meant.getName())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Add the headers of an answer.
	 * @param status the status as it is described, which may be no number
	 * @param errors the errors among the answers of this status
	 */
	void addTo(ApiResponse response, String status, Collection<ResolvedCode> errors) {
		add(response, this.contract.requestId().header(), "The id of the request.");
		if (this.quotas) {
			this.contract.quota().names().forEach((name) -> add(response, name, "State of the caller's quota."));
		}
		if (this.keys.stream().anyMatch((key) -> isStored(key, status, errors))) {
			add(response, StoredHeaders.REPLAYED,
					"`true` if this is the stored response of an earlier request with the same key.");
		}
		if (!errors.isEmpty()) {
			this.contract.headers().forEach((header) -> add(response, header.name(), null));
		}
		if (errors.stream().anyMatch(this::advisesToWait)) {
			add(response, "Retry-After", "Seconds to wait before retrying.");
		}
	}

	private static boolean isStored(IdempotencyPolicy key, String status, Collection<ResolvedCode> errors) {
		if (errors.isEmpty()) {
			return status.matches("[23].*") && (!status.matches("\\d{3}")
					|| key.decide(Integer.parseInt(status), null, null) == KeyDisposition.KEEP);
		}
		return errors.stream()
			.anyMatch((error) -> key.decide(error.status(), error.entry().code(),
					error.entry().description(error.status()).retryable()) == KeyDisposition.KEEP);
	}

	private boolean advisesToWait(ResolvedCode error) {
		StatusDescription description = error.entry().description(error.status());
		if (description.isFinal()) {
			return false;
		}
		return description.retryAfter() != null || (!this.keys.isEmpty() && answersAny(error, WITH_A_WAIT))
				|| (this.quotas && answersAny(error, OF_QUOTAS));
	}

	private boolean answersAny(ResolvedCode error, Set<StandardCode> codes) {
		return codes.stream().anyMatch((code) -> this.contract.catalog().resolve(code).equals(error));
	}

	private static void add(ApiResponse response, String name, @Nullable String text) {
		Map<String, Header> headers = response.getHeaders();
		if (headers == null || headers.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
			Header header = new Header();
			header.setDescription(text);
			header.setSchema(text());
			response.addHeaderObject(name, header);
		}
	}

	private static Schema<String> text() {
		Schema<String> schema = new Schema<>();
		// one for each version
		schema.setType("string");
		schema.addType("string");
		return schema;
	}

}
