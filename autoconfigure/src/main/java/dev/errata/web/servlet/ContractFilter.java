package dev.errata.web.servlet;

import java.io.IOException;

import dev.errata.contract.Contract;
import dev.errata.requestid.RequestId;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every request its id, in every dispatch, before anything else sees it; and, since
 * it stands around all others, answers what they throw or send without another dispatch.
 */
final class ContractFilter implements Filter {

	private static final Logger logger = LoggerFactory.getLogger(ContractFilter.class);

	private final ServletErrors errors;

	private final ErrorPages pages;

	private final boolean answering;

	/**
	 * Create a filter.
	 * @param pages error pages of the application, to which errors that are sent go
	 * @param answering whether what is thrown or sent is answered here; not so where the
	 * application has an error controller of its own
	 */
	ContractFilter(ServletErrors errors, ErrorPages pages, boolean answering) {
		this.errors = errors;
		this.pages = pages;
		this.answering = answering;
	}

	@Override
	public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
			throws IOException, ServletException {
		if (!(servletRequest instanceof HttpServletRequest request
				&& servletResponse instanceof HttpServletResponse response)) {
			chain.doFilter(servletRequest, servletResponse);
			return;
		}
		Contract contract = this.errors.contractOf(request);
		if (contract == null) {
			chain.doFilter(request, response);
			return;
		}
		String id = this.errors.requestIdOf(request);
		if (!response.isCommitted()) {
			response.setHeader(contract.requestId().header(), id);
		}
		RequestId.Scope scope = RequestId.open(id);
		try {
			chain.doFilter(request, answering(contract, request, response));
		}
		catch (Throwable ex) {
			if (!answer(ex, contract, request, response)) {
				throw ex;
			}
		}
		finally {
			TimeoutListener.listenTo(request);
			scope.close();
		}
	}

	private HttpServletResponse answering(Contract contract, HttpServletRequest request, HttpServletResponse response) {
		return (this.answering && request.getDispatcherType() != DispatcherType.ERROR)
				? new AnsweringResponse(this.errors, this.pages, contract, request, response) : response;
	}

	private boolean answer(Throwable exception, Contract contract, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		boolean error = request.getDispatcherType() == DispatcherType.ERROR;
		if (response.isCommitted() || (this.errors.isLeft(request) && !error)) {
			if (this.errors.wasAnswered(request)) {
				if (!this.errors.isTold(exception, request)) {
					logger.error("The request {} failed again after it was answered", RequestId.current(), exception);
				}
				return true;
			}
			if (response.isCommitted() && CommittedResponseExceptionResolver.isClientGone(exception)) {
				// filters write, too, and nobody is there whom it would have to be cut
				// off for
				return true;
			}
			Exception aborted = this.errors.abort(exception, contract, request, response);
			if (ResponseAbortFilter.isThrownLater(aborted, request)) {
				return true;
			}
			throw CommittedResponseExceptionResolver.<RuntimeException>sneaky(aborted);
		}
		if (!this.answering || request.isAsyncStarted()) {
			return false;
		}
		if (this.errors.answerInsteadOfView(exception, request, response)) {
			return true;
		}
		if (error) {
			this.errors.answerOriginal(contract, request, response);
		}
		else {
			this.errors.send(exception, contract, request, response);
		}
		return true;
	}

}
