package dev.errata.integration;

import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Tests of one service beside a framework.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NeighbourTests extends WireTests {

	private Service service;

	abstract Service start() throws Exception;

	@BeforeAll
	void startService() throws Exception {
		this.service = start();
	}

	@AfterAll
	void stopService() {
		this.service.close();
	}

	@Override
	protected int port() {
		return this.service.port();
	}

	Service service() {
		return this.service;
	}

}
