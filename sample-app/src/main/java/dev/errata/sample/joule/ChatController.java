package dev.errata.sample.joule;

import dev.errata.error.ErrorCodeException;
import dev.errata.sample.Account;
import jakarta.validation.Valid;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * Chat completions: it answers with what it was told, unless the model is one that fails.
 */
@RestController
class ChatController {

	private final Receipts receipts;

	private final EnergyBudget budget;

	ChatController(Receipts receipts, EnergyBudget budget) {
		this.receipts = receipts;
		this.budget = budget;
	}

	@PostMapping("/joule/v1/chat/completions")
	DeferredResult<Completion> complete(@Valid @RequestBody ChatRequest request, @RequestAttribute Account account) {
		if (account == Account.POOR) {
			throw new ErrorCodeException("insufficient_balance");
		}
		this.budget.require(account);
		DeferredResult<Completion> result = new DeferredResult<>();
		switch (request.model()) {
			case "broken" -> throw new IllegalStateException("The weights of " + request.model() + " are gone");
			case "flaky" -> throw new ProviderException("HTTP 500 from https://provider.internal");
			case "slow" -> {
				// nobody ever sets the result
			}
			default -> result.setResult(answer(request, account));
		}
		return result;
	}

	private Completion answer(ChatRequest request, Account account) {
		this.budget.spend(account, (request.maxTokens() != null) ? request.maxTokens() : 1);
		String content = request.messages().get(request.messages().size() - 1).content();
		return new Completion(request.model(), content, this.receipts.issue().id());
	}

	record Completion(String model, String content, String receipt) {
	}

}
