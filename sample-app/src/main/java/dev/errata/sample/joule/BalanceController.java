package dev.errata.sample.joule;

import java.math.BigDecimal;

import dev.errata.sample.Account;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells what an account of joule holds. To have nothing is no failure yet.
 */
@RestController
class BalanceController {

	@GetMapping("/joule/v1/balance")
	Balance get(@RequestAttribute Account account) {
		return new Balance(new BigDecimal((account == Account.POOR) ? "0.00" : "12.50"));
	}

	record Balance(BigDecimal balance) {
	}

}
