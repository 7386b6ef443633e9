package dev.errata.sample.joule;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import dev.errata.error.ErrorCodeException;
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
 * Chat completions in the shape of OpenAI's, so that its clients work here, too. The
 * answer repeats the last message, unless the model is one that fails.
 */
@RestController
class ChatController {

	private final Receipts receipts;

	private final EnergyBudget budget;

	private final AsyncTaskExecutor executor;

	private final Clock clock;

	ChatController(Receipts receipts, EnergyBudget budget, AsyncTaskExecutor executor, Clock clock) {
		this.receipts = receipts;
		this.budget = budget;
		this.executor = executor;
		this.clock = clock;
	}

	@PostMapping("/joule/v1/chat/completions")
	@ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Completion.class)))
	Object complete(@Valid @RequestBody ChatRequest request, @RequestAttribute Account account) {
		if (account == Account.POOR) {
			throw new ErrorCodeException("insufficient_balance");
		}
		this.budget.require(account);
		return switch (request.model()) {
			case "broken" -> throw new IllegalStateException("The weights of " + request.model() + " are gone");
			// nobody ever sets the result
			case "slow" -> new DeferredResult<Completion>();
			default -> request.isStreamed() ? stream(request, account) : answer(request, account);
		};
	}

	private Completion answer(ChatRequest request, Account account) {
		callProvider(request.model());
		this.budget.spend(account, (request.maxTokens() != null) ? request.maxTokens() : 1);
		String text = request.lastText();
		Completion.Choice choice = new Completion.Choice(0, new Completion.Reply("assistant", text), "stop");
		int read = request.messages().stream().mapToInt((message) -> words(message.text()).size()).sum();
		int written = words(text).size();
		return new Completion(newId(), "chat.completion", now(), request.model(), List.of(choice),
				new Completion.Usage(read, written, read + written), this.receipts.issue().id());
	}

	/**
	 * Send the answer word by word, each of which costs energy. A failure in the middle,
	 * such as an exhausted budget, becomes the last event of the stream.
	 */
	private SseEmitter stream(ChatRequest request, Account account) {
		SseEmitter events = new SseEmitter();
		String id = newId();
		long created = now();
		this.executor.execute(() -> {
			try {
				for (String word : words(request.lastText())) {
					this.budget.require(account);
					this.budget.spend(account, 1);
					events.send(chunk(id, created, request, new Completion.Delta("assistant", word), null));
					callProvider(request.model());
				}
				events.send(chunk(id, created, request, new Completion.Delta(null, null), "stop"));
				events.send("[DONE]");
				events.complete();
			}
			catch (Exception ex) {
				events.completeWithError(ex);
			}
		});
		return events;
	}

	private static void callProvider(String model) {
		if (model.equals("flaky")) {
			throw new ProviderException("HTTP 500 from https://provider.internal");
		}
	}

	private static Completion.Chunk chunk(String id, long created, ChatRequest request, Completion.Delta delta,
			String finishReason) {
		return new Completion.Chunk(id, "chat.completion.chunk", created, request.model(),
				List.of(new Completion.ChunkChoice(0, delta, finishReason)));
	}

	private static String newId() {
		return "chatcmpl-" + UUID.randomUUID();
	}

	private long now() {
		return this.clock.instant().getEpochSecond();
	}

	/**
	 * Split a text into its words, each with the space behind it.
	 */
	private static List<String> words(String text) {
		return text.isEmpty() ? List.of() : List.of(text.split("(?<=\\s)(?=\\S)"));
	}

}
