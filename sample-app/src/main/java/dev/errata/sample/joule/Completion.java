package dev.errata.sample.joule;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A chat completion, with the receipt that only joule issues.
 */
record Completion(String id, String object, long created, String model, List<Choice> choices, Usage usage,
		String receipt) {

	record Choice(int index, Reply message, @JsonProperty("finish_reason") String finishReason) {
	}

	record Reply(String role, String content) {
	}

	record Usage(@JsonProperty("prompt_tokens") int promptTokens,
			@JsonProperty("completion_tokens") int completionTokens, @JsonProperty("total_tokens") int totalTokens) {
	}

	/**
	 * A piece of a completion that is streamed.
	 */
	record Chunk(String id, String object, long created, String model, List<ChunkChoice> choices) {
	}

	record ChunkChoice(int index, Delta delta, @JsonProperty("finish_reason") String finishReason) {
	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Delta(String role, String content) {
	}

}
