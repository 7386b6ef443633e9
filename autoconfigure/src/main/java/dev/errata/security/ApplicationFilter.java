package dev.errata.security;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Marks, behind the filter that translates exceptions, where Spring Security ends and the
 * application begins: what the application does with the response is its own, and what is
 * thrown from here is what the handlers of Spring Security will speak about.
 */
final class ApplicationFilter implements Filter {

	private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (!(request.getAttribute(RefusalFilter.RESPONSE) instanceof RefusalResponse refusal)) {
			chain.doFilter(request, response);
			return;
		}
		refusal.setPassing(true);
		try {
			chain.doFilter(request, response);
		}
		catch (IOException | ServletException | RuntimeException ex) {
			refusal.setThrown(thrown(ex), isAnonymous());
			throw ex;
		}
		finally {
			// another thread may go on writing
			refusal.setPassing(request.isAsyncStarted());
		}
	}

	private static Throwable thrown(Exception exception) {
		return (exception instanceof ServletException wrapper && wrapper.getRootCause() != null)
				? wrapper.getRootCause() : exception;
	}

	private boolean isAnonymous() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return authentication == null || this.trust.isAnonymous(authentication);
	}

}
