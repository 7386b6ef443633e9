package dev.errata.integration;

import java.util.List;
import java.util.Map;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

import com.fasterxml.jackson.annotation.JsonProperty;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The twins of what is written in Kotlin, as far as clients can tell.
 */
@RestController
@RequestMapping("/java")
class JavaController {

	@GetMapping("/before")
	String before() {
		throw new Broken();
	}

	@GetMapping("/unknown")
	String unknown() {
		throw new IllegalStateException(KotlinTests.SECRET);
	}

	@GetMapping("/parameter")
	String parameter(@RequestParam String name) {
		return name;
	}

	@GetMapping("/number")
	String number(@RequestParam int number) {
		return "" + number;
	}

	@GetMapping("/optional")
	String optional(@RequestParam(required = false) String name, @RequestParam(defaultValue = "10") int size) {
		return name + " " + size;
	}

	@GetMapping("/header")
	String header(@RequestHeader("X-Tenant") String tenant) {
		return tenant;
	}

	@GetMapping("/path/{number}")
	String path(@PathVariable int number) {
		return "" + number;
	}

	@GetMapping("/min")
	String min(@RequestParam @Min(1) int number) {
		return "" + number;
	}

	@GetMapping("/blank")
	String blank(@RequestParam @NotBlank String name) {
		return name;
	}

	@PostMapping("/order")
	String order(@RequestBody @Valid JavaOrder order) {
		return "plain";
	}

	@PostMapping("/orders")
	String orders(@RequestBody List<@Valid JavaOrder> orders) {
		return "" + orders.size();
	}

	record JavaOrder(@NotBlank @JsonProperty(required = true) String name, @JsonProperty(required = true) int count,
			@JsonProperty(required = true) @Valid JavaCustomer customer, List<JavaItem> lines, String note,
			String kind) {
	}

	record JavaCustomer(@NotBlank @JsonProperty(required = true) String email, Map<String, Integer> tags) {
	}

	record JavaItem(@NotNull @JsonProperty(required = true) String name) {
	}

}
