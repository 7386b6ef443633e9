package dev.errata.web.servlet;

import dev.errata.web.RequestPaths;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.util.ServletRequestPathUtils;

/**
 * The {@linkplain RequestPaths paths} of servlet requests.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ServletPaths {

	private final RequestPaths paths;

	ServletPaths(RequestPaths paths) {
		this.paths = paths;
	}

	/**
	 * Return the path that a request came in with or, in a forward, was forwarded to.
	 */
	String of(HttpServletRequest request) {
		String contextPath = contextPathOf(request);
		if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String original) {
			return this.paths.intended(original, contextPath);
		}
		String target = request.getRequestURI();
		return (target != null) ? this.paths.of(target, contextPath) : "/";
	}

	/**
	 * Return the path below which the client of a request sees the application and its
	 * dispatcher. Behind a proxy it may differ from the application's own.
	 * @param request the request
	 * @return the path; empty for the root
	 */
	public String baseOf(HttpServletRequest request) {
		return this.paths.baseOf(contextPathOf(request));
	}

	/**
	 * Return whether Spring MVC is able to read the path of a request.
	 */
	static boolean isReadable(HttpServletRequest request) {
		try {
			ServletRequestPathUtils.parse(request);
			return true;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private String contextPathOf(HttpServletRequest request) {
		try {
			String contextPath = request.getContextPath();
			if (contextPath != null && !contextPath.isEmpty()) {
				return contextPath;
			}
			String own = this.paths.contextPath();
			// before the request is mapped, the container returns an empty path
			return (own.isEmpty() || request.getHttpServletMapping().getMappingMatch() == null) ? own : "";
		}
		catch (RuntimeException ex) {
			// Tomcat fails to find it in some spellings of the path
			return this.paths.contextPath();
		}
	}

}
