package dev.errata.sample.joule;

import dev.errata.sample.Account;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Chat completions in the shape of OpenAI's, so that its clients work here, too.
 */
@RestController
class ReactiveChatController {

	private final Chats chats;

	ReactiveChatController(Chats chats) {
		this.chats = chats;
	}

	@PostMapping("/joule/v1/chat/completions")
	@ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Completion.class)))
	ResponseEntity<?> complete(@Valid @RequestBody ChatRequest request, @RequestAttribute Account account) {
		this.chats.admit(request, account);
		if (request.model().equals("slow")) {
			// nobody ever sets the result
			return ResponseEntity.ok(Mono.never());
		}
		if (request.isStreamed()) {
			return ResponseEntity.ok()
				.contentType(MediaType.TEXT_EVENT_STREAM)
				.body(Flux.fromIterable(() -> this.chats.stream(request, account)));
		}
		return ResponseEntity.ok(this.chats.answer(request, account));
	}

}
