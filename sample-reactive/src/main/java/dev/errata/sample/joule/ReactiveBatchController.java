package dev.errata.sample.joule;

import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Batches of chats, which have more time than a single one. Only a model named
 * {@code slow} needs it.
 */
@RestController
class ReactiveBatchController {

	@PostMapping("/joule/v1/batches")
	Mono<Summary> run(@Valid @RequestBody Batch batch) {
		boolean slow = batch.chats().stream().anyMatch((chat) -> chat.model().equals("slow"));
		return slow ? Mono.never() : Mono.just(new Summary(batch.chats().size()));
	}

	record Batch(@NotEmpty List<@NotNull @Valid ChatRequest> chats) {
	}

	record Summary(int completed) {
	}

}
