package dev.errata.sample;

import java.time.Duration;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.error.ErrorCodeException;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Raises any code of any contract, to see what it looks like on the wire.
 */
@RestController
class RaiseController {

	private final Contracts contracts;

	RaiseController(Contracts contracts) {
		this.contracts = contracts;
	}

	@GetMapping("/{contract}/raise/{code}")
	void raise(@PathVariable String contract, @PathVariable String code, @RequestParam(required = false) Integer status,
			@RequestParam(name = "retry-after", required = false) Integer retryAfter) {
		Contract raising = this.contracts.get(contract);
		CatalogEntry entry = (raising != null) ? raising.catalog().find(code) : null;
		if (entry == null) {
			throw new ErrorCodeException(StandardCode.NOT_FOUND);
		}
		ErrorCodeException failure = new ErrorCodeException(entry.code());
		if (status != null) {
			if (!entry.statuses().contains(status)) {
				throw new ErrorCodeException(StandardCode.BAD_REQUEST)
					.detail("status must be one of those of the code: " + entry.statuses());
			}
			failure.status(status);
		}
		if (retryAfter != null) {
			if (retryAfter < 0) {
				throw new ErrorCodeException(StandardCode.BAD_REQUEST).detail("retry-after must not be negative");
			}
			failure.retryAfter(Duration.ofSeconds(retryAfter));
		}
		throw failure;
	}

}
