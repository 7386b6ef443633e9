package dev.errata.sample.gpuoutlet;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.error.ErrorCodeException;
import dev.errata.sample.Account;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The rentals of gpuoutlet, kept in memory. There are a4000 and h100, all b200 are taken,
 * and nobody offers anything else.
 */
@RestController
@RequestMapping("/gpuoutlet/v1/rentals")
class RentalController {

	private static final Set<Integer> COUNTS = Set.of(1, 2, 4, 8);

	private static final int CENTS_PER_GPU = 250;

	private final Map<String, Rental> rentals = new ConcurrentHashMap<>();

	private final AtomicInteger count = new AtomicInteger();

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Rental rent(@Valid @RequestBody NewRental request, @RequestAttribute Account account) {
		if (!COUNTS.contains(request.gpuCount())) {
			throw new ErrorCodeException("invalid_count").with("gpuCount", request.gpuCount());
		}
		switch (request.model()) {
			case "a4000", "h100" -> {
			}
			case "b200" -> throw new ErrorCodeException("provider_pool_empty");
			default -> throw new ErrorCodeException("model_unavailable").with("model", request.model());
		}
		if (account == Account.POOR) {
			throw new ErrorCodeException("insufficient_balance").with("balanceCents", 40)
				.with("costCents", CENTS_PER_GPU * request.gpuCount());
		}
		Rental rental = new Rental("rental_" + this.count.incrementAndGet(), request.model(), request.gpuCount(),
				"running");
		this.rentals.put(rental.id(), rental);
		return rental;
	}

	@PostMapping("/{id}/stop")
	Rental stop(@PathVariable String id) {
		Rental rental = this.rentals.get(id);
		if (rental == null) {
			throw new ErrorCodeException("rental_not_found");
		}
		Rental stopped = new Rental(id, rental.model(), rental.gpuCount(), "stopped");
		if (rental.equals(stopped) || !this.rentals.replace(id, rental, stopped)) {
			throw new ErrorCodeException("already_stopped");
		}
		return stopped;
	}

	record NewRental(@NotNull Integer gpuCount, @NotBlank String model) {
	}

	record Rental(String id, String model, int gpuCount, String status) {
	}

}
