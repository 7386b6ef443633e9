package dev.errata.web.servlet;

import java.io.IOException;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Failure;
import dev.errata.web.ContractExchange;
import dev.errata.web.RequestFailure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;

/**
 * Answers requests that CORS rejects. Spring's own processor writes plain text.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ContractCorsProcessor extends DefaultCorsProcessor {

	private final ServletExchanges exchanges;

	private final ErrorResponder responder;

	ContractCorsProcessor(ServletExchanges exchanges, ErrorResponder responder) {
		this.exchanges = exchanges;
		this.responder = responder;
	}

	@Override
	public boolean processRequest(@Nullable CorsConfiguration configuration, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		if (configuration == null) {
			// it would only log the origin, and fail if that is not a URL
			return true;
		}
		boolean valid = super.processRequest(configuration, request, response);
		if (!valid) {
			ContractExchange exchange = this.exchanges.find(request);
			if (exchange != null) {
				this.responder.respond(new RequestFailure.Known(Failure.of(StandardCode.FORBIDDEN)), ViewPlace.NOWHERE,
						exchange, request, response);
			}
			else {
				super.rejectRequest(new ServletServerHttpResponse(response));
			}
		}
		return valid;
	}

	@Override
	protected void rejectRequest(ServerHttpResponse response) {
		// processRequest answers: the response alone does not lead to the exchange
	}

}
