package dev.errata.web.reactive;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Failure;
import dev.errata.web.RequestFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.server.ServerWebExchange;

/**
 * Refuses requests that CORS rejects. Spring's own processor leaves the body empty, and
 * behind handler mappings nobody could tell this from an answer of the application.
 */
final class ContractCorsProcessor extends DefaultCorsProcessor {

	@Override
	public boolean process(@Nullable CorsConfiguration configuration, ServerWebExchange exchange) {
		// without one, it would only log the origin, and fail if that is not a URL
		return configuration == null || super.process(configuration, exchange);
	}

	@Override
	protected void rejectRequest(ServerHttpResponse response) {
		super.rejectRequest(response);
		ContractResponse contractResponse = ContractResponse.of(response);
		if (contractResponse != null) {
			contractResponse.refuse(new RequestFailure.Known(Failure.of(StandardCode.FORBIDDEN)));
		}
	}

}
