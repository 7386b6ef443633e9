package dev.errata.sample.joule;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.UUID;

import dev.errata.error.ErrorCodeException;
import dev.errata.sample.Account;

import org.springframework.stereotype.Component;

/**
 * Answers chats by repeating their last message, unless the model is one that fails. What
 * an answer takes is paid with energy.
 */
@Component
class Chats {

	private final Receipts receipts;

	private final EnergyBudget budget;

	private final Clock clock;

	Chats(Receipts receipts, EnergyBudget budget, Clock clock) {
		this.receipts = receipts;
		this.budget = budget;
		this.clock = clock;
	}

	/**
	 * Refuse a chat that cannot be answered.
	 */
	void admit(ChatRequest request, Account account) {
		if (account == Account.POOR) {
			throw new ErrorCodeException("insufficient_balance");
		}
		this.budget.require(account);
		if (request.model().equals("broken")) {
			throw new IllegalStateException("The weights of " + request.model() + " are gone");
		}
	}

	Completion answer(ChatRequest request, Account account) {
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
	 * Return the events of an answer word by word, each of which costs energy. The next
	 * one may fail.
	 */
	Iterator<Object> stream(ChatRequest request, Account account) {
		String id = newId();
		long created = now();
		Queue<String> words = new ArrayDeque<>(words(request.lastText()));
		Queue<Object> end = new ArrayDeque<>(
				List.of(chunk(id, created, request, new Completion.Delta(null, null), "stop"), "[DONE]"));
		return new Iterator<>() {

			private boolean begun;

			@Override
			public boolean hasNext() {
				return !end.isEmpty();
			}

			@Override
			public Object next() {
				if (this.begun) {
					callProvider(request.model());
				}
				this.begun = true;
				String word = words.poll();
				if (word == null) {
					return end.remove();
				}
				Chats.this.budget.require(account);
				Chats.this.budget.spend(account, 1);
				return chunk(id, created, request, new Completion.Delta("assistant", word), null);
			}

		};
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
