package dev.errata.quota.servlet;

import java.io.IOException;

import dev.errata.web.ContractExchange;
import dev.errata.web.ExchangeQuotas;
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
 * Adds quota headers to every response, errors included. It is the outermost filter, so
 * that all responses pass it, whoever writes them.
 */
final class QuotaFilter extends ExchangeFilter {

	private final ExchangeQuotas quotas;

	QuotaFilter(ServletExchanges exchanges, ExchangeQuotas quotas) {
		super(exchanges);
		this.quotas = quotas;
	}

	@Override
	protected void doFilter(ContractExchange exchange, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		// an ASYNC dispatch has the response that the first one has wrapped
		OnCommittedResponseWrapper known = WebUtils.getNativeResponse(response, OnCommittedResponseWrapper.class);
		boolean forwarded = request.getDispatcherType() == DispatcherType.FORWARD;
		OnCommittedResponseWrapper sending = (known != null || forwarded) ? known : wrap(exchange, request, response);
		if (sending == null) {
			chain.doFilter(request, response);
			return;
		}
		chain.doFilter(new EarlyRequest(request, sending), (known != null) ? response : sending);
		if (!request.isAsyncStarted()) {
			// after a forward, too: the container closes the response right behind it
			sending.sendQuotas();
		}
	}

	private @Nullable OnCommittedResponseWrapper wrap(ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		return this.quotas.areSentIn(exchange) ? new OnCommittedResponseWrapper(response,
				this.quotas.of(exchange, new ServletQuotaRequest(exchange, request))) : null;
	}

	/**
	 * Sends the quotas early if a servlet goes on in another thread with the response of
	 * the container, which is not wrapped.
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
