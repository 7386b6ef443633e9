package dev.errata.security;

import java.io.IOException;

import dev.errata.error.Causes;
import dev.errata.web.servlet.RefusableResponse;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.util.WebUtils;

/**
 * Marks, behind the filter of Spring Security, where the application begins: what the
 * application does with the response is its own, and what is thrown from here is what the
 * handlers of Spring Security will speak about.
 */
final class SecurityBoundaryFilter implements Filter {

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		RefusableResponse refusable = WebUtils.getNativeResponse(response, RefusableResponse.class);
		if (refusable == null || !refusable.isHeld()) {
			chain.doFilter(request, response);
			return;
		}
		refusable.release();
		try {
			chain.doFilter(request, response);
		}
		catch (IOException | ServletException | RuntimeException ex) {
			Denials.record(thrown(ex), request);
			throw ex;
		}
		finally {
			// another thread may go on writing
			if (!request.isAsyncStarted()) {
				refusable.hold();
			}
		}
	}

	/**
	 * Return what was thrown, where Spring Security finds its own exceptions, too.
	 */
	private static Throwable thrown(Exception exception) {
		Throwable thrown = (exception instanceof ServletException wrapper && wrapper.getRootCause() != null)
				? wrapper.getRootCause() : exception;
		Throwable named = Causes.unwrapPlain(thrown);
		return (named instanceof AccessDeniedException || named instanceof AuthenticationException) ? named : thrown;
	}

}
