package dev.errata.sample.joule;

import java.util.List;
import java.util.concurrent.Callable;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Batches of chats, which have more time than a single one. Only a model named
 * {@code slow} needs it.
 */
@RestController
class BatchController {

	@PostMapping("/joule/v1/batches")
	Callable<Summary> run(@Valid @RequestBody Batch batch) {
		return () -> {
			if (batch.chats().stream().anyMatch((chat) -> chat.model().equals("slow"))) {
				Thread.sleep(600_000);
			}
			return new Summary(batch.chats().size());
		};
	}

	record Batch(@NotEmpty List<@NotNull @Valid ChatRequest> chats) {
	}

	record Summary(int completed) {
	}

}
