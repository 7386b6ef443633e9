package dev.errata.sample.contrib;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.errata.error.ErrorCodeException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Contributions to the projects of contrib, and a log of each, kept in memory. There is
 * one project, {@code errata}.
 */
@RestController
@RequestMapping("/contrib")
class ContributionController {

	private static final Set<String> PROJECTS = Set.of("errata");

	private final Map<String, Log> logs = new ConcurrentHashMap<>();

	private final AtomicInteger count = new AtomicInteger();

	@PostMapping("/contributions")
	@ResponseStatus(HttpStatus.CREATED)
	Log contribute(@Valid @RequestBody Contribution contribution) {
		if (contribution.project() != null) {
			project(contribution.project());
		}
		Log log = new Log("log_" + this.count.incrementAndGet(), contribution.text());
		this.logs.put(log.id(), log);
		return log;
	}

	@GetMapping("/projects")
	Set<String> projects() {
		return PROJECTS;
	}

	@GetMapping("/projects/{name}")
	Project project(@PathVariable String name) {
		if (!PROJECTS.contains(name)) {
			throw new ErrorCodeException("not_found").detail("project '" + name + "' does not exist");
		}
		return new Project(name);
	}

	@GetMapping("/logs/{id}")
	Log log(@PathVariable String id) {
		Log log = this.logs.get(id);
		if (log == null) {
			throw new ErrorCodeException("LOG_NOT_FOUND").detail("log '" + id + "' does not exist");
		}
		return log;
	}

	record Contribution(
			@NotBlank(message = "cannot be empty") @Size(max = 10000,
					message = "cannot be longer than {max} characters") @JsonProperty("this_contribution") String text,
			String project) {
	}

	record Project(String name) {
	}

	record Log(String id, String text) {
	}

}
