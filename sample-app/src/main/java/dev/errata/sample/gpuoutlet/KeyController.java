package dev.errata.sample.gpuoutlet;

import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.error.ErrorCodeException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The SSH keys of gpuoutlet, kept in memory.
 */
@RestController
@RequestMapping("/gpuoutlet/v1/keys")
class KeyController {

	/** A modulus of 2048 bits alone. */
	private static final int RSA_2048_BYTES = 256;

	private final Map<String, String> idsByKey = new ConcurrentHashMap<>();

	private final AtomicInteger count = new AtomicInteger();

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Key add(@Valid @RequestBody NewKey request) {
		String[] parts = request.publicKey().split(" ");
		if (isWeak(parts[0], parts[1])) {
			throw new ErrorCodeException("weak_key");
		}
		String id = "key_" + this.count.incrementAndGet();
		if (this.idsByKey.putIfAbsent(parts[1], id) != null) {
			throw new ErrorCodeException("duplicate_key");
		}
		return new Key(id);
	}

	private static boolean isWeak(String type, String key) {
		return switch (type) {
			case "ssh-ed25519" -> false;
			case "ssh-rsa" -> Base64.getDecoder().decode(key).length < RSA_2048_BYTES;
			default -> true;
		};
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void remove(@PathVariable String id) {
		if (!this.idsByKey.values().remove(id)) {
			throw new ErrorCodeException("key_not_found");
		}
	}

	record NewKey(@NotNull @Pattern(
			regexp = "ssh-[a-z0-9]+ (?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?( .*)?",
			message = "must be an SSH public key") String publicKey) {
	}

	record Key(String id) {
	}

}
