package dev.errata.idempotency;

import org.springframework.context.SmartLifecycle;

/**
 * Has answers stored that wait for the store, when the application ends: after the web
 * server has, and before connections do, some of which are gone by the time that beans
 * are destroyed.
 */
final class ShutdownFlush implements SmartLifecycle {

	/** Connections to Redis have the phase 0, and web servers one of the last. */
	static final int PHASE = 1024;

	private final IdempotencyGuard guard;

	private volatile boolean running;

	ShutdownFlush(IdempotencyGuard guard) {
		this.guard = guard;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.guard.settlePending();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
