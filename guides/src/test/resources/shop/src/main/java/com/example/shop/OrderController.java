package com.example.shop;

import java.util.concurrent.atomic.AtomicLong;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/orders")
class OrderController {

	private final AtomicLong ids = new AtomicLong();

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Order create(@Valid @RequestBody NewOrder order) {
		if (order.quantity() > 3) {
			throw new OutOfStockException(order.sku(), 3);
		}
		return new Order(this.ids.incrementAndGet(), order.sku(), order.quantity());
	}

	@GetMapping("/{id}")
	Order read(@PathVariable long id) {
		return new Order(id, "A-7", 1);
	}

	@DeleteMapping("/{id}")
	void cancel(@PathVariable long id) {
		throw new OrderShippedException(id);
	}

	record NewOrder(@NotBlank String sku, @Min(1) @Max(100) int quantity) {
	}

	record Order(long id, String sku, int quantity) {
	}

}
