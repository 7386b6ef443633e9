package dev.errata.web.servlet;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.errata.error.ApiError;
import dev.errata.web.ContractExchange;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.handler.HandlerExceptionResolverComposite;

/**
 * The exception resolvers of the application that come after Spring MVC's own. Some only
 * report what nobody has handled, such as those of error trackers. They see exceptions
 * that are answered with a 5xx, and cannot change the answer.
 */
final class LaterResolvers {

	private static final Logger logger = LoggerFactory.getLogger(LaterResolvers.class);

	private final Supplier<List<HandlerExceptionResolver>> resolvers;

	LaterResolvers(ListableBeanFactory beanFactory) {
		this.resolvers = SingletonSupplier.of(() -> find(beanFactory));
	}

	/**
	 * Find the resolvers as a dispatcher does, in its order.
	 */
	private static List<HandlerExceptionResolver> find(ListableBeanFactory beanFactory) {
		List<HandlerExceptionResolver> resolvers = new ArrayList<>(
				BeanFactoryUtils.beansOfTypeIncludingAncestors(beanFactory, HandlerExceptionResolver.class, true, false)
					.values());
		AnnotationAwareOrderComparator.sort(resolvers);
		for (int i = 0; i < resolvers.size(); i++) {
			if (resolvers.get(i) instanceof HandlerExceptionResolverComposite) {
				return List.copyOf(resolvers.subList(i + 1, resolvers.size()));
			}
		}
		return List.of();
	}

	/**
	 * Show an exception to the resolvers once it is answered.
	 */
	void tell(Exception exception, @Nullable Object handler, ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		ApiError error = exchange.error();
		if (error == null || error.status() < HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
			return;
		}
		for (HandlerExceptionResolver resolver : this.resolvers.get()) {
			try {
				resolver.resolveException(request, new UnchangeableResponse(response), handler, exception);
			}
			catch (Throwable ex) {
				logger.error("The exception resolver {} failed for {}", resolver.getClass().getName(), error, ex);
			}
		}
	}

	/**
	 * The response as the answer has left it.
	 */
	private static final class UnchangeableResponse extends HttpServletResponseWrapper {

		UnchangeableResponse(HttpServletResponse response) {
			super(response);
		}

		@Override
		public boolean isCommitted() {
			return true;
		}

		@Override
		public void setStatus(int status) {
		}

		@Override
		public void sendError(int status) {
		}

		@Override
		public void sendError(int status, String message) {
		}

		@Override
		public void sendRedirect(String location) {
		}

		@Override
		public void sendRedirect(String location, int status, boolean clearBuffer) {
		}

		@Override
		public void setHeader(String name, String value) {
		}

		@Override
		public void addHeader(String name, String value) {
		}

		@Override
		public void setDateHeader(String name, long date) {
		}

		@Override
		public void addDateHeader(String name, long date) {
		}

		@Override
		public void setIntHeader(String name, int value) {
		}

		@Override
		public void addIntHeader(String name, int value) {
		}

		@Override
		public void addCookie(Cookie cookie) {
		}

		@Override
		public void setContentType(String type) {
		}

		@Override
		public void setContentLength(int length) {
		}

		@Override
		public void setContentLengthLong(long length) {
		}

		@Override
		public void setCharacterEncoding(String encoding) {
		}

		@Override
		public void reset() {
		}

		@Override
		public void resetBuffer() {
		}

		@Override
		public void flushBuffer() {
		}

		@Override
		public ServletOutputStream getOutputStream() {
			return new DiscardingOutputStream();
		}

		@Override
		public PrintWriter getWriter() {
			return new PrintWriter(OutputStream.nullOutputStream());
		}

	}

}
