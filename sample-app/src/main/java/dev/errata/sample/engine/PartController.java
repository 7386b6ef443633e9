package dev.errata.sample.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.error.ErrorCodeException;
import dev.errata.openapi.Raises;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The parts of engine and the programs made from them, kept in memory. A part is in
 * processing until it is polled. No program can be made for one named {@code impossible},
 * and the Engine is away whenever one named {@code unreachable} is its turn.
 */
@RestController
@RequestMapping("/engine/v1")
@Raises({ "unauthorized", "forbidden", "rate_limited" })
class PartController {

	private final Map<String, Part> parts = new ConcurrentHashMap<>();

	private final AtomicInteger count = new AtomicInteger();

	@PostMapping("/parts")
	@ResponseStatus(HttpStatus.CREATED)
	Part upload(@Valid @RequestBody NewPart part) {
		Part uploaded = new Part("part_" + this.count.incrementAndGet(), part.name(), "processing");
		this.parts.put(uploaded.id(), uploaded);
		return uploaded;
	}

	@GetMapping("/parts/{id}")
	@Raises("not_found")
	Part poll(@PathVariable String id) {
		Part part = existing(id);
		Part ready = new Part(id, part.name(), "ready");
		this.parts.put(id, ready);
		return ready;
	}

	@PostMapping("/programs")
	@ResponseStatus(HttpStatus.CREATED)
	@Raises({ "not_found", "conflict", "internal_error 422", "internal_error 503" })
	Program program(@Valid @RequestBody NewProgram program) {
		Part part = existing(program.partId());
		if (!part.status().equals("ready")) {
			throw new ErrorCodeException("conflict").detail("Part '" + part.id() + "' is still being processed.");
		}
		if (part.name().equals("impossible")) {
			throw new ErrorCodeException("internal_error").status(422);
		}
		if (part.name().equals("unreachable")) {
			throw new ErrorCodeException("internal_error").status(503);
		}
		return new Program("program_" + this.count.incrementAndGet(), part.id());
	}

	private Part existing(String id) {
		Part part = this.parts.get(id);
		if (part == null) {
			throw new ErrorCodeException("not_found").detail("There is no part '" + id + "'.");
		}
		return part;
	}

	record NewPart(@NotBlank String name) {
	}

	record Part(String id, String name, String status) {
	}

	record NewProgram(@NotNull String partId) {
	}

	record Program(String id, String partId) {
	}

}
