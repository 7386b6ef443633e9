package dev.errata.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

import dev.errata.catalog.Deprecation;
import dev.errata.catalog.ResolvedCode;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.error.CodeTexts;
import dev.errata.idempotency.IdempotencyPolicy;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;

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
		Map<String, Schema<?>> envelopes = new LinkedHashMap<>();
		openApi.getPaths().forEach((path, item) -> {
			Contract contract = this.contracts.find(path);
			item.readOperationsMap().forEach((method, operation) -> {
				List<HandlerMethod> handlers = handlers(operation);
				if (operation.getExtensions() != null) {
					operation.getExtensions().remove(HANDLERS);
				}
				if (contract != null && !handlers.isEmpty()) {
					Schema<?> envelope = envelopes.computeIfAbsent(contract.name(),
							(name) -> EnvelopeComponents.add(contract, openApi.getComponents()));
					Place place = new Place(contract, method.name(), path, envelope);
					DescribedHeaders headers = headers(handlers, place);
					headers.addTo(operation, item, openApi.getComponents());
					describe(operation, handlers, place, headers);
				}
			});
		});
	}

	private DescribedHeaders headers(List<HandlerMethod> handlers, Place place) {
		List<IdempotencyPolicy> policies = handlers.stream()
			.map((handler) -> this.keys.find(handler, place.path(), place.method(), place.contract()))
			.filter(Objects::nonNull)
			.toList();
		return new DescribedHeaders(place.contract(), policies, this.quotas.getAsBoolean());
	}

	private void describe(Operation operation, List<HandlerMethod> handlers, Place place, DescribedHeaders headers) {
		Map<String, Map<String, ResolvedCode>> byStatus = new TreeMap<>();
		for (HandlerMethod handler : handlers) {
			this.errors.of(handler, place.path(), place.method(), place.contract())
				.forEach((answer) -> byStatus
					.computeIfAbsent(Integer.toString(answer.status()), (status) -> new LinkedHashMap<>())
					.putIfAbsent(answer.entry().code(), answer));
		}
		if (operation.getResponses() == null) {
			operation.setResponses(new ApiResponses());
		}
		byStatus.keySet()
			.forEach((status) -> operation.getResponses().computeIfAbsent(status, (key) -> new ApiResponse()));
		operation.getResponses().forEach((status, response) -> {
			Map<String, ResolvedCode> answers = byStatus.getOrDefault(status, Map.of());
			if (response.get$ref() != null) {
				return;
			}
			if (!answers.isEmpty()) {
				describe(response, answers, place);
			}
			headers.addTo(response, status, answers.values());
		});
	}

	private static void describe(ApiResponse response, Map<String, ResolvedCode> answers, Place place) {
		if (response.getDescription() == null || response.getDescription().isBlank()) {
			response.setDescription(String.join(", ", answers.values().stream().map(DescribedErrors::name).toList()));
		}
		if (response.getContent() == null) {
			response.setContent(new Content());
		}
		String mediaType = place.contract().envelope().mediaType();
		MediaType content = response.getContent().computeIfAbsent(mediaType, (key) -> new MediaType());
		if (content.getSchema() == null) {
			content.setSchema(place.envelope());
		}
		if (content.getExample() == null) {
			answers.forEach((code, answer) -> {
				if (content.getExamples() == null || !content.getExamples().containsKey(code)) {
					content.addExamples(code, example(answer, place));
				}
			});
		}
	}

	private static String name(ResolvedCode answer) {
		Deprecation deprecation = answer.entry().deprecation();
		return "`" + answer.entry().code() + "`" + ((deprecation != null) ? " (" + deprecation.words() + ")" : "");
	}

	private static Example example(ResolvedCode answer, Place place) {
		CodeTexts texts = place.contract().composer().describe(answer.entry(), answer.status(), Locale.ROOT);
		Example example = new Example();
		example.setSummary(((texts.meaning() != null) ? texts.meaning() : texts.title()).text());
		example.setDescription((texts.fix() != null) ? texts.fix().text() : null);
		example.setValue(ExampleDocument.of(answer, place.contract(), place.method(), place.path()));
		return example;
	}

	private record Place(Contract contract, String method, String path, Schema<?> envelope) {
	}

}
