package dev.errata.web.reactive;

import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.web.server.ServerWebExchange;

/**
 * Watches the tasks that requests leave to the schedulers of Reactor. If a task throws
 * something fatal, Reactor tells the scheduler's thread and no subscriber, and the
 * request would wait for ever.
 *
 * @since 0.1.0
 * @hidden
 */
public final class TaskGuard implements InitializingBean, DisposableBean {

	private final String key = "errata-" + System.identityHashCode(this);

	private final ThreadLocal<@Nullable RequestHandling> current = new ThreadLocal<>();

	TaskGuard() {
	}

	/**
	 * Return the request that the current thread works for.
	 * @return the request as filters see it, or {@code null} if there is none
	 */
	public @Nullable ServerWebExchange currentExchange() {
		RequestHandling handling = this.current.get();
		return (handling != null) ? handling.response().webExchange() : null;
	}

	@Override
	public void afterPropertiesSet() {
		Schedulers.onScheduleHook(this.key, this::guard);
	}

	@Override
	public void destroy() {
		Schedulers.resetOnScheduleHook(this.key);
	}

	/**
	 * Work for a request: the tasks that this thread schedules meanwhile are the
	 * request's.
	 * @param handling the request
	 * @param work what is done for it, and handles its own failures
	 */
	void run(RequestHandling handling, Runnable work) {
		RequestHandling outer = this.current.get();
		this.current.set(handling);
		try {
			work.run();
		}
		finally {
			// what is removed would be allocated anew
			this.current.set(outer);
		}
	}

	private Runnable guard(Runnable task) {
		RequestHandling handling = this.current.get();
		return (handling != null && !handling.isDone()) ? new GuardedTask(task, handling) : task;
	}

	private final class GuardedTask implements Runnable {

		private final Runnable task;

		private @Nullable RequestHandling handling;

		/** Whether the request had failed when the task was scheduled. */
		private final boolean late;

		GuardedTask(Runnable task, RequestHandling handling) {
			this.task = task;
			this.handling = handling;
			this.late = handling.hasFailed();
		}

		@Override
		public void run() {
			RequestHandling handling = this.handling;
			if (handling == null || handling.isDone()) {
				// a task that is repeated outlives the request
				this.handling = null;
				this.task.run();
				return;
			}
			TaskGuard.this.run(handling, () -> run(handling));
		}

		private void run(RequestHandling handling) {
			try {
				this.task.run();
			}
			catch (Throwable ex) {
				if (!Exceptions.isFatal(ex) || !(this.late ? handling.failAgain(ex) : handling.fail(ex))) {
					throw ex;
				}
			}
		}

	}

}
