package dev.errata.quota;

import java.util.List;

/**
 * Tells how much of its quotas the caller of a request has used. Beans of this type feed
 * the headers of {@code errata.quota}, and {@code Retry-After} where a quota is used up.
 * They are asked in contracts that have such headers alone.
 * <p>
 * A provider is asked at most once for an answer, just before its head leaves, so that it
 * tells the state that the handler has left behind. It is asked for good answers and bad
 * ones, for those without a user as well, and from several threads at once. It counts
 * nothing itself and refuses nothing: that is the business of a limiter.
 * <p>
 * It does not block. By default it runs in a thread of its own, without the thread-bound
 * context of the request, and is waited for no longer than {@code errata.quota.timeout};
 * then it is interrupted and the answer leaves without what it had to tell. So it does if
 * the provider throws.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface QuotaProvider {

	/**
	 * Return the quotas of whoever sent a request.
	 * @param request the request
	 * @return the quotas, the most important one first; empty where there is none
	 */
	List<Quota> quotasOf(QuotaRequest request);

}
