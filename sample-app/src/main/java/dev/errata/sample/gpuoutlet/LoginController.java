package dev.errata.sample.gpuoutlet;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.errata.error.ErrorCodeException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Pretends to mail one-time login codes, one in 30 seconds.
 */
@RestController
class LoginController {

	private static final Duration PAUSE = Duration.ofSeconds(30);

	private static final int MAX_ADDRESSES = 10_000;

	// anybody may ask for a code, for any address; the oldest ones are forgotten
	private final Map<String, Instant> sent = Collections.synchronizedMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
			return size() > MAX_ADDRESSES;
		}

	});

	@PostMapping("/gpuoutlet/v1/auth/code")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void send(@Valid @RequestBody CodeRequest request) {
		Instant now = Instant.now();
		Instant last = this.sent.merge(request.email(), now,
				(before, ignored) -> before.plus(PAUSE).isAfter(now) ? before : now);
		if (last != now) {
			throw new ErrorCodeException("code_request_rate_limited");
		}
	}

	record CodeRequest(@NotNull @Email(regexp = ".+@.+") String email) {
	}

}
