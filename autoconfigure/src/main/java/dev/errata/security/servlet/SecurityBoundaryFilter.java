package dev.errata.security.servlet;

import java.io.IOException;

import dev.errata.error.Causes;
import dev.errata.web.servlet.ContractResponseWrapper;
import dev.errata.web.servlet.FilterCookies;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.util.WebUtils;

/**
 * Runs right behind Spring Security's filter. From here on the response passes through
 * unchanged; exceptions on their way back to Security are recorded so that its refusal
 * can be explained. Cookies of the handler do not go with it.
 */
final class SecurityBoundaryFilter implements Filter {

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		ContractResponseWrapper wrapper = WebUtils.getNativeResponse(response, ContractResponseWrapper.class);
		if (wrapper == null || !wrapper.isDeferring()) {
			chain.doFilter(request, response);
			return;
		}
		wrapper.stopDeferring();
		try {
			chain.doFilter(request, response);
		}
		catch (IOException | ServletException | RuntimeException ex) {
			Denials.record(thrown(ex), request);
			FilterCookies.restore(request, wrapper);
			throw ex;
		}
		finally {
			// another thread may still write the response
			if (!request.isAsyncStarted()) {
				wrapper.deferErrors();
			}
		}
	}

	/**
	 * Return the exception that Spring Security will look for.
	 */
	private static Throwable thrown(Exception exception) {
		Throwable thrown = (exception instanceof ServletException wrapper && wrapper.getRootCause() != null)
				? wrapper.getRootCause() : exception;
		Throwable found = Causes.findFirst(thrown, (cause) -> isOfSecurity(cause) ? cause : null);
		return (found != null) ? found : thrown;
	}

	private static boolean isOfSecurity(Throwable cause) {
		return cause instanceof AccessDeniedException || cause instanceof AuthenticationException;
	}

}
