package dev.errata.sample.gpuoutlet;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.Range;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tops up the wallet of gpuoutlet.
 */
@RestController
class BillingController {

	@PostMapping("/gpuoutlet/v1/billing/checkout")
	Checkout checkout(@Valid @RequestBody TopUp topUp) {
		return new Checkout("open", topUp.amountCents());
	}

	record TopUp(@NotNull @Range(min = 100, max = 500000) Integer amountCents) {
	}

	record Checkout(String status, int amountCents) {
	}

}
