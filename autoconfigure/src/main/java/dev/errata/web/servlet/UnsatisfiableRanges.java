package dev.errata.web.servlet;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.ResourceHttpMessageConverter;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.ErrorResponseException;

/**
 * Writes resources like Spring MVC, but throws an exception for a range that cannot be
 * satisfied. Spring MVC sets the error status and sends the whole resource.
 */
final class UnsatisfiableRanges extends ResourceHttpMessageConverter {

	private static final HttpStatus STATUS = HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE;

	private final ServletExchanges exchanges;

	UnsatisfiableRanges(ServletExchanges exchanges) {
		this.exchanges = exchanges;
	}

	@Override
	protected void writeInternal(Resource resource, HttpOutputMessage message) throws IOException {
		String range = message.getHeaders().getFirst(HttpHeaders.CONTENT_RANGE);
		if (range != null && message instanceof ServletServerHttpResponse response
				&& response.getServletResponse().getStatus() == STATUS.value() && isRuled()) {
			ErrorResponseException exception = new ErrorResponseException(STATUS);
			exception.getHeaders().set(HttpHeaders.CONTENT_RANGE, range);
			throw exception;
		}
		super.writeInternal(resource, message);
	}

	private boolean isRuled() {
		HttpServletRequest request = ServletHandledRequest.current();
		return request != null && this.exchanges.find(request) != null;
	}

}
