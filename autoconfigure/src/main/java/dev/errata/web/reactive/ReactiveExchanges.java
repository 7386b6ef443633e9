package dev.errata.web.reactive;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.error.ErrorRequest;
import dev.errata.validation.HandlerParameter;
import dev.errata.web.ContractExchange;
import dev.errata.web.FormFields;
import dev.errata.web.RequestPaths;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.beans.BeanUtils;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Creates the {@link ContractExchange} of a reactive request, and finds it again. The
 * {@link ContractResponse} has it.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ReactiveExchanges {

	private static final String TRACE_ID = "traceId";

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private final Contracts contracts;

	private final RequestPaths paths;

	private final Clock clock;

	ReactiveExchanges(Contracts contracts, RequestPaths paths, Clock clock) {
		this.contracts = contracts;
		this.paths = paths;
		this.clock = clock;
	}

	/**
	 * Return the exchange of a request.
	 * @param exchange the request and its response
	 * @return the exchange, or {@code null} if no contract rules the request
	 */
	public static @Nullable ContractExchange of(ServerWebExchange exchange) {
		ContractResponse response = ContractResponse.of(exchange.getResponse());
		return (response != null) ? response.exchange() : null;
	}

	/**
	 * Create the exchange of a request.
	 * @param request the request as the server has it
	 * @return a new exchange, or {@code null} if no contract rules the request
	 */
	@Nullable ContractExchange create(ServerHttpRequest request) {
		String path = this.paths.of(request.getPath().value());
		Contract contract = this.contracts.find(path);
		return (contract != null)
				? new ContractExchange(contract, path, request.getHeaders().getFirst(contract.requestId().header()))
				: null;
	}

	/**
	 * Return the path that a request came in with, as patterns are written.
	 * @param request the request, which may have been changed since
	 * @param response its response
	 * @return the path below the application's own
	 * @see RequestPaths
	 */
	public String pathOf(ServerHttpRequest request, ServerHttpResponse response) {
		ContractResponse known = ContractResponse.of(response);
		return (known != null) ? known.exchange().path() : this.paths.of(request.getPath().value());
	}

	/**
	 * Return the path that a request came in with, as patterns are written.
	 * @param exchange the request and its response
	 * @return the path below the application's own
	 */
	public String pathOf(ServerWebExchange exchange) {
		return pathOf(exchange.getRequest(), exchange.getResponse());
	}

	/**
	 * Return a description of a request that has failed.
	 */
	ErrorRequest describe(FailedRequest failed) {
		ContractExchange exchange = failed.response().exchange();
		ServerHttpRequest request = failed.request();
		ServerWebExchange webExchange = failed.exchange();
		String base = (webExchange != null)
				? this.paths.baseOf(webExchange.getRequest().getPath().contextPath().value()) : this.paths.base();
		return new ErrorRequest(exchange.requestId(), request.getMethod().name(), request.getPath().value(), base,
				locale(request, webExchange), Instant.now(this.clock), MDC.get(TRACE_ID), exchange.quotaReset(),
				formFields(request, webExchange));
	}

	/**
	 * Return what tells fields of the form from parameters of the query. Those that a
	 * handler declares one by one are never read from a form.
	 */
	private static Predicate<String> formFields(ServerHttpRequest request, @Nullable ServerWebExchange webExchange) {
		Predicate<String> fields = FormFields.of(request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE),
				request.getMethod().name(), request.getURI().getRawQuery());
		return (fields != ErrorRequest.NO_FORM && webExchange != null
				&& webExchange
					.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod handler)
							? (name) -> !isParameter(handler, name) && fields.test(name) : fields;
	}

	private static boolean isParameter(HandlerMethod handler, String name) {
		String plain = name.contains("[") ? name.substring(0, name.indexOf('[')) : name;
		for (MethodParameter parameter : handler.getMethodParameters()) {
			parameter.initParameterNameDiscovery(NAMES);
			HandlerParameter declared = HandlerParameter.of(parameter);
			boolean single = switch (declared.kind()) {
				case PARAMETER -> true;
				case UNDECLARED -> BeanUtils.isSimpleProperty(parameter.getNestedParameterType());
				default -> false;
			};
			if (single && declared.name().equals(plain)) {
				return true;
			}
		}
		return false;
	}

	private static Locale locale(ServerHttpRequest request, @Nullable ServerWebExchange webExchange) {
		try {
			if (webExchange != null) {
				Locale locale = webExchange.getLocaleContext().getLocale();
				return (locale != null) ? locale : Locale.ROOT;
			}
			List<Locale> accepted = request.getHeaders().getAcceptLanguageAsLocales();
			return accepted.isEmpty() ? Locale.ROOT : accepted.get(0);
		}
		catch (RuntimeException ex) {
			return Locale.ROOT;
		}
	}

}
