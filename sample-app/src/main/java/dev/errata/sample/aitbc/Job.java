package dev.errata.sample.aitbc;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.errata.error.ErrorCodeException;
import dev.errata.sample.KnownModel;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.hibernate.validator.constraints.Range;

/**
 * A piece of work, and the ways from one of its states to another.
 *
 * @param id the id
 * @param status where it stands
 * @param minerId the miner that works on it, once it is claimed
 * @param deadline when it becomes worthless
 */
record Job(String id, Status status, @JsonProperty("miner_id") String minerId, Instant deadline) {

	Job claimedBy(String minerId) {
		require(Status.QUEUED);
		return new Job(this.id, Status.CLAIMED, minerId, this.deadline);
	}

	Job completed() {
		require(Status.CLAIMED);
		return new Job(this.id, Status.COMPLETED, this.minerId, this.deadline);
	}

	Job cancelled() {
		if (this.status != Status.CLAIMED) {
			require(Status.QUEUED);
		}
		return new Job(this.id, Status.CANCELLED, this.minerId, this.deadline);
	}

	private void require(Status expected) {
		if (this.status == Status.COMPLETED) {
			throw new ErrorCodeException(JobProblem.JOB_ALREADY_COMPLETED);
		}
		if (this.status == Status.CANCELLED) {
			throw new ErrorCodeException(JobProblem.JOB_ALREADY_CANCELLED);
		}
		if (this.deadline != null && this.deadline.isBefore(Instant.now())) {
			throw new ErrorCodeException(JobProblem.JOB_EXPIRED);
		}
		if (this.status == Status.CLAIMED && expected == Status.QUEUED) {
			throw new ErrorCodeException(JobProblem.JOB_ALREADY_CLAIMED);
		}
		if (this.status != expected) {
			throw new ErrorCodeException(JobProblem.JOB_INVALID_STATUS)
				.detail("A job that is " + this.status + " must be " + expected + " first.");
		}
	}

	enum Status {

		QUEUED, CLAIMED, COMPLETED, CANCELLED

	}

	/**
	 * What a job is submitted with.
	 */
	record Submission(@NotNull @KnownModel("llama-8b, llama-70b") String model,
			@NotBlank @Size(max = 4000, message = "must not be longer than {max} characters") String prompt,
			@Range(min = 1, max = 4096) @JsonProperty("max_tokens") Integer maxTokens, Instant deadline) {
	}

}
