package dev.errata.web.reactive;

import java.util.function.UnaryOperator;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.http.server.reactive.HttpHandler;

/**
 * Places the {@link RequestGuard} around the handler that the server calls.
 */
final class HttpHandlerPlacement implements BeanPostProcessor {

	private final UnaryOperator<HttpHandler> around;

	HttpHandlerPlacement(UnaryOperator<HttpHandler> around) {
		this.around = around;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof HttpHandler handler) ? this.around.apply(handler) : bean;
	}

}
