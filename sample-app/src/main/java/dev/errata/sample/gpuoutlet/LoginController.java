package dev.errata.sample.gpuoutlet;

import java.time.Clock;
import java.time.Duration;

import dev.errata.error.ErrorCodeException;
import dev.errata.sample.Buckets;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Pretends to mail one-time login codes, one in 30 seconds for each address.
 */
@RestController
class LoginController {

	private final Buckets addresses;

	LoginController(Clock clock) {
		this.addresses = Buckets.sinceFirstUse(1, Duration.ofSeconds(30), clock);
	}

	@PostMapping("/gpuoutlet/v1/auth/code")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void send(@Valid @RequestBody CodeRequest request) {
		ConsumptionProbe probe = this.addresses.of(request.email()).tryConsumeAndReturnRemaining(1);
		if (!probe.isConsumed()) {
			throw new ErrorCodeException("code_request_rate_limited")
				.retryAfter(Duration.ofNanos(probe.getNanosToWaitForRefill()));
		}
	}

	record CodeRequest(@NotNull @Email(regexp = ".+@.+") String email) {
	}

}
