package dev.errata.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * What requests are granted, by path.
 *
 * @param body How large the body of a request may be, by a name of your choice: paths and
 * 'max'. The most specific path wins.
 * @param asyncTimeout How long an asynchronous answer may take, by a name of your choice:
 * paths and 'timeout'. The most specific path wins.
 */
record LimitsProperties(@Nullable Map<String, BodyProperties> body,
		@Nullable Map<String, AsyncTimeoutProperties> asyncTimeout) {

	/**
	 * How large a body may be.
	 *
	 * @param paths paths that are limited
	 * @param max the largest size
	 */
	record BodyProperties(@Nullable List<String> paths, @Nullable DataSize max) {
	}

	/**
	 * How long an asynchronous answer may take.
	 *
	 * @param paths paths that are limited
	 * @param timeout the longest time
	 */
	record AsyncTimeoutProperties(@Nullable List<String> paths, @Nullable Duration timeout) {
	}

}
