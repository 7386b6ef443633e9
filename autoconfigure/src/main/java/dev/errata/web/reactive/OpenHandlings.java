package dev.errata.web.reactive;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The requests that are being handled. Those that have had no response for long time out:
 * what Reactor calls fatal was thrown where neither a subscriber nor a scheduler is told,
 * or a publisher forgets its subscriber.
 */
final class OpenHandlings implements InitializingBean, DisposableBean {

	/** Longer than anybody waits; proxies give up after a minute or two. */
	private static final Duration LONGEST = Duration.ofMinutes(5);

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	/** After how many sweeps a request has waited for too long. */
	static final int SWEEPS = (int) LONGEST.dividedBy(INTERVAL);

	private final Set<RequestHandling> open = ConcurrentHashMap.newKeySet();

	private final Predicate<String> limited;

	private final ScheduledThreadPoolExecutor executor;

	private volatile int sweeps;

	/**
	 * Create an empty set.
	 * @param limited whether a path has a time-out of its own
	 */
	OpenHandlings(Predicate<String> limited) {
		this.limited = limited;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("errata-open-requests-");
		threads.setDaemon(true);
		this.executor = new ScheduledThreadPoolExecutor(1, threads);
	}

	@Override
	public void afterPropertiesSet() {
		this.executor.scheduleWithFixedDelay(this::sweep, INTERVAL.toMillis(), INTERVAL.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

	void add(RequestHandling handling) {
		this.open.add(handling);
	}

	void remove(RequestHandling handling) {
		this.open.remove(handling);
	}

	/**
	 * Return the number of sweeps so far, which is the time that handlings go by.
	 */
	int sweeps() {
		return this.sweeps;
	}

	/**
	 * Let those time out that have waited for too long.
	 */
	void sweep() {
		int now = this.sweeps + 1;
		this.sweeps = now;
		for (RequestHandling handling : this.open) {
			if (now - handling.activeAt() > SWEEPS && !handling.hasResponse()
					&& !this.limited.test(handling.exchange().path())) {
				handling.timeOut();
			}
		}
	}

}
