package dev.errata.web.servlet;

import java.util.Date;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.errata.error.ApiError;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.template.TemplateAvailabilityProviders;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;

/**
 * The application's own error views, for people with a browser: a request that names HTML
 * among what it accepts, outside named contracts. They are found as Spring Boot finds
 * them, but for its own page, which is nobody's view.
 */
final class ErrorViews {

	private static final Logger logger = LoggerFactory.getLogger(ErrorViews.class);

	private static final String ERROR_VIEW = "error";

	private final List<ErrorViewResolver> resolvers;

	private final SingletonSupplier<Boolean> general;

	ErrorViews(List<ErrorViewResolver> resolvers, ApplicationContext context) {
		this.resolvers = List.copyOf(resolvers);
		// the bean tells its class only once it is there
		this.general = SingletonSupplier.of(() -> hasView(context));
	}

	private static boolean hasView(ApplicationContext context) {
		Object bean = context.containsBean(ERROR_VIEW) ? context.getBean(ERROR_VIEW) : null;
		if (bean instanceof View && !bean.getClass().getName().startsWith("org.springframework.boot.")) {
			return true;
		}
		return new TemplateAvailabilityProviders(context).getProvider(ERROR_VIEW, context) != null;
	}

	/**
	 * Return whether a request names HTML among what it accepts; a wildcard does not.
	 */
	static boolean isForBrowser(HttpServletRequest request) {
		Enumeration<String> accepted = request.getHeaders(HttpHeaders.ACCEPT);
		while (accepted != null && accepted.hasMoreElements()) {
			if (accepted.nextElement().toLowerCase(Locale.ROOT).contains("text/html")) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the application's view for an error, or {@code null} if it has none.
	 */
	@Nullable ModelAndView find(ApiError error, HttpServletRequest request) {
		try {
			return resolve(error, request);
		}
		catch (RuntimeException ex) {
			logger.error("The view for {} could not be found; the envelope is sent instead", error, ex);
			return null;
		}
	}

	private @Nullable ModelAndView resolve(ApiError error, HttpServletRequest request) {
		HttpStatus status = HttpStatus.resolve(error.status());
		if (status == null) {
			return null;
		}
		Map<String, Object> model = model(error, status);
		for (ErrorViewResolver resolver : this.resolvers) {
			ModelAndView view = resolver.resolveErrorView(request, status, model);
			if (view != null) {
				return view;
			}
		}
		return this.general.obtain() ? new ModelAndView(ERROR_VIEW, model) : null;
	}

	private static Map<String, Object> model(ApiError error, HttpStatus status) {
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("timestamp", Date.from(error.request().timestamp()));
		model.put("status", status.value());
		model.put("error", status.getReasonPhrase());
		model.put("message", error.message());
		model.put("code", error.code());
		model.put("requestId", error.request().id());
		if (error.request().path() != null) {
			model.put("path", error.request().path());
		}
		return model;
	}

}
