package dev.errata.sample.joule;

import java.util.Iterator;

import dev.errata.sample.Account;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Chat completions in the shape of OpenAI's, so that its clients work here, too.
 */
@RestController
class ChatController {

	private final Chats chats;

	private final AsyncTaskExecutor executor;

	ChatController(Chats chats, AsyncTaskExecutor executor) {
		this.chats = chats;
		this.executor = executor;
	}

	@PostMapping("/joule/v1/chat/completions")
	@ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Completion.class)))
	Object complete(@Valid @RequestBody ChatRequest request, @RequestAttribute Account account) {
		this.chats.admit(request, account);
		if (request.model().equals("slow")) {
			// nobody ever sets the result
			return new DeferredResult<Completion>();
		}
		return request.isStreamed() ? stream(this.chats.stream(request, account)) : this.chats.answer(request, account);
	}

	/**
	 * Send events one by one. A failure in the middle, such as an exhausted budget,
	 * becomes the last event of the stream.
	 */
	private SseEmitter stream(Iterator<Object> events) {
		SseEmitter emitter = new SseEmitter();
		this.executor.execute(() -> {
			try {
				while (events.hasNext()) {
					emitter.send(events.next());
				}
				emitter.complete();
			}
			catch (Exception ex) {
				emitter.completeWithError(ex);
			}
		});
		return emitter;
	}

}
