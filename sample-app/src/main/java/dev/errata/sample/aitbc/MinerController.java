package dev.errata.sample.aitbc;

import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Registers and shows the miners of aitbc.
 */
@RestController
@RequestMapping("/aitbc/v1/miners")
class MinerController {

	private final Miners miners;

	MinerController(Miners miners) {
		this.miners = miners;
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Miners.Miner register(@Valid @RequestBody Miners.Registration registration) {
		return this.miners.register(registration);
	}

	@GetMapping("/{id}")
	Miners.Miner get(@PathVariable String id) {
		return this.miners.get(id);
	}

}
