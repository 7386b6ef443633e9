package com.example.shop;

import java.time.Duration;
import java.util.List;

import dev.errata.error.ErrorCodeException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/orders")
class OrderController {

	@PostMapping
	Order create(@Valid @RequestBody Order order) {
		return order;
	}

	@GetMapping("/{id}")
	Order read(@PathVariable int id) {
		throw new OutOfStockException("SELECT * FROM stock WHERE id = " + id, "A-7");
	}

	@DeleteMapping("/{id}")
	void cancel(@PathVariable int id) {
		throw new OrderShippedException();
	}

	@PostMapping("/{id}/payment")
	void pay(@PathVariable int id) {
		throw new ErrorCodeException("insufficient_balance").detail("Top up 5 € first.").with("balance", 0.4);
	}

	@PostMapping("/{id}/refund")
	void refund(@PathVariable int id) {
		throw new PaymentException("declined");
	}

	@PostMapping("/{id}/shipment")
	void ship(@PathVariable int id) {
		throw new ErrorCodeException(Problem.OUT_OF_STOCK).status(503)
			.arg("city", "Turin")
			.retryAfter(Duration.ofMinutes(5));
	}

	@PostMapping("/{id}/lines")
	void append(@PathVariable int id) {
		throw new ErrorCodeException("validation_failed").violation("lines[0].sku", "is no longer sold");
	}

	record Order(@NotBlank @Size(max = 40) String customer, @NotEmpty List<@Valid Line> lines) {
	}

	record Line(@NotBlank String sku, @Min(1) int quantity) {
	}

}
