package dev.errata.web.reactive;

import dev.errata.web.ContractExchange;

import org.springframework.web.server.WebFilter;

/**
 * A filter that states which failures of handlers it needs. By default, it needs none,
 * and lets all failures pass. A failure that no filter needs is not signalled to them.
 *
 * @since 0.1.0
 * @hidden
 * @see DirectAnswers
 */
public interface FailureAwareFilter extends WebFilter {

	/**
	 * Return whether a failure has to be signalled to this filter, or to one that it
	 * {@linkplain #knows(WebFilter) knows}.
	 * @param failure the failure as signalled
	 * @param exchange the exchange of the request
	 * @return whether it is signalled to all filters
	 */
	default boolean needs(Throwable failure, ContractExchange exchange) {
		return false;
	}

	/**
	 * Return whether this filter also knows which failures another filter needs. A filter
	 * that is not known at all needs every failure.
	 * @param other the other filter
	 * @return whether {@link #needs} includes its failures
	 */
	default boolean knows(WebFilter other) {
		return false;
	}

}
