package dev.errata.sample;

import java.nio.file.Path;

import dev.errata.contract.Contracts;
import dev.errata.test.ContractSnapshot;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * What the clients of the five systems rely on.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.MOCK)
class ErrorContractTests {

	@Test
	void clientsCanRelyOnTheErrors(@Autowired Contracts contracts) {
		ContractSnapshot.of(contracts).isCompatibleWith(Path.of("src/test/resources/error-contracts.json"));
	}

}
