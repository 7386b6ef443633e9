package dev.errata.sample.joule;

import java.util.List;

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

	private static final List<Model> ALL = List.of(MODELS.split(", ")).stream().map(Model::new).toList();

	@GetMapping
	List<Model> list() {
		return ALL;
	}

	@GetMapping("/{id}")
	Model get(@PathVariable String id) {
		return ALL.stream()
			.filter((model) -> model.id().equals(id))
			.findAny()
			.orElseThrow(() -> new ErrorCodeException("not_found").detail("There is no model '" + id + "'."));
	}

	record Model(String id) {
	}

}
