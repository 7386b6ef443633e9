package dev.errata.sample.joule;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.errata.sample.KnownModel;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;

/**
 * What a chat completion is asked for with.
 */
record ChatRequest(@NotNull @KnownModel(ModelController.MODELS) String model,
		@NotEmpty List<@NotNull @Valid Message> messages, @Positive @JsonProperty("max_tokens") Integer maxTokens,
		List<@NotNull @Valid Tool> tools) {

	record Message(@NotNull @Pattern(regexp = "system|user|assistant|tool",
			message = "must be one of system, user, assistant, tool") String role, @NotNull String content) {
	}

	record Tool(@NotNull @Pattern(regexp = "function", message = "must be function") String type,
			@NotNull @Valid Function function) {
	}

	record Function(@NotBlank String name, @Valid Schema parameters) {
	}

	record Schema(@NotNull @Pattern(regexp = "object", message = "must be object") String type,
			Map<String, Object> properties) {
	}

}
