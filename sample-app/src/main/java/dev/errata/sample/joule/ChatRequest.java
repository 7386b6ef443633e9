package dev.errata.sample.joule;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.errata.sample.KnownModel;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The body of a request for a chat completion.
 */
record ChatRequest(@NotNull @KnownModel(ModelController.MODELS) String model,
		@NotEmpty List<@NotNull @Valid Message> messages,
		@Positive @JsonProperty("max_tokens") @JsonAlias("max_completion_tokens") Integer maxTokens,
		List<@NotNull @Valid Tool> tools, Boolean stream) {

	boolean isStreamed() {
		return Boolean.TRUE.equals(this.stream);
	}

	/**
	 * Return the text of the last message.
	 */
	String lastText() {
		return this.messages.get(this.messages.size() - 1).text();
	}

	record Message(
			@NotNull @Pattern(regexp = "developer|system|user|assistant|tool",
					message = "must be one of developer, system, user, assistant, tool") String role,
			@NotNull @JsonDeserialize(using = TextOrParts.class) List<@NotNull @Valid Part> content) {

		@Schema(types = { "string", "array" })
		public List<Part> content() {
			return this.content;
		}

		String text() {
			return this.content.stream().map(Part::text).filter(Objects::nonNull).collect(Collectors.joining());
		}

	}

	/**
	 * A part of a message. Only texts are understood: an image has none.
	 */
	record Part(@NotNull String type, String text) {
	}

	record Tool(@NotNull @Pattern(regexp = "function", message = "must be function") String type,
			@NotNull @Valid Function function) {
	}

	record Function(@NotBlank String name, @Valid Parameters parameters) {
	}

	record Parameters(@NotNull @Pattern(regexp = "object", message = "must be object") String type,
			Map<String, Object> properties) {
	}

	/**
	 * Reads the content of a message, which is a text or a list of parts.
	 */
	static final class TextOrParts extends ValueDeserializer<List<Part>> {

		@Override
		public List<Part> deserialize(JsonParser json, DeserializationContext context) {
			if (json.isExpectedStartArrayToken()) {
				return context.readValue(json,
						context.getTypeFactory().constructCollectionType(List.class, Part.class));
			}
			return List.of(new Part("text", context.readValue(json, String.class)));
		}

	}

}
