package dev.errata.web.reactive;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Requests that Spring Cloud Gateway passes on to another service, where it is on the
 * class path. No handler of the application has them, and the other service may have
 * given them an id of its own.
 */
final class GatewayRequests {

	private static final String UTILS = "org.springframework.cloud.gateway.support.ServerWebExchangeUtils";

	private static final String ROUTE = UTILS + ".gatewayRoute";

	private static final boolean PRESENT = ClassUtils.isPresent(UTILS, GatewayRequests.class.getClassLoader());

	private GatewayRequests() {
	}

	/**
	 * Return whether a gateway has the request, and no handler of the application.
	 */
	static boolean isRouted(@Nullable ServerWebExchange exchange) {
		return PRESENT && exchange != null && exchange.getAttribute(ROUTE) != null
				&& exchange.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) == null;
	}

	/**
	 * Send the request id of the other service if it has sent one: it is the one in the
	 * body of its answer.
	 */
	static void keepIdOfService(ContractResponse response) {
		if (isRouted(response.webExchange())) {
			HttpHeaders headers = response.getHeaders();
			String header = response.exchange().contract().requestId().header();
			List<String> ids = headers.get(header);
			if (ids != null && ids.size() > 1) {
				headers.set(header, ids.get(ids.size() - 1));
			}
		}
	}

}
