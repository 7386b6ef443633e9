package dev.errata.web.servlet;

import dev.errata.web.ContractExchange;
import dev.errata.web.HeadLimit;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Decides which errors are answered when they are sent: all but those that have an error
 * page of the application, or an answer that waits for the ERROR dispatch.
 */
record SentErrors(ErrorResponder responder, ErrorPages pages, HeadLimit headLimit) {

	boolean areAnswered(int status, ContractExchange exchange) {
		return status >= HttpServletResponse.SC_BAD_REQUEST && !exchange.isDeferred() && !this.pages.has(status);
	}

}
