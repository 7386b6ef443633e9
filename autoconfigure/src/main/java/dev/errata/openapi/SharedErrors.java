package dev.errata.openapi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import dev.errata.catalog.Deprecation;
import dev.errata.catalog.ResolvedCode;
import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.error.CodeTexts;
import dev.errata.error.Failure;
import dev.errata.idempotency.StoredHeaders;
import dev.errata.web.ErrorExample;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The errors of a contract as components of an API's description, which its operations
 * refer to: the envelope, an example for each error, and a response for each set of
 * errors with the same status.
 */
final class SharedErrors {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Contract contract;

	private final Components components;

	private final String basePath;

	private final String prefix;

	private final Schema<?> envelope;

	private final Map<ResolvedCode, String> examples = new HashMap<>();

	/**
	 * Create an instance.
	 * @param components where to add the components
	 * @param basePath the path below which clients find the application; empty for the
	 * root
	 */
	SharedErrors(Contract contract, Components components, String basePath) {
		this.contract = contract;
		this.components = components;
		this.basePath = basePath;
		this.prefix = EnvelopeComponents.prefix(contract);
		this.envelope = EnvelopeComponents.add(contract, components);
	}

	/**
	 * Return a reference to a response that is made a component.
	 * @param codes the codes of all its errors
	 */
	ApiResponse share(ApiResponse response, String status, Collection<String> codes) {
		String stored = response.getHeaders().containsKey(StoredHeaders.REPLAYED) ? ".replayed" : "";
		String name = add(status + "." + String.join(".", codes) + stored, response, this.components.getResponses(),
				this.components::addResponses);
		return new ApiResponse().$ref("#/components/responses/" + name);
	}

	/**
	 * Describe errors as far as a response has not been documented.
	 */
	void describe(ApiResponse response, Collection<ResolvedCode> errors) {
		if (response.getDescription() == null || response.getDescription().isBlank()) {
			response.setDescription(errors.stream().map(SharedErrors::name).collect(Collectors.joining(", ")));
		}
		if (response.getContent() == null) {
			response.setContent(new Content());
		}
		MediaType content = response.getContent()
			.compute(this.contract.envelope().mediaType(), (key, documented) -> copy(documented));
		if (content.getSchema() == null) {
			content.setSchema(this.envelope);
		}
		if (content.getExample() == null) {
			for (ResolvedCode error : errors) {
				String code = error.entry().code();
				if (content.getExamples() == null || !content.getExamples().containsKey(code)) {
					content.addExamples(code, new Example()
						.$ref("#/components/examples/" + this.examples.computeIfAbsent(error, this::addExample)));
				}
			}
		}
	}

	private static MediaType copy(@Nullable MediaType content) {
		MediaType copy = new MediaType();
		if (content != null) {
			copy.setSchema(content.getSchema());
			copy.setEncoding(content.getEncoding());
			copy.setExtensions(content.getExtensions());
			if (content.getExampleSetFlag()) {
				copy.setExample(content.getExample());
			}
			if (content.getExamples() != null) {
				copy.setExamples(new LinkedHashMap<>(content.getExamples()));
			}
		}
		return copy;
	}

	private static String name(ResolvedCode error) {
		Deprecation deprecation = error.entry().deprecation();
		return "`" + error.entry().code() + "`" + ((deprecation != null) ? " (" + deprecation.words() + ")" : "");
	}

	private String addExample(ResolvedCode error) {
		CodeTexts texts = this.contract.composer().describe(error.entry(), error.status(), Locale.ROOT);
		Example example = new Example();
		example.setSummary(((texts.meaning() != null) ? texts.meaning() : texts.title()).text());
		example.setDescription((texts.fix() != null) ? texts.fix().text() : null);
		example.setValue(document(error));
		return add(error.status() + "." + error.entry().code(), example, this.components.getExamples(),
				this.components::addExamples);
	}

	private Object document(ResolvedCode error) {
		byte[] document = ErrorExample.of(failure(error), this.contract, this.basePath, Locale.ROOT).body();
		try {
			return JSON.readValue(document, Object.class);
		}
		catch (JacksonException ex) {
			// an envelope may be anything
			return new String(document, StandardCharsets.UTF_8);
		}
	}

	/**
	 * Return a failure that ends in an error. A code has statuses that it does not list
	 * only in place of standard codes.
	 */
	private Failure failure(ResolvedCode error) {
		return Arrays.stream(StandardCode.values())
			.filter((standard) -> !error.entry().statuses().contains(error.status())
					&& this.contract.catalog().resolve(standard).equals(error))
			.findFirst()
			.map(Failure::of)
			.orElseGet(() -> ErrorExample.failure(this.contract, error.entry(), error.status()));
	}

	/**
	 * Add a component unless there is one like it.
	 * @return its name, which differs from those of all others
	 */
	private <T> String add(String what, T component, @Nullable Map<String, T> known, BiConsumer<String, T> target) {
		String first = (this.prefix + what).replaceAll("[^A-Za-z0-9._-]", "_");
		String name = first;
		for (int i = 2; known != null && !component.equals(known.getOrDefault(name, component)); i++) {
			name = first + "." + i;
		}
		target.accept(name, component);
		return name;
	}

}
