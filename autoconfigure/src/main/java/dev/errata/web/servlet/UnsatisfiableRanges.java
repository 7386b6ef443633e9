package dev.errata.web.servlet;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.ResourceHttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Makes an error of a range that a resource does not have. Spring MVC sets the status of
 * one and then sends the whole resource.
 */
@ControllerAdvice
final class UnsatisfiableRanges implements ResponseBodyAdvice<Object> {

	private static final HttpStatus STATUS = HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE;

	private final ServletErrors errors;

	UnsatisfiableRanges(ServletErrors errors) {
		this.errors = errors;
	}

	@Override
	public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
		return converterType == ResourceHttpMessageConverter.class;
	}

	@Override
	public @Nullable Object beforeBodyWrite(@Nullable Object body, MethodParameter returnType,
			MediaType selectedContentType, Class<? extends HttpMessageConverter<?>> selectedConverterType,
			ServerHttpRequest request, ServerHttpResponse response) {
		String range = response.getHeaders().getFirst(HttpHeaders.CONTENT_RANGE);
		if (range != null && response instanceof ServletServerHttpResponse servletResponse
				&& servletResponse.getServletResponse().getStatus() == STATUS.value()
				&& request instanceof ServletServerHttpRequest servletRequest
				&& this.errors.contractOf(servletRequest.getServletRequest()) != null) {
			ErrorResponseException exception = new ErrorResponseException(STATUS);
			exception.getHeaders().set(HttpHeaders.CONTENT_RANGE, range);
			throw exception;
		}
		return body;
	}

}
