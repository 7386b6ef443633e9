package dev.errata.web;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.web.method.HandlerMethod;

/**
 * The request whose failure is being translated by this thread, as its handler has it.
 *
 * @since 0.1.0
 * @hidden
 */
public interface HandledRequest {

	/**
	 * Return the handler of the request.
	 * @return the handler, or {@code null} if there is none, or another than a method
	 */
	@Nullable HandlerMethod handler();

	/**
	 * Return the values of a parameter of the request.
	 * @param name the name of the parameter
	 * @return the values; empty if there are none
	 */
	List<String> parameters(String name);

}
