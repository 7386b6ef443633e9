package com.example.idempotency;

import dev.errata.idempotency.Idempotent;
import dev.errata.idempotency.RunningClaim;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the documentation shows of a handler whose requests need a key.
 */
@RestController
class OrderController {

	@PostMapping("/orders")
	@Idempotent(required = true, ttl = "72h", reopen = "409")
	Order order(@RequestBody NewOrder order, @Nullable RunningClaim claim) {
		return new Order(order.item(), (claim != null) ? claim.attempt() : 0);
	}

	record NewOrder(String item) {
	}

	record Order(String item, int attempt) {
	}

}
