package dev.errata.web.servlet;

import java.util.List;
import java.util.stream.Stream;

import dev.errata.web.ContractExchange;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * The cookies of filters, which are those that were set before the first handler was
 * called. An error keeps them: they are for a session, a login or a CSRF token, or remove
 * a token that is not valid. The cookies of a handler that fails belong to its success.
 *
 * @since 0.1.0
 * @hidden
 */
public final class FilterCookies implements HandlerInterceptor {

	private static final String SESSION = "JSESSIONID";

	FilterCookies() {
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		ContractExchange exchange = ServletExchanges.of(request);
		if (exchange != null && exchange.filterCookies() == null) {
			exchange.filterCookies(response.containsHeader(HttpHeaders.SET_COOKIE) ? cookies(response) : List.of());
		}
		return true;
	}

	private static List<String> cookies(HttpServletResponse response) {
		return List.copyOf(response.getHeaders(HttpHeaders.SET_COOKIE));
	}

	/**
	 * Return the cookies that an error keeps.
	 */
	static List<String> of(ServletRequest request, HttpServletResponse response) {
		ContractExchange exchange = ServletExchanges.of(request);
		List<String> ofFilters = (exchange != null) ? exchange.filterCookies() : null;
		List<String> cookies = cookies(response);
		if (ofFilters == null || cookies.isEmpty()) {
			return (ofFilters != null) ? ofFilters : cookies;
		}
		String session = sessionCookie(request) + "=";
		return Stream.concat(ofFilters.stream(), cookies.stream().filter((cookie) -> cookie.startsWith(session)))
			.distinct()
			.toList();
	}

	/**
	 * Remove the cookies of a handler that has failed. Those that are set from now on are
	 * those of filters.
	 * @param request the request
	 * @param response its response; left alone if it is committed
	 */
	public static void restore(ServletRequest request, HttpServletResponse response) {
		ContractExchange exchange = ServletExchanges.of(request);
		if (exchange == null || exchange.filterCookies() == null || response.isCommitted()) {
			return;
		}
		List<String> cookies = of(request, response);
		response.setHeader(HttpHeaders.SET_COOKIE, null);
		ResponseWriter.setHeader(HttpHeaders.SET_COOKIE, cookies, response);
		exchange.filterCookies(null);
	}

	/**
	 * Return the name of the cookie that is the container's, whoever has created the
	 * session. Jetty keeps it when a response is reset, Tomcat does not.
	 */
	private static String sessionCookie(ServletRequest request) {
		String name = request.getServletContext().getSessionCookieConfig().getName();
		return (name != null) ? name : SESSION;
	}

}
