package dev.errata.web.servlet;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.error.ErrorRequest;
import dev.errata.web.ContractExchange;
import dev.errata.web.FormFields;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.support.RequestContextUtils;

/**
 * Finds the {@link ContractExchange} of a servlet request, and creates it for the first
 * one to ask. A request attribute keeps it through all dispatches.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ServletExchanges {

	private static final Object NONE = new Object();

	private static final String TRACE_ID = "traceId";

	private static final int MAX_LANGUAGES = 100;

	private final Contracts contracts;

	private final ServletPaths paths;

	private final Predicate<HttpServletRequest> ours;

	private final Supplier<@Nullable LocaleResolver> localeResolver;

	private final Clock clock;

	/**
	 * Create an instance.
	 * @param ours whether a request belongs to this application, not to another server
	 * such as that of the management port
	 * @param localeResolver returns the resolver of the application, for requests that
	 * have not come to its servlet, or {@code null}
	 */
	ServletExchanges(Contracts contracts, ServletPaths paths, Predicate<HttpServletRequest> ours,
			Supplier<@Nullable LocaleResolver> localeResolver, Clock clock) {
		this.contracts = contracts;
		this.paths = paths;
		this.ours = ours;
		this.localeResolver = localeResolver;
		this.clock = clock;
	}

	/**
	 * Return the exchange of a request, and create it if there is none yet.
	 * @param request the request
	 * @return the exchange, or {@code null} if no contract rules the request
	 */
	public @Nullable ContractExchange find(HttpServletRequest request) {
		Object known = request.getAttribute(ContractExchange.ATTRIBUTE);
		if (known == null) {
			ContractExchange exchange = this.ours.test(request) ? create(request) : null;
			known = (exchange != null) ? exchange : NONE;
			request.setAttribute(ContractExchange.ATTRIBUTE, known);
		}
		return (known instanceof ContractExchange exchange) ? exchange : null;
	}

	private @Nullable ContractExchange create(HttpServletRequest request) {
		String path = this.paths.of(request);
		Contract contract = this.contracts.find(path);
		return (contract != null)
				? new ContractExchange(contract, path, request.getHeader(contract.requestId().header())) : null;
	}

	/**
	 * Return the exchange of a request if it was created before.
	 * @param request the request
	 * @return the exchange, or {@code null} if there is none
	 */
	public static @Nullable ContractExchange of(ServletRequest request) {
		return (request.getAttribute(ContractExchange.ATTRIBUTE) instanceof ContractExchange exchange) ? exchange
				: null;
	}

	/**
	 * Return the path that a request came in with or was forwarded to, as patterns are
	 * written.
	 * @param request the request
	 * @return the path below the application's own and that of the dispatcher, or
	 * {@code null} if the request belongs to a server beside this one
	 * @see dev.errata.web.RequestPaths
	 */
	public @Nullable String pathOf(HttpServletRequest request) {
		return this.ours.test(request) ? this.paths.of(request) : null;
	}

	/**
	 * Return a description of a request, the same in every dispatch.
	 */
	ErrorRequest describe(ContractExchange exchange, HttpServletRequest request) {
		// the container makes a GET of what it dispatches to the error page
		Object method = request.getAttribute(RequestDispatcher.ERROR_METHOD);
		String original = (method instanceof String dispatched) ? dispatched : request.getMethod();
		return new ErrorRequest(exchange.requestId(), original, originalPath(request), this.paths.baseOf(request),
				locale(request), Instant.now(this.clock), MDC.get(TRACE_ID), exchange.quotaReset(),
				FormFields.of(request.getContentType(), original, request.getQueryString()));
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
	 * system's where the client named none, or none that can be read.
	 */
	private Locale locale(HttpServletRequest request) {
		try {
			LocaleResolver resolver = RequestContextUtils.getLocaleResolver(request);
			resolver = (resolver != null) ? resolver : this.localeResolver.get();
			HttpServletRequest named = new HttpServletRequestWrapper(request) {

				@Override
				public Locale getLocale() {
					return named(super.getLocale(), getHeader(HttpHeaders.ACCEPT_LANGUAGE));
				}

			};
			return (resolver != null) ? resolver.resolveLocale(named) : named.getLocale();
		}
		catch (RuntimeException ex) {
			return Locale.ROOT;
		}
	}

	/**
	 * Return the locale that a container has read from a header, or the root locale if
	 * the header does not have it.
	 * @param locale the locale, which is the system's for a header without one
	 * @param languages the value of {@code Accept-Language}, or {@code null}
	 * @return the locale
	 */
	private static Locale named(Locale locale, @Nullable String languages) {
		if (languages != null) {
			for (String language : languages.split(",", MAX_LANGUAGES)) {
				if (new Locale(primary(language.strip())).getLanguage().equals(locale.getLanguage())) {
					return locale;
				}
			}
		}
		return Locale.ROOT;
	}

	private static String primary(String range) {
		int end = 0;
		while (end < range.length() && "-_;".indexOf(range.charAt(end)) < 0) {
			end++;
		}
		return range.substring(0, end);
	}

}
