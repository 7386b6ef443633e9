package dev.errata.contract;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

/**
 * What requests are granted, by path.
 *
 * @param body how large the body of a request may be
 * @param asyncTimeout how long an asynchronous answer may take
 * @since 0.1.0
 */
public record Limits(PathMap<DataSize> body, PathMap<Duration> asyncTimeout) {

	/** No limits. */
	public static final Limits NONE = new Limits(PathMap.empty(), PathMap.empty());

}
