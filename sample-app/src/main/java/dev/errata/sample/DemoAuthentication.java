package dev.errata.sample;

import java.io.IOException;
import java.security.Principal;
import java.util.Set;

import dev.errata.catalog.StandardCode;
import dev.errata.error.ErrorCodeException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/**
 * Authentication for demonstration only: credentials are fixed and readable. It throws
 * standard codes; each contract has its own name for them.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE - 100)
class DemoAuthentication extends OncePerRequestFilter {

	private static final Set<String> SYSTEMS = Set.of("joule", "engine", "gpuoutlet", "contrib", "aitbc");

	private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		String path = request.getServletPath();
		String system = system(path);
		return !SYSTEMS.contains(system) || path.startsWith("/" + system + "/raise/")
		// a login begins without a session
				|| path.startsWith("/gpuoutlet/v1/auth/");
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String system = system(request.getServletPath());
		String credential = credential(system, request);
		if (credential == null) {
			throw unauthorized(StandardCode.CREDENTIALS_MISSING, system, response);
		}
		Account account = Account.of(system, credential);
		if (account == null || account == Account.REVOKED) {
			throw unauthorized(StandardCode.CREDENTIALS_INVALID, system, response);
		}
		if (account == Account.EXPIRED) {
			throw unauthorized(StandardCode.TOKEN_EXPIRED, system, response);
		}
		if (account == Account.READ_ONLY && !isRead(request)) {
			throw new ErrorCodeException(StandardCode.FORBIDDEN);
		}
		if (account == Account.THROTTLED) {
			throw new ErrorCodeException(StandardCode.TOO_MANY_REQUESTS);
		}
		request.setAttribute("account", account);
		chain.doFilter(new AuthenticatedRequest(request, credential), response);
	}

	private static String system(String path) {
		int end = path.indexOf('/', 1);
		return (end > 0) ? path.substring(1, end) : "";
	}

	private static @Nullable String credential(String system, HttpServletRequest request) {
		return switch (system) {
			case "gpuoutlet" -> {
				Cookie session = WebUtils.getCookie(request, "session");
				yield (session != null) ? session.getValue() : null;
			}
			case "aitbc" -> request.getHeader("X-Api-Key");
			default -> bearerToken(request.getHeader(HttpHeaders.AUTHORIZATION));
		};
	}

	private static @Nullable String bearerToken(@Nullable String authorization) {
		boolean bearer = authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7);
		return bearer ? authorization.substring(7).trim() : null;
	}

	private static boolean isRead(HttpServletRequest request) {
		return READING.contains(request.getMethod()) || request.getServletPath().startsWith("/joule/v1/chat/");
	}

	private static ErrorCodeException unauthorized(StandardCode code, String system, HttpServletResponse response) {
		if (!system.equals("gpuoutlet")) {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, system.equals("aitbc") ? "ApiKey" : "Bearer");
		}
		return new ErrorCodeException(code);
	}

	/**
	 * A request whose principal is known.
	 */
	private static final class AuthenticatedRequest extends HttpServletRequestWrapper {

		private final String name;

		AuthenticatedRequest(HttpServletRequest request, String name) {
			super(request);
			this.name = name;
		}

		@Override
		public Principal getUserPrincipal() {
			return () -> this.name;
		}

	}

}
