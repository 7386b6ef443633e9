package dev.errata.sample.joule;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import dev.errata.error.ErrorCodeException;
import dev.errata.sample.Account;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The workloads of joule, kept in memory.
 */
@RestController
@RequestMapping("/joule/v1/workloads")
class WorkloadController {

	private final Map<String, Workload> workloads = new ConcurrentSkipListMap<>();

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Workload deploy(@Valid @RequestBody Workload workload, @RequestAttribute Account account) {
		if (account == Account.POOR) {
			throw new ErrorCodeException("insufficient_balance");
		}
		if (this.workloads.putIfAbsent(workload.name(), workload) != null) {
			throw new ErrorCodeException("conflict").detail("There is a workload '" + workload.name() + "' already.");
		}
		return workload;
	}

	@GetMapping
	Collection<Workload> list() {
		return this.workloads.values();
	}

	@GetMapping("/{name}")
	Workload get(@PathVariable String name) {
		return existing(name, this.workloads.get(name));
	}

	@DeleteMapping("/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String name) {
		existing(name, this.workloads.remove(name));
	}

	private static Workload existing(String name, Workload workload) {
		if (workload == null) {
			throw new ErrorCodeException("not_found").detail("There is no workload '" + name + "'.");
		}
		return workload;
	}

	record Workload(@NotNull @Pattern(regexp = "[a-z0-9-]{1,40}",
			message = "must consist of lower-case letters, digits and hyphens") String name) {
	}

}
