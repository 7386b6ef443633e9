package dev.errata.sample.joule;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows and verifies the receipts of joule.
 */
@RestController
@RequestMapping("/joule/v1/receipts/{id}")
class ReceiptController {

	private final Receipts receipts;

	ReceiptController(Receipts receipts) {
		this.receipts = receipts;
	}

	@GetMapping
	Receipts.Receipt get(@PathVariable String id) {
		return this.receipts.get(id);
	}

	@PostMapping("/verify")
	Receipts.Receipt verify(@PathVariable String id) {
		return this.receipts.verify(id);
	}

}
