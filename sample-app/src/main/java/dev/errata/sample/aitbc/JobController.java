package dev.errata.sample.aitbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.errata.error.ErrorCodeException;
import dev.errata.sample.Account;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The jobs of aitbc, kept in memory.
 */
@RestController
@RequestMapping("/aitbc/v1/jobs")
class JobController {

	private final Map<String, Job> jobs = new ConcurrentHashMap<>();

	private final AtomicInteger count = new AtomicInteger();

	private final Miners miners;

	private final Receipts receipts;

	private final DailyQuota quota;

	JobController(Miners miners, Receipts receipts, DailyQuota quota) {
		this.miners = miners;
		this.receipts = receipts;
		this.quota = quota;
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Job submit(@Valid @RequestBody Job.Submission submission, @RequestAttribute Account account) {
		if (account == Account.POOR) {
			throw new ErrorCodeException("PAYMENT_INSUFFICIENT_BALANCE");
		}
		this.quota.take(account);
		Job job = new Job("job_" + this.count.incrementAndGet(), Job.Status.QUEUED, null, submission.deadline());
		this.jobs.put(job.id(), job);
		return job;
	}

	@GetMapping("/{id}")
	Job get(@PathVariable String id) {
		return change(id, (job) -> job);
	}

	@PostMapping("/{id}/claim")
	Job claim(@PathVariable String id, @Valid @RequestBody Claim claim) {
		return change(id, (job) -> {
			Job claimed = job.claimedBy(claim.minerId());
			this.miners.occupy(claim.minerId());
			return claimed;
		});
	}

	@PostMapping("/{id}/complete")
	Receipts.Receipt complete(@PathVariable String id) {
		Job completed = change(id, (job) -> {
			Job changed = job.completed();
			this.miners.release(changed.minerId());
			return changed;
		});
		return this.receipts.issue(completed.id());
	}

	@PostMapping("/{id}/cancel")
	Job cancel(@PathVariable String id) {
		return change(id, (job) -> {
			Job changed = job.cancelled();
			if (changed.minerId() != null) {
				this.miners.release(changed.minerId());
			}
			return changed;
		});
	}

	private Job change(String id, UnaryOperator<Job> change) {
		Job changed = this.jobs.computeIfPresent(id, (key, job) -> change.apply(job));
		if (changed == null) {
			throw new ErrorCodeException(JobProblem.JOB_NOT_FOUND).detail("There is no job '" + id + "'.");
		}
		return changed;
	}

	record Claim(@NotNull @JsonProperty("miner_id") String minerId) {
	}

}
