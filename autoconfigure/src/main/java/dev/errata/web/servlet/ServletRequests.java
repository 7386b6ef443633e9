package dev.errata.web.servlet;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;

import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.error.ErrorRequest;
import dev.errata.requestid.RequestIdPolicy;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.support.RequestContextUtils;

/**
 * Requests as the funnel sees them: the contract that rules them, their id, and what an
 * error tells about them. All of it stays the same in every dispatch of a request.
 */
final class ServletRequests {

	private static final String RULED = ServletRequests.class.getName() + ".RULED";

	private static final Object UNRULED = new Object();

	private static final String TRACE_ID = "traceId";

	private final Contracts contracts;

	private final RequestPaths paths;

	private final Predicate<HttpServletRequest> ours;

	private final Clock clock;

	/**
	 * Create an instance.
	 * @param ours tells the requests of this application from those of a server beside
	 * it, such as that of the management port
	 */
	ServletRequests(Contracts contracts, RequestPaths paths, Predicate<HttpServletRequest> ours, Clock clock) {
		this.contracts = contracts;
		this.paths = paths;
		this.ours = ours;
		this.clock = clock;
	}

	/**
	 * Return the contract of the path that a request came in with.
	 */
	@Nullable Contract contractOf(HttpServletRequest request) {
		return (ruled(request) instanceof Ruled ruled) ? ruled.contract() : null;
	}

	/**
	 * Return the path of a request as patterns are written, or {@code null} if the
	 * request is none of this application.
	 */
	@Nullable String pathOf(HttpServletRequest request) {
		return this.ours.test(request) ? this.paths.of(request) : null;
	}

	/**
	 * Return the id of a request, which it keeps through all its dispatches.
	 */
	String idOf(HttpServletRequest request) {
		if (ruled(request) instanceof Ruled ruled) {
			return ruled.id();
		}
		throw new IllegalStateException("No contract rules the request");
	}

	private Object ruled(HttpServletRequest request) {
		Object known = request.getAttribute(RULED);
		if (known == null) {
			Contract contract = this.ours.test(request) ? this.contracts.find(this.paths.of(request)) : null;
			known = (contract != null) ? Ruled.by(contract, request) : UNRULED;
			request.setAttribute(RULED, known);
		}
		return known;
	}

	/**
	 * Return what an error tells about a request.
	 */
	ErrorRequest describe(HttpServletRequest request) {
		// the container makes a GET of what it dispatches to the error page
		Object method = request.getAttribute(RequestDispatcher.ERROR_METHOD);
		return new ErrorRequest(idOf(request), (method instanceof String original) ? original : request.getMethod(),
				originalPath(request), this.paths.baseOf(request), locale(request), Instant.now(this.clock),
				MDC.get(TRACE_ID));
	}

	private static @Nullable String originalPath(HttpServletRequest request) {
		String uri = originalUri(request);
		return (uri != null) ? ErrorRequest.withoutParameters(uri) : null;
	}

	/**
	 * Return the URI that a request came in with, whatever it was dispatched to since, or
	 * {@code null} for a request line that could not be read.
	 */
	static @Nullable String originalUri(HttpServletRequest request) {
		Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
		if (!(original instanceof String)) {
			original = request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI);
		}
		return (original instanceof String uri) ? uri : request.getRequestURI();
	}

	/**
	 * Return the locale that the application resolves for the request, but never the
	 * system's where the client named none.
	 */
	private static Locale locale(HttpServletRequest request) {
		try {
			if (request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) != null) {
				return RequestContextUtils.getLocale(request);
			}
			return RequestContextUtils.getLocale(new HttpServletRequestWrapper(request) {

				@Override
				public Locale getLocale() {
					return Locale.ROOT;
				}

			});
		}
		catch (RuntimeException ex) {
			return Locale.ROOT;
		}
	}

	/**
	 * What a request keeps: the contract of its path and its id, which take one attribute
	 * as every request pays for it.
	 */
	private record Ruled(Contract contract, String id) {

		static Ruled by(Contract contract, HttpServletRequest request) {
			RequestIdPolicy policy = contract.requestId();
			return new Ruled(contract, policy.idFor(request.getHeader(policy.header())));
		}

	}

}
