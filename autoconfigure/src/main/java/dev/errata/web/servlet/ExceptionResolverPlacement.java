package dev.errata.web.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.handler.HandlerExceptionResolverComposite;
import org.springframework.web.servlet.mvc.method.annotation.ExceptionHandlerExceptionResolver;

/**
 * Places the {@link ContractExceptionResolver} after the exception handlers of the
 * application and before Spring MVC's own, however Spring MVC is configured. An advice
 * would cost each error a reflective call, and Spring would search the message of its
 * exception for signs of a disconnected client.
 */
final class ExceptionResolverPlacement implements BeanPostProcessor {

	private final Supplier<ContractExceptionResolver> resolver;

	ExceptionResolverPlacement(Supplier<ContractExceptionResolver> resolver) {
		this.resolver = resolver;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof HandlerExceptionResolverComposite composite) {
			List<HandlerExceptionResolver> resolvers = new ArrayList<>(composite.getExceptionResolvers());
			int handlers = lastOfHandlers(resolvers);
			if (handlers >= 0 && !isPlaced(resolvers)) {
				resolvers.add(handlers + 1, this.resolver.get());
				composite.setExceptionResolvers(resolvers);
			}
		}
		return bean;
	}

	private static boolean isPlaced(List<HandlerExceptionResolver> resolvers) {
		for (HandlerExceptionResolver resolver : resolvers) {
			if (resolver instanceof ContractExceptionResolver) {
				return true;
			}
		}
		return false;
	}

	private static int lastOfHandlers(List<HandlerExceptionResolver> resolvers) {
		for (int i = resolvers.size() - 1; i >= 0; i--) {
			if (resolvers.get(i) instanceof ExceptionHandlerExceptionResolver) {
				return i;
			}
		}
		return -1;
	}

}
