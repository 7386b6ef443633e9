package dev.errata.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * The limits of requests, by path.
 *
 * @param body Largest size of a request body, by a name of your choice: paths and max.
 * The most specific path wins.
 * @param asyncTimeout Longest time of an asynchronous request, by a name of your choice:
 * paths and timeout. The most specific path wins. Other paths have that of the container,
 * and with Spring WebFlux five minutes without a response.
 */
record LimitsProperties(@Nullable Map<String, BodyProperties> body,
		@Nullable Map<String, AsyncTimeoutProperties> asyncTimeout) {

	/**
	 * The largest size of request bodies.
	 *
	 * @param paths paths that are limited
	 * @param max the largest size
	 */
	record BodyProperties(@Nullable List<String> paths, @Nullable DataSize max) {
	}

	/**
	 * The longest time of asynchronous requests.
	 *
	 * @param paths paths that are limited
	 * @param timeout the longest time
	 */
	record AsyncTimeoutProperties(@Nullable List<String> paths, @Nullable Duration timeout) {
	}

}
