package dev.errata.wire;

import dev.errata.wire.Service.Container;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * Tests of a service that is started in every stack, one after the other.
 */
@InEveryStack
public abstract class EveryStackTests extends WireTests {

	@Parameter
	Container container;

	private Service service;

	/**
	 * Start the service.
	 * @param container the container to start it in
	 */
	protected abstract Service start(Container container);

	@BeforeParameterizedClassInvocation
	void start() {
		this.service = start(this.container);
	}

	@AfterParameterizedClassInvocation
	void stop() {
		if (this.service != null) {
			this.service.close();
		}
	}

	@Override
	protected Container container() {
		return this.container;
	}

	@Override
	protected int port() {
		return this.service.port();
	}

	protected <T> T bean(Class<T> type) {
		return this.service.bean(type);
	}

}
