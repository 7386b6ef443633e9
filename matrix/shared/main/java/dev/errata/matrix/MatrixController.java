package dev.errata.matrix;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.catalog.StandardCode;
import dev.errata.error.ErrorCode;
import dev.errata.error.ErrorCodeException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Handlers that are the same on Spring MVC and Spring WebFlux.
 */
@RestController
class MatrixController {

	private final AtomicInteger payments = new AtomicInteger();

	@GetMapping(path = "/fine", produces = MediaType.TEXT_PLAIN_VALUE)
	String fine() {
		return "fine";
	}

	@GetMapping("/code")
	String code() {
		throw new ErrorCodeException("insufficient_balance").with("missing", 5);
	}

	@GetMapping("/standard")
	String standard() {
		throw new ErrorCodeException(StandardCode.TOO_MANY_REQUESTS);
	}

	@GetMapping("/retry")
	String retry() {
		throw new ErrorCodeException("out_of_stock");
	}

	@GetMapping("/unknown-code")
	String unknownCode() {
		throw new ErrorCodeException("nobody_declared_this");
	}

	@GetMapping("/annotated")
	String annotated() {
		throw new ShippedException();
	}

	@GetMapping("/claimed")
	String claimed() {
		throw new WithdrawnException();
	}

	@GetMapping("/wrapped")
	CompletableFuture<String> wrapped() {
		return CompletableFuture.supplyAsync(() -> {
			throw new WithdrawnException();
		});
	}

	@GetMapping("/crash")
	String crash() {
		throw new IllegalStateException("internal: row 4711");
	}

	@GetMapping("/error-of-the-jvm")
	String error() {
		throw new AssertionError("internal: row 4711");
	}

	@GetMapping("/status")
	String status() {
		throw new ResponseStatusException(HttpStatus.GONE, "internal: row 4711");
	}

	@GetMapping("/status-annotation")
	String statusAnnotation() {
		throw new TeapotException();
	}

	@GetMapping("/entity")
	ResponseEntity<String> entity() {
		return ResponseEntity.status(422).contentType(MediaType.TEXT_PLAIN).body("own");
	}

	@GetMapping("/v1/code")
	String codeOfContract() {
		throw new ErrorCodeException(StandardCode.CONFLICT);
	}

	@GetMapping("/numbers/{number}")
	int number(@PathVariable("number") int number) {
		return number;
	}

	@GetMapping("/ranges/{number}")
	int range(@PathVariable("number") @Min(1) @Max(9) int number) {
		return number;
	}

	@GetMapping("/parameter")
	int parameter(@RequestParam("page") int page) {
		return page;
	}

	@GetMapping("/filter")
	String filter(@ModelAttribute("filter") Filter filter) {
		return "" + filter;
	}

	@GetMapping("/header")
	String header(@RequestHeader("X-Tenant") String tenant) {
		return tenant;
	}

	@GetMapping("/cookie")
	String cookie(@CookieValue("session") String session) {
		return session;
	}

	@PostMapping(path = "/orders", consumes = MediaType.APPLICATION_JSON_VALUE)
	Order order(@Valid @RequestBody Order order) {
		return order;
	}

	@PutMapping("/small")
	Order small(@RequestBody Order order) {
		return order;
	}

	@PostMapping("/payments")
	@ResponseStatus(HttpStatus.CREATED)
	String payment(@RequestBody Order order) {
		if (order.count() == 13) {
			throw new ErrorCodeException("order_shipped");
		}
		return "payment " + this.payments.incrementAndGet();
	}

	@GetMapping("/secured/fine")
	String secured() {
		return "secured";
	}

	record Order(@NotBlank String item, @Min(1) int count, List<@NotBlank String> tags) {
	}

	record Filter(List<Integer> sizes) {
	}

	@ErrorCode("order_shipped")
	static class ShippedException extends RuntimeException {

	}

	@ResponseStatus(HttpStatus.I_AM_A_TEAPOT)
	static class TeapotException extends RuntimeException {

	}

}
