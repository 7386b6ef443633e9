package dev.errata.sample.joule;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.errata.error.ErrorCodeException;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The models of joule. Three of them exist to fail.
 */
@RestController
@RequestMapping("/joule/v1/models")
class ModelController {

	static final String MODELS = "auto, green-7b, green-70b, flaky, slow, broken";

	/** The first of January 2026. */
	private static final long CREATED = 1_767_225_600;

	private static final List<Model> ALL = List.of(MODELS.split(", "))
		.stream()
		.map((id) -> new Model(id, "model", CREATED, "joule"))
		.toList();

	@GetMapping
	Models list() {
		return new Models("list", ALL);
	}

	@GetMapping("/{id}")
	Model get(@PathVariable String id) {
		return ALL.stream()
			.filter((model) -> model.id().equals(id))
			.findAny()
			.orElseThrow(() -> new ErrorCodeException("not_found").detail("There is no model '" + id + "'."));
	}

	record Models(String object, List<Model> data) {
	}

	record Model(String id, String object, long created, @JsonProperty("owned_by") String ownedBy) {
	}

}
