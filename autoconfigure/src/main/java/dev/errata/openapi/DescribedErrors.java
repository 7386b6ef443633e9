package dev.errata.openapi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

import dev.errata.catalog.ResolvedCode;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.idempotency.IdempotencyPolicy;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;

import org.springframework.util.CollectionUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * Describes the errors of each operation: a response for each status with the envelope of
 * the path's contract, and an example for each code. Responses that an application has
 * documented itself are kept.
 */
final class DescribedErrors implements GlobalOperationCustomizer, GlobalOpenApiCustomizer {

	/** Carries the handlers of an operation until its path is known. */
	private static final String HANDLERS = "x-errata-handlers";

	private final Contracts contracts;

	private final OperationErrors errors;

	private final OperationKeys keys;

	private final BooleanSupplier quotas;

	/**
	 * Create an instance.
	 * @param keys finds the policies of operations with keys
	 * @param quotas whether there are any quotas to be described
	 */
	DescribedErrors(Contracts contracts, OperationErrors errors, OperationKeys keys, BooleanSupplier quotas) {
		this.contracts = contracts;
		this.errors = errors;
		this.keys = keys;
		this.quotas = quotas;
	}

	@Override
	public Operation customize(Operation operation, HandlerMethod handler) {
		List<HandlerMethod> handlers = new ArrayList<>(handlers(operation));
		handlers.add(handler);
		operation.addExtension(HANDLERS, handlers);
		return operation;
	}

	private static List<HandlerMethod> handlers(Operation operation) {
		List<HandlerMethod> handlers = new ArrayList<>();
		if (operation.getExtensions() != null && operation.getExtensions().get(HANDLERS) instanceof List<?> known) {
			known.forEach((handler) -> handlers.add((HandlerMethod) handler));
		}
		return handlers;
	}

	@Override
	public void customise(OpenAPI openApi) {
		if (openApi.getPaths() == null) {
			return;
		}
		if (openApi.getComponents() == null) {
			openApi.setComponents(new Components());
		}
		String basePath = basePath(openApi);
		Map<String, SharedErrors> shared = new HashMap<>();
		openApi.getPaths().forEach((path, item) -> {
			Contract contract = this.contracts.find(path);
			item.readOperationsMap().forEach((method, operation) -> {
				List<HandlerMethod> handlers = handlers(operation);
				if (operation.getExtensions() != null) {
					operation.getExtensions().remove(HANDLERS);
				}
				if (contract != null && !handlers.isEmpty()) {
					Place place = new Place(contract, method.name(), path);
					DescribedHeaders headers = headers(handlers, place);
					headers.addTo(operation, item, openApi.getComponents());
					describe(responses(operation), handlers, errors(handlers, place), headers, shared.computeIfAbsent(
							contract.name(), (name) -> new SharedErrors(contract, openApi.getComponents(), basePath)));
				}
			});
		});
	}

	/**
	 * Return the path of the first server, to which those of operations are appended.
	 */
	private static String basePath(OpenAPI openApi) {
		String url = CollectionUtils.isEmpty(openApi.getServers()) ? null : openApi.getServers().get(0).getUrl();
		String path = (url != null) ? url.replaceFirst("^[^/]*//[^/]*", "") : "";
		return (path.startsWith("/") && !path.contains("{")) ? StringUtils.trimTrailingCharacter(path, '/') : "";
	}

	private DescribedHeaders headers(List<HandlerMethod> handlers, Place place) {
		List<IdempotencyPolicy> policies = handlers.stream()
			.map((handler) -> this.keys.find(handler, place.path(), place.method(), place.contract()))
			.filter(Objects::nonNull)
			.toList();
		return new DescribedHeaders(place.contract(), policies, this.quotas.getAsBoolean());
	}

	/**
	 * Return the errors of an operation by status and code.
	 */
	private Map<String, Map<String, ResolvedCode>> errors(List<HandlerMethod> handlers, Place place) {
		Map<String, Map<String, ResolvedCode>> errors = new TreeMap<>();
		for (HandlerMethod handler : handlers) {
			this.errors.of(handler, place.path(), place.method(), place.contract())
				.forEach(
						(error) -> errors.computeIfAbsent(Integer.toString(error.status()), (status) -> new TreeMap<>())
							.put(error.entry().code(), error));
		}
		return errors;
	}

	private static ApiResponses responses(Operation operation) {
		if (operation.getResponses() == null) {
			operation.setResponses(new ApiResponses());
		}
		return operation.getResponses();
	}

	private static void describe(ApiResponses responses, List<HandlerMethod> handlers,
			Map<String, Map<String, ResolvedCode>> byStatus, DescribedHeaders headers, SharedErrors shared) {
		OwnResponses own = new OwnResponses(handlers, responses);
		responses.replaceAll((status, documented) -> {
			if (documented.get$ref() != null) {
				return documented;
			}
			ApiResponse response = copy(documented);
			Collection<ResolvedCode> errors = byStatus.getOrDefault(status, Map.of()).values();
			if (!errors.isEmpty() && !own.haveSchema(status, response.getContent())) {
				if (own.areAssumed(status, response.getContent())) {
					response.setContent(null);
				}
				shared.describe(response, errors);
			}
			headers.addTo(response, status, errors);
			return response;
		});
		byStatus.forEach((status, errors) -> responses.computeIfAbsent(status, (key) -> {
			ApiResponse response = new ApiResponse();
			shared.describe(response, errors.values());
			headers.addTo(response, status, errors.values());
			return shared.share(response, status, errors.keySet());
		}));
	}

	/**
	 * Return a copy of a response, which an application may have given to several
	 * operations.
	 */
	private static ApiResponse copy(ApiResponse response) {
		ApiResponse copy = new ApiResponse();
		copy.setDescription(response.getDescription());
		copy.setLinks(response.getLinks());
		copy.setExtensions(response.getExtensions());
		if (response.getHeaders() != null) {
			copy.setHeaders(new LinkedHashMap<>(response.getHeaders()));
		}
		if (response.getContent() != null) {
			copy.setContent(new Content());
			copy.getContent().putAll(response.getContent());
		}
		return copy;
	}

	private record Place(Contract contract, String method, String path) {
	}

}
