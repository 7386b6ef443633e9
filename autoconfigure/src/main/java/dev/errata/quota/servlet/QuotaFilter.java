package dev.errata.quota.servlet;

import java.io.IOException;
import java.time.Clock;
import java.util.List;

import dev.errata.quota.Quotas;
import dev.errata.web.ContractExchange;
import dev.errata.web.servlet.ExchangeFilter;
import dev.errata.web.servlet.ServletExchanges;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.WebUtils;

/**
 * Stands around everything that answers, errors included, and has every answer tell the
 * quotas of its caller.
 */
final class QuotaFilter extends ExchangeFilter {

	private final Quotas quotas;

	private final List<String> free;

	private final Clock clock;

	/**
	 * Create a filter.
	 * @param free paths, with all below them, on which quotas are not told
	 */
	QuotaFilter(ServletExchanges exchanges, Quotas quotas, List<String> free, Clock clock) {
		super(exchanges);
		this.quotas = quotas;
		this.free = List.copyOf(free);
		this.clock = clock;
	}

	@Override
	protected void doFilter(ContractExchange exchange, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		// an ASYNC dispatch arrives in what the first one has wrapped, and others around
		OnCommittedResponseWrapper known = WebUtils.getNativeResponse(response, OnCommittedResponseWrapper.class);
		boolean forwarded = request.getDispatcherType() == DispatcherType.FORWARD;
		OnCommittedResponseWrapper sending = (known != null || forwarded) ? known : wrap(exchange, request, response);
		if (sending == null) {
			chain.doFilter(request, response);
			return;
		}
		chain.doFilter(new EarlyRequest(request, sending), (known != null) ? response : sending);
		if (!request.isAsyncStarted()) {
			// not later for one that is forwarded: the container takes no more headers
			sending.sendQuotas();
		}
	}

	private @Nullable OnCommittedResponseWrapper wrap(ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		if (exchange.contract().quota().isEmpty() || isFree(exchange.path())) {
			return null;
		}
		RequestQuotas quotas = new RequestQuotas(request, exchange.path(), exchange.contract(), this.quotas,
				this.clock);
		exchange.quotaReset(quotas::untilReset);
		return new OnCommittedResponseWrapper(response, quotas);
	}

	private boolean isFree(String path) {
		for (String free : this.free) {
			if (path.startsWith(free) && (path.length() == free.length() || path.charAt(free.length()) == '/')) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Tells early where a servlet goes on in another thread with the response of the
	 * container, which nothing stands around.
	 */
	private static final class EarlyRequest extends HttpServletRequestWrapper {

		private final OnCommittedResponseWrapper response;

		EarlyRequest(HttpServletRequest request, OnCommittedResponseWrapper response) {
			super(request);
			this.response = response;
		}

		@Override
		public AsyncContext startAsync() {
			this.response.sendQuotas();
			return super.startAsync();
		}

		@Override
		public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
			if (WebUtils.getNativeResponse(response, OnCommittedResponseWrapper.class) == null) {
				this.response.sendQuotas();
			}
			return super.startAsync(request, response);
		}

	}

}
