package dev.errata.quota.servlet;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

import dev.errata.contract.Contract;
import dev.errata.quota.Quotas;
import dev.errata.web.servlet.ServletErrors;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
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
final class QuotaFilter implements Filter {

	private final Supplier<ServletErrors> errors;

	private final Quotas quotas;

	private final List<String> free;

	private final Clock clock;

	/**
	 * Create a filter.
	 * @param free paths, with all below them, on which quotas are not told
	 */
	QuotaFilter(Supplier<ServletErrors> errors, Quotas quotas, List<String> free, Clock clock) {
		this.errors = errors;
		this.quotas = quotas;
		this.free = List.copyOf(free);
		this.clock = clock;
	}

	@Override
	public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
			throws IOException, ServletException {
		if (!(servletRequest instanceof HttpServletRequest request
				&& servletResponse instanceof HttpServletResponse response)) {
			chain.doFilter(servletRequest, servletResponse);
			return;
		}
		// an ASYNC dispatch arrives in what the first one has wrapped, and others around
		QuotaResponse known = WebUtils.getNativeResponse(response, QuotaResponse.class);
		boolean forwarded = request.getDispatcherType() == DispatcherType.FORWARD;
		QuotaResponse telling = (known != null || forwarded) ? known : telling(request, response);
		if (telling == null) {
			chain.doFilter(request, response);
			return;
		}
		RequestQuotas before = RequestQuotas.makeCurrent(telling.quotas());
		try {
			chain.doFilter(new EarlyRequest(request, telling), (known != null) ? response : telling);
		}
		finally {
			RequestQuotas.makeCurrent(before);
		}
		if (!request.isAsyncStarted()) {
			// not later for one that is forwarded: the container takes no more headers
			telling.tell();
		}
	}

	private @Nullable QuotaResponse telling(HttpServletRequest request, HttpServletResponse response) {
		ServletErrors errors = this.errors.get();
		Contract contract = errors.contractOf(request);
		String path = errors.pathOf(request);
		return (contract == null || path == null || contract.quota().isEmpty() || isFree(path)) ? null
				: new QuotaResponse(response, new RequestQuotas(request, path, contract, this.quotas, this.clock));
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

		private final QuotaResponse response;

		EarlyRequest(HttpServletRequest request, QuotaResponse response) {
			super(request);
			this.response = response;
		}

		@Override
		public AsyncContext startAsync() {
			this.response.tell();
			return super.startAsync();
		}

		@Override
		public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
			if (WebUtils.getNativeResponse(response, QuotaResponse.class) == null) {
				this.response.tell();
			}
			return super.startAsync(request, response);
		}

	}

}
