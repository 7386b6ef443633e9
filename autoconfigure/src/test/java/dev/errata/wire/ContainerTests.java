package dev.errata.wire;

import dev.errata.wire.Service.Container;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * Tests of a service that is started in one container after the other. Their annotation
 * says in which.
 */
public abstract class ContainerTests extends WireTests {

	@Parameter
	Container container;

	private Service service;

	/**
	 * Start the service.
	 * @param container the container to start it in
	 */
	protected abstract Service start(Container container) throws Exception;

	@BeforeParameterizedClassInvocation
	void start() throws Exception {
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

	protected Service service() {
		return this.service;
	}

	protected <T> T bean(Class<T> type) {
		return this.service.bean(type);
	}

}
