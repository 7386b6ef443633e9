package dev.errata.security;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.error.Failure;
import dev.errata.web.servlet.RefusableResponse;
import dev.errata.web.servlet.ServletErrors;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.server.ResponseStatusException;

/**
 * The door for what Spring Security refuses. It stands before its filter and lets the
 * handlers of its chains act first, so that a challenge stays as it is; where they have
 * left the body to others, it writes the envelope. A handler that writes a body or
 * redirects is left alone.
 */
final class SecurityErrorFilter implements Filter {

	private final ServletErrors errors;

	SecurityErrorFilter(ServletErrors errors) {
		this.errors = errors;
	}

	@Override
	public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest request = (HttpServletRequest) servletRequest;
		HttpServletResponse response = (HttpServletResponse) servletResponse;
		Contract contract = this.errors.contractOf(request);
		if (contract == null) {
			chain.doFilter(request, response);
			return;
		}
		if (request.getDispatcherType() == DispatcherType.INCLUDE) {
			include(request, response, chain);
			return;
		}
		if (request.getDispatcherType() != DispatcherType.REQUEST) {
			SecurityFailure.forget(request);
		}
		RefusableResponse refusable = filter(request, response, chain);
		if (refusable.isRefused() && !request.isAsyncStarted()) {
			answer(refusable, contract, request, response);
		}
	}

	private static RefusableResponse filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		RefusableResponse refusable = RefusableResponse.of(response);
		refusable.hold();
		try {
			chain.doFilter(request, refusable);
		}
		finally {
			refusable.release();
		}
		return refusable;
	}

	/**
	 * Let a refusal fail the resource that includes: one that is included can set no
	 * status, nor redirect to a login.
	 */
	private static void include(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		SecurityContext context = SecurityContextHolder.getContext();
		SecurityFailure.forget(request);
		RefusableResponse refusable = filter(request, response, chain);
		SecurityFailure securityFailure = SecurityFailure.of(request);
		SecurityFailure.forget(request);
		RuntimeException thrown = (securityFailure != null
				&& securityFailure.exception().get() instanceof RuntimeException ex) ? ex : null;
		if (refusable.isWritten() || request.isAsyncStarted()
				|| !(refusable.isRefused() || thrown instanceof AccessDeniedException)) {
			return;
		}
		// whoever is asked to log in is nobody from then on, and not anonymous
		SecurityContextHolder.setContext(context);
		throw (thrown != null) ? thrown
				: new ResponseStatusException(HttpStatusCode.valueOf(refusable.refusedStatus()));
	}

	private void answer(RefusableResponse refusable, Contract contract, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		int status = refusable.refusedStatus();
		if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) != null) {
			// a view of the error may not be seen; the error is answered all the same
			response.sendError(status);
			return;
		}
		HttpServletResponse refused = keepingCookies(response);
		SecurityFailure securityFailure = SecurityFailure.of(request);
		if (status == HttpServletResponse.SC_UNAUTHORIZED && securityFailure != null
				&& securityFailure.is(AuthenticationServiceException.class)) {
			// nobody knows whether the credentials are right
			this.errors.send(securityFailure.exception().get(), contract, request, refused);
			return;
		}
		this.errors.send(failure(status, securityFailure, contract, request, refusable), contract, request, refused);
	}

	/**
	 * A session or a CSRF token belongs to the refusal, unlike the cookies of a success.
	 */
	private static HttpServletResponse keepingCookies(HttpServletResponse response) {
		List<String> cookies = List.copyOf(response.getHeaders(HttpHeaders.SET_COOKIE));
		return cookies.isEmpty() ? response : new HttpServletResponseWrapper(response) {

			@Override
			public void reset() {
				super.reset();
				// Jetty puts that of the session back itself
				Set<String> all = new LinkedHashSet<>(getHeaders(HttpHeaders.SET_COOKIE));
				all.addAll(cookies);
				setHeader(HttpHeaders.SET_COOKIE, cookies.get(0));
				all.remove(cookies.get(0));
				all.forEach((cookie) -> addHeader(HttpHeaders.SET_COOKIE, cookie));
			}

		};
	}

	/**
	 * Return what a refusal means. Its status is decided on; what was thrown only tells
	 * why.
	 */
	private static Failure failure(int status, @Nullable SecurityFailure securityFailure, Contract contract,
			HttpServletRequest request, RefusableResponse response) {
		CatalogEntry claimant = (securityFailure != null && !isLoginWanted(status, securityFailure))
				? contract.catalog().findByException(securityFailure.type()) : null;
		if (securityFailure != null && claimant != null) {
			return Failure.of(claimant.code()).status(status).from(securityFailure.exception().get());
		}
		return switch (status) {
			case HttpServletResponse.SC_UNAUTHORIZED -> Failure.of(unauthorized(securityFailure, request, response));
			case HttpServletResponse.SC_FORBIDDEN ->
				Failure.of(isOf(CsrfException.class, CsrfFilter.class, securityFailure, response)
						? StandardCode.CSRF_REJECTED : StandardCode.FORBIDDEN);
			case HttpServletResponse.SC_BAD_REQUEST ->
				Failure.of(isOf(RequestRejectedException.class, FilterChainProxy.class, securityFailure, response)
						? StandardCode.REQUEST_REJECTED : StandardCode.BAD_REQUEST);
			default -> Failure.ofStatus(status);
		};
	}

	/**
	 * Return whether somebody was denied what they may get once they have logged in.
	 */
	private static boolean isLoginWanted(int status, SecurityFailure securityFailure) {
		return status == HttpServletResponse.SC_UNAUTHORIZED && securityFailure.is(AccessDeniedException.class);
	}

	/**
	 * Return whether an exception is the reason, or a filter that keeps it to itself.
	 */
	private static boolean isOf(Class<? extends Throwable> exception, Class<? extends Filter> filter,
			@Nullable SecurityFailure securityFailure, RefusableResponse response) {
		return (securityFailure != null) ? securityFailure.is(exception) : response.isRefusedBy(filter);
	}

	private static StandardCode unauthorized(@Nullable SecurityFailure securityFailure, HttpServletRequest request,
			HttpServletResponse response) {
		if (isExpired(response.getHeader(HttpHeaders.WWW_AUTHENTICATE))) {
			return StandardCode.TOKEN_EXPIRED;
		}
		if (securityFailure != null && securityFailure.is(AccessDeniedException.class)) {
			return StandardCode.CREDENTIALS_MISSING;
		}
		if (securityFailure != null) {
			return (securityFailure.exception().get() instanceof AuthenticationException authentication)
					? SecurityTranslator.codeOf(authentication) : StandardCode.CREDENTIALS_INVALID;
		}
		return (request.getHeader(HttpHeaders.AUTHORIZATION) != null) ? StandardCode.CREDENTIALS_INVALID
				: StandardCode.CREDENTIALS_MISSING;
	}

	/**
	 * Return whether the challenge tells, in the words of RFC 6750, that a token is valid
	 * no more.
	 */
	private static boolean isExpired(@Nullable String challenge) {
		return challenge != null && challenge.contains("invalid_token")
				&& challenge.toLowerCase(Locale.ROOT).contains("expired");
	}

}
