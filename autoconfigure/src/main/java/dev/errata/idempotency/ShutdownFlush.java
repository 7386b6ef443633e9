package dev.errata.idempotency;

import org.springframework.context.SmartLifecycle;

/**
 * Stores pending responses one last time on shutdown, after the web server has stopped
 * and while connections to the store are still open.
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
