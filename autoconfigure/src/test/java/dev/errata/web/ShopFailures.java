package dev.errata.web;

import dev.errata.error.ErrorCodeException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Failures of a shop, for tests of what a browser is shown.
 */
@RestController
public class ShopFailures {

	@GetMapping("/fail")
	String fail() {
		throw new IllegalStateException("the shelf is empty");
	}

	@GetMapping("/nested")
	String nested() {
		throw new IllegalStateException("the shelf is empty", new IllegalArgumentException("inner"));
	}

	@GetMapping("/reason")
	String reason() {
		throw new ResponseStatusException(HttpStatus.GONE, "sold out");
	}

	@GetMapping("/annotated")
	String annotated() {
		throw new SoldOutException();
	}

	@GetMapping("/code")
	String code(@RequestParam String code) {
		throw new ErrorCodeException(code);
	}

	@GetMapping("/number")
	String number(@RequestParam int value) {
		return "" + value;
	}

	@GetMapping("/form")
	String form(@Valid @ModelAttribute Form form) {
		return "" + form;
	}

	record Form(@Min(1) int size) {

	}

	@ResponseStatus(code = HttpStatus.CONFLICT, reason = "sold out, too")
	static class SoldOutException extends RuntimeException {

		SoldOutException() {
			super("internal words");
		}

	}

}
