package dev.errata.web.servlet;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.errata.web.ContractExchange;
import dev.errata.web.FailureResolver;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.handler.HandlerExceptionResolverComposite;
import org.springframework.web.servlet.mvc.annotation.ResponseStatusExceptionResolver;
import org.springframework.web.servlet.mvc.support.DefaultHandlerExceptionResolver;

/**
 * The exception resolvers of the application that come after the
 * {@link ContractExceptionResolver}. With Spring MVC alone, they are asked about what
 * nobody else knows; with Errata, which knows everything, about what it would answer with
 * a 5xx. Some, such as those of error trackers, only report it.
 */
final class LaterResolvers {

	private static final Logger logger = LoggerFactory.getLogger(LaterResolvers.class);

	private static final String ASKED = LaterResolvers.class.getName();

	private final Map<ListableBeanFactory, List<HandlerExceptionResolver>> resolvers = new ConcurrentHashMap<>();

	private final ListableBeanFactory beanFactory;

	private final FailureResolver failures;

	private final ServletExchanges exchanges;

	LaterResolvers(ListableBeanFactory beanFactory, FailureResolver failures, ServletExchanges exchanges) {
		this.beanFactory = beanFactory;
		this.failures = failures;
		this.exchanges = exchanges;
	}

	/**
	 * Find the resolvers as a dispatcher does, in its order.
	 */
	private static List<HandlerExceptionResolver> find(ListableBeanFactory beanFactory) {
		return BeanFactoryUtils.beansOfTypeIncludingAncestors(beanFactory, HandlerExceptionResolver.class, true, false)
			.values()
			.stream()
			.sorted(AnnotationAwareOrderComparator.INSTANCE)
			.flatMap(LaterResolvers::parts)
			.dropWhile((resolver) -> !(resolver instanceof ContractExceptionResolver))
			.skip(1)
			.filter((resolver) -> !isOfSpring(resolver))
			.toList();
	}

	private static Stream<HandlerExceptionResolver> parts(HandlerExceptionResolver resolver) {
		return (resolver instanceof HandlerExceptionResolverComposite composite)
				? composite.getExceptionResolvers().stream() : Stream.of(resolver);
	}

	private static boolean isOfSpring(HandlerExceptionResolver resolver) {
		return resolver.getClass() == ResponseStatusExceptionResolver.class
				|| resolver.getClass() == DefaultHandlerExceptionResolver.class;
	}

	/**
	 * Ask the resolvers about an exception. One that fails is logged and skipped. One
	 * that asks Spring MVC in its turn, such as about a cause, gets the answer of Errata.
	 * @return what one of them has made of it, or {@code null} if it is left to Errata
	 */
	@Nullable ModelAndView resolve(Exception exception, @Nullable Object handler, ContractExchange exchange,
			HttpServletRequest request, HttpServletResponse response) {
		List<HandlerExceptionResolver> resolvers = resolvers(request);
		if (resolvers.isEmpty() || request.getAttribute(ASKED) != null
				|| !this.failures.isServerError(ServletFailures.unwrap(exception), exchange,
						() -> this.exchanges.describe(exchange, request))) {
			return null;
		}
		request.setAttribute(ASKED, true);
		try {
			return resolve(resolvers, exception, handler, request, response);
		}
		finally {
			request.removeAttribute(ASKED);
		}
	}

	/**
	 * Return the resolvers of the dispatcher, which may have a context of its own.
	 */
	private List<HandlerExceptionResolver> resolvers(HttpServletRequest request) {
		ListableBeanFactory context = (ListableBeanFactory) request
			.getAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE);
		return this.resolvers.computeIfAbsent((context != null) ? context : this.beanFactory, LaterResolvers::find);
	}

	private static @Nullable ModelAndView resolve(List<HandlerExceptionResolver> resolvers, Exception exception,
			@Nullable Object handler, HttpServletRequest request, HttpServletResponse response) {
		WatchedResponse watched = new WatchedResponse(response);
		for (HandlerExceptionResolver resolver : resolvers) {
			try {
				ModelAndView view = resolver.resolveException(request, watched, handler, exception);
				if (view != null) {
					return view;
				}
			}
			catch (Throwable ex) {
				logger.error("The exception resolver {} failed for {}; it is passed over",
						resolver.getClass().getName(), exception.getClass().getName(), ex);
			}
		}
		return watched.sent ? new ModelAndView() : null;
	}

	/**
	 * Knows whether a resolver has sent an error. It is the answer, even if the resolver
	 * returns as if it had none.
	 */
	private static final class WatchedResponse extends HttpServletResponseWrapper {

		private boolean sent;

		WatchedResponse(HttpServletResponse response) {
			super(response);
		}

		@Override
		public void sendError(int status) throws IOException {
			super.sendError(status);
			this.sent = true;
		}

		@Override
		public void sendError(int status, @Nullable String message) throws IOException {
			super.sendError(status, message);
			this.sent = true;
		}

	}

}
