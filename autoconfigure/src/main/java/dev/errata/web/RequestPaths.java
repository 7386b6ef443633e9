package dev.errata.web;

import java.util.function.Supplier;
import java.util.regex.Pattern;

import dev.errata.error.ErrorRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The paths of requests in the form that patterns are written in: relative to the
 * application and its dispatcher. Contracts, limits, quotas and idempotency rules all use
 * it, so that no spelling of a path reaches a handler and escapes its rules. A path
 * equals the one that Spring maps, but for its spelling: it has no path parameters, no
 * empty segments, no trailing slash and no needless escapes. For a request that never
 * reaches Spring, dots are resolved.
 *
 * @since 0.1.0
 * @hidden
 */
public final class RequestPaths {

	private static final Pattern EMPTY_SEGMENTS = Pattern.compile("/{2,}");

	private final Supplier<String> contextPath;

	private final String servletPath;

	/**
	 * Create an instance.
	 * @param contextPath the path of the application
	 * @param servletPath the path of its dispatcher below that; empty for the root
	 */
	public RequestPaths(Supplier<String> contextPath, String servletPath) {
		this.contextPath = contextPath;
		this.servletPath = servletPath;
	}

	/**
	 * Return the path of a request that is on its way to the application.
	 * @param target the path as sent
	 * @return the path
	 */
	public String of(String target) {
		return of(target, this.contextPath.get());
	}

	/**
	 * Return the path of a request that the container has refused.
	 * @param target the path as sent, or {@code null} if it could not be read
	 * @return the path
	 */
	String ofRefused(@Nullable String target) {
		return intended(target, this.contextPath.get());
	}

	/**
	 * Return the path of the application itself.
	 * @return the path; empty for the root
	 */
	public String contextPath() {
		return this.contextPath.get();
	}

	/**
	 * Return the path below which the application and its dispatcher live.
	 * @return the path; empty for the root
	 */
	public String base() {
		return this.contextPath.get() + this.servletPath;
	}

	/**
	 * Return the path below which the client of a request sees the application and its
	 * dispatcher. Behind a proxy it may differ from the application's own.
	 * @param contextPath the path of the application as the request has it
	 * @return the path; empty for the root
	 */
	public String baseOf(String contextPath) {
		String base = resolved(plain(contextPath));
		return ((base.isEmpty() || base.startsWith("/")) ? base : this.contextPath.get()) + this.servletPath;
	}

	/**
	 * Return the path of a request that is on its way to the application.
	 * @param target the path as sent
	 * @param contextPath the path of the application as the request has it
	 * @return the path
	 */
	public String of(String target, String contextPath) {
		String path = below(contextPath, target);
		path = (path != null) ? below(this.servletPath, plain(path)) : null;
		return (path != null) ? path : intended(target, contextPath);
	}

	/**
	 * Return the path of a request that never reaches the dispatcher.
	 * @param target the path as sent, or {@code null} if it could not be read
	 * @param contextPath the path of the application as the request has it
	 * @return the path
	 */
	public String intended(@Nullable String target, String contextPath) {
		if (target == null || !target.startsWith("/")) {
			// the targets of CONNECT and of malformed request lines are not paths
			return "/";
		}
		String path = resolved(plain(target));
		String below = below(resolved(plain(contextPath)), path);
		path = (below != null) ? below : path;
		below = below(this.servletPath, path);
		return (below != null) ? below : path;
	}

	/**
	 * Return the rest of a path below another one, or {@code null} if it is not below
	 * that.
	 */
	private static @Nullable String below(String base, String path) {
		if (!path.startsWith(base) || (path.length() > base.length() && path.charAt(base.length()) != '/')) {
			return null;
		}
		return (path.length() > base.length()) ? path.substring(base.length()) : "/";
	}

	private static String resolved(String path) {
		String resolved = StringUtils.cleanPath(path);
		while (resolved.startsWith("/../")) {
			resolved = resolved.substring(3);
		}
		return resolved.equals("/..") ? "/" : resolved;
	}

	private static String plain(String path) {
		String plain = ErrorRequest.withoutParameters(path);
		plain = (plain.indexOf('%') >= 0) ? unescaped(plain) : plain;
		plain = plain.contains("//") ? EMPTY_SEGMENTS.matcher(plain).replaceAll("/") : plain;
		return (plain.endsWith("/") && plain.length() > 1) ? plain.substring(0, plain.length() - 1) : plain;
	}

	/**
	 * Undo the escapes of unreserved characters (RFC 3986, section 6.2.2.2), and escape
	 * percent signs that start no escape.
	 */
	private static String unescaped(String path) {
		StringBuilder unescaped = new StringBuilder(path.length());
		for (int i = 0; i < path.length(); i++) {
			char character = path.charAt(i);
			if (character != '%') {
				unescaped.append(character);
				continue;
			}
			int high = (i + 2 < path.length()) ? Character.digit(path.charAt(i + 1), 16) : -1;
			int low = (high >= 0) ? Character.digit(path.charAt(i + 2), 16) : -1;
			if (low < 0) {
				unescaped.append("%25");
			}
			else if (isUnreserved((char) (high * 16 + low))) {
				unescaped.append((char) (high * 16 + low));
				i += 2;
			}
			else {
				unescaped.append('%');
			}
		}
		return unescaped.toString();
	}

	private static boolean isUnreserved(char character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || "-._~".indexOf(character) >= 0;
	}

}
