package dev.errata.quota;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.Assert;

/**
 * Asks the {@linkplain QuotaProvider providers}, and lets none of them harm an answer:
 * one that throws or is slow is as good as none. Few threads ask; while providers hang in
 * all of them, nobody is asked any more.
 *
 * @since 0.1.0
 */
public final class Quotas implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Quotas.class);

	/** More would not fit into a header. */
	private static final int MAX_QUOTAS = 10;

	/**
	 * Not a matter of processors: a provider that asks a database does nothing but wait.
	 */
	private static final int THREADS = 32;

	private static final int IDLE_SECONDS = 10;

	private final List<QuotaProvider> providers;

	private final ThreadPoolExecutor executor;

	private final Semaphore turns = new Semaphore(THREADS, true);

	private final AtomicInteger overdue = new AtomicInteger();

	private final AtomicBoolean complained = new AtomicBoolean();

	/**
	 * Create an instance.
	 * @param providers the providers in their order
	 */
	public Quotas(List<QuotaProvider> providers) {
		Assert.notNull(providers, "'providers' must not be null");
		this.providers = List.copyOf(providers);
		AtomicInteger count = new AtomicInteger();
		// the turns are its limit: a thread whose turn is over is not idle yet
		this.executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), (task) -> {
					Thread thread = new Thread(task, "errata-quota-" + count.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
	}

	/**
	 * Return whether there is no provider.
	 * @return whether nobody tells of quotas
	 */
	public boolean isEmpty() {
		return this.providers.isEmpty();
	}

	/**
	 * Ask for the quotas of a request.
	 * @param request the request
	 * @param timeout how long to wait; zero asks in this thread, for as long as it takes
	 * @return the quotas; empty where nobody tells of any, or not in time
	 */
	public List<Quota> of(QuotaRequest request, Duration timeout) {
		if (timeout.isZero()) {
			return told(ask(request));
		}
		if (this.overdue.get() >= THREADS) {
			return List.of();
		}
		long end = System.nanoTime() + timeout.toNanos();
		Question question = new Question(request);
		try {
			if (!this.turns.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
				complain("quota providers are too slow for the requests that come in", null);
				return List.of();
			}
			start(question);
			return told(question.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
		}
		catch (TimeoutException ex) {
			complain("no quota provider answered within " + timeout.toMillis() + " ms", null);
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			complain("there is no thread to ask in", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | CancellationException ex) {
			complain("the quotas could not be asked for", ex);
		}
		finally {
			question.giveUp();
		}
		return List.of();
	}

	private void start(Question question) {
		try {
			this.executor.execute(() -> {
				try {
					question.run();
				}
				finally {
					this.turns.release();
				}
			});
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			this.turns.release();
			throw ex;
		}
	}

	private Answer ask(QuotaRequest request) {
		List<Quota> quotas = new ArrayList<>();
		boolean well = true;
		for (QuotaProvider provider : this.providers) {
			try {
				add(provider.quotasOf(request), quotas);
			}
			catch (Throwable ex) {
				well = false;
				complain("the quota provider " + provider.getClass().getName() + " failed", ex);
			}
		}
		return new Answer(quotas, well);
	}

	private static void add(List<Quota> told, List<Quota> quotas) {
		for (Quota quota : told) {
			if (quotas.size() == MAX_QUOTAS) {
				return;
			}
			if (quota != null) {
				quotas.add(quota);
			}
		}
	}

	private List<Quota> told(Answer answer) {
		// one that comes too late is no sign that all is well
		if (answer.well()) {
			this.complained.set(false);
		}
		return answer.quotas();
	}

	/**
	 * Log a trouble once, until all is well again: every request has it.
	 */
	private void complain(String trouble, @Nullable Throwable cause) {
		if (this.complained.compareAndSet(false, true)) {
			logger.warn("Answers leave without their quota headers: {}", trouble, cause);
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	/**
	 * What all providers have told, and whether none of them failed.
	 */
	private record Answer(List<Quota> quotas, boolean well) {
	}

	/**
	 * One asking of all providers, which can be given up while it goes on.
	 */
	private final class Question extends FutureTask<Answer> {

		private static final int WAITING = 0;

		private static final int ASKED = 1;

		private static final int OVERDUE = 2;

		private static final int OVER = 3;

		private final AtomicInteger state = new AtomicInteger();

		Question(QuotaRequest request) {
			super(() -> ask(request));
		}

		@Override
		public void run() {
			if (!this.state.compareAndSet(WAITING, ASKED)) {
				return;
			}
			try {
				super.run();
			}
			finally {
				if (this.state.getAndSet(OVER) == OVERDUE) {
					Quotas.this.overdue.decrementAndGet();
				}
			}
		}

		/**
		 * Go on without an answer. A provider that hangs occupies its thread all the
		 * same.
		 */
		void giveUp() {
			if (isDone()) {
				return;
			}
			if (this.state.compareAndSet(WAITING, OVER)) {
				return;
			}
			Quotas.this.overdue.incrementAndGet();
			if (!this.state.compareAndSet(ASKED, OVERDUE)) {
				Quotas.this.overdue.decrementAndGet();
			}
			cancel(true);
		}

	}

}
