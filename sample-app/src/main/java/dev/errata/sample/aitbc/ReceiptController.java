package dev.errata.sample.aitbc;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows the receipts of aitbc and lets them be claimed.
 */
@RestController
@RequestMapping("/aitbc/v1/receipts/{id}")
class ReceiptController {

	private final Receipts receipts;

	ReceiptController(Receipts receipts) {
		this.receipts = receipts;
	}

	@GetMapping
	Receipts.Receipt get(@PathVariable String id) {
		return this.receipts.get(id);
	}

	@PostMapping("/claim")
	Receipts.Receipt claim(@PathVariable String id, @Valid @RequestBody Claim claim) {
		return this.receipts.claim(id, claim.signature());
	}

	record Claim(@NotBlank String signature) {
	}

}
