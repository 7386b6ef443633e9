package dev.errata.requestid;

import org.springframework.core.task.TaskDecorator;

/**
 * Lets a task work for the request of the thread that submits it.
 *
 * @since 0.1.0
 */
public final class RequestIdTaskDecorator implements TaskDecorator {

	@Override
	public Runnable decorate(Runnable task) {
		String id = RequestId.current();
		if (id == null) {
			return task;
		}
		return () -> {
			try (RequestId.Scope scope = RequestId.open(id)) {
				task.run();
			}
		};
	}

}
