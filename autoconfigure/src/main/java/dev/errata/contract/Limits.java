package dev.errata.contract;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

/**
 * The limits of requests, by path.
 *
 * @param body the largest size of a request body
 * @param asyncTimeout the longest time of an asynchronous request
 * @since 0.1.0
 * @hidden
 */
public record Limits(PathMap<DataSize> body, PathMap<Duration> asyncTimeout) {

	/** No limits. */
	public static final Limits NONE = new Limits(PathMap.empty(), PathMap.empty());

}
