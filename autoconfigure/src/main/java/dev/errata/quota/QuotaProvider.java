package dev.errata.quota;

import java.util.List;

/**
 * Provides the quotas of the caller of a request, and how much of them is used. Beans of
 * this type supply the headers of {@code errata.quota}, and {@code Retry-After} when a
 * quota is exhausted. They are called only for contracts that have such headers.
 * <p>
 * A provider is called at most once per response, right before the headers are sent, so
 * that it includes what the handler has used. It is called for successes and errors, for
 * anonymous callers as well, and by several threads at once. It does not count or reject
 * requests: a rate limiter does.
 * <p>
 * It should not block. By default it runs in a thread of its own, without the
 * thread-bound context of the request, for at most {@code errata.quota.timeout}. Then it
 * is interrupted, and the response is sent without quota headers. The same happens if it
 * throws.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface QuotaProvider {

	/**
	 * Return the quotas of the caller of a request.
	 * @param request the request
	 * @return the quotas, the most important one first; empty if there are none
	 */
	List<Quota> quotasOf(QuotaRequest request);

}
