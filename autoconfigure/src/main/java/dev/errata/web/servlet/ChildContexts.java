package dev.errata.web.servlet;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.handler.HandlerExceptionResolverComposite;

/**
 * Configures dispatchers that have an application context of their own. A child context
 * does not inherit the post-processors of its parent.
 */
final class ChildContexts implements ApplicationListener<ContextRefreshedEvent> {

	private final ApplicationContext context;

	private final ExceptionResolverPlacement placement;

	private final CorsErrors corsErrors;

	ChildContexts(ApplicationContext context, ExceptionResolverPlacement placement, CorsErrors corsErrors) {
		this.context = context;
		this.placement = placement;
		this.corsErrors = corsErrors;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		ApplicationContext refreshed = event.getApplicationContext();
		if (refreshed != this.context) {
			apply(this.placement, refreshed, HandlerExceptionResolverComposite.class);
			apply(this.corsErrors, refreshed, AbstractHandlerMapping.class);
		}
	}

	private static void apply(BeanPostProcessor processor, ApplicationContext context, Class<?> type) {
		context.getBeansOfType(type, false, false)
			.forEach((name, bean) -> processor.postProcessAfterInitialization(bean, name));
	}

}
