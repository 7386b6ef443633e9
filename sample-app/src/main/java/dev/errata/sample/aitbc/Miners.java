package dev.errata.sample.aitbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.errata.error.ErrorCodeException;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.Range;

import org.springframework.stereotype.Component;

/**
 * The registered miners, kept in memory. One is registered from the start and never
 * responds: {@code miner-offline}.
 */
@Component
class Miners {

	private final Map<String, Miner> miners = new ConcurrentHashMap<>(
			Map.of("miner-offline", new Miner("miner-offline", 1, 0, false)));

	Miner register(Registration registration) {
		Miner miner = new Miner(registration.id(), registration.capacity(), 0, true);
		if (this.miners.putIfAbsent(miner.id(), miner) != null) {
			throw new ErrorCodeException("MINER_ALREADY_REGISTERED");
		}
		return miner;
	}

	Miner get(String id) {
		Miner miner = this.miners.get(id);
		if (miner == null) {
			throw new ErrorCodeException("MINER_NOT_FOUND").detail("There is no miner '" + id + "'.");
		}
		return miner;
	}

	void occupy(String id) {
		get(id);
		this.miners.computeIfPresent(id, (key, miner) -> {
			if (!miner.online()) {
				throw new ErrorCodeException("MINER_OFFLINE");
			}
			if (miner.jobs() >= miner.capacity()) {
				throw new ErrorCodeException("MINER_CAPACITY_FULL");
			}
			return new Miner(id, miner.capacity(), miner.jobs() + 1, true);
		});
	}

	void release(String id) {
		this.miners.computeIfPresent(id, (key, miner) -> new Miner(id, miner.capacity(), miner.jobs() - 1, true));
	}

	record Registration(@NotBlank String id, @NotNull @Range(min = 1, max = 64) Integer capacity) {
	}

	record Miner(String id, int capacity, int jobs, boolean online) {
	}

}
