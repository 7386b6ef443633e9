package dev.errata.web.servlet;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.errata.error.ApiError;
import dev.errata.error.Causes;
import dev.errata.error.ErrorCodeException;
import dev.errata.web.Browsers;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.boot.autoconfigure.template.TemplateAvailabilityProviders;
import org.springframework.boot.autoconfigure.web.ErrorProperties;
import org.springframework.boot.webmvc.autoconfigure.error.BasicErrorController;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.ApplicationContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils.MethodFilter;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;
import org.springframework.web.servlet.view.ContentNegotiatingViewResolver;
import org.springframework.web.servlet.view.InternalResourceView;

/**
 * The error views of the application, which a browser gets outside named contracts. They
 * are found as Spring Boot finds them, and get the same model, with the code and the
 * request id added. Boot's own whitelabel page does not count. An error controller of the
 * application may render pages of any name.
 */
final class ErrorViews {

	private static final Logger logger = LoggerFactory.getLogger(ErrorViews.class);

	private static final String ERROR_VIEW = "error";

	private final List<ErrorViewResolver> resolvers;

	private final Attributes attributes;

	private final ApplicationContext context;

	private final SingletonSupplier<Boolean> general;

	private final SingletonSupplier<Boolean> ofController;

	private final ErrorPages pages;

	ErrorViews(List<ErrorViewResolver> resolvers, ErrorAttributes attributes, ErrorProperties properties,
			ApplicationContext context, ErrorPages pages) {
		this.resolvers = resolvers.stream()
			.map((resolver) -> RecentViewResolver.of(resolver, context.getEnvironment()))
			.toList();
		this.attributes = new Attributes(attributes, properties);
		this.context = context;
		// the class of the bean is known only once it exists
		this.general = SingletonSupplier.of(() -> hasView(context));
		this.ofController = SingletonSupplier.of(() -> hasController(context));
		this.pages = pages;
	}

	private static boolean hasView(ApplicationContext context) {
		Object bean = context.containsBean(ERROR_VIEW) ? context.getBean(ERROR_VIEW) : null;
		if (bean instanceof View && !bean.getClass().getName().startsWith("org.springframework.boot.")) {
			return true;
		}
		return new TemplateAvailabilityProviders(context).getProvider(ERROR_VIEW, context) != null
				|| isTemplate(resolve(context));
	}

	/**
	 * Resolve the view as the dispatcher does, for engines whose templates Spring Boot
	 * does not look for.
	 */
	private static @Nullable View resolve(ApplicationContext context) {
		List<ViewResolver> resolvers = BeanFactoryUtils.beansOfTypeIncludingAncestors(context, ViewResolver.class)
			.values()
			.stream()
			// asks all others
			.filter((resolver) -> !(resolver instanceof ContentNegotiatingViewResolver))
			.sorted(AnnotationAwareOrderComparator.INSTANCE)
			.toList();
		try {
			for (ViewResolver resolver : resolvers) {
				View view = resolver.resolveViewName(ERROR_VIEW, LocaleContextHolder.getLocale());
				if (view != null) {
					return view;
				}
			}
		}
		catch (Exception ex) {
			logger.debug("The view '{}' could not be resolved", ERROR_VIEW, ex);
		}
		return null;
	}

	/**
	 * Return whether a view has a template: those of JSP and Thymeleaf exist for any
	 * name, and Spring Boot's own is for those who have none.
	 */
	private static boolean isTemplate(@Nullable View view) {
		return view != null && !(view instanceof InternalResourceView)
				&& !view.getClass().getName().startsWith("org.springframework.boot.")
				&& !view.getClass().getName().startsWith("org.thymeleaf.");
	}

	/**
	 * Return whether an error controller of the application renders pages, whatever their
	 * names.
	 */
	private static boolean hasController(ApplicationContext context) {
		return Arrays.stream(context.getBeanNamesForType(ErrorController.class))
			.map(context::getType)
			.anyMatch((type) -> type != null && rendersPages(ClassUtils.getUserClass(type)));
	}

	private static boolean rendersPages(Class<?> controller) {
		return controller != ContractErrorController.class
				&& !MethodIntrospector.selectMethods(controller, (MethodFilter) ErrorViews::rendersPage).isEmpty();
	}

	private static boolean rendersPage(Method method) {
		RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
		if (mapping == null || method.getDeclaringClass() == BasicErrorController.class) {
			return false;
		}
		boolean body = HttpEntity.class.isAssignableFrom(method.getReturnType())
				|| AnnotatedElementUtils.hasAnnotation(method, ResponseBody.class)
				|| AnnotatedElementUtils.hasAnnotation(method.getDeclaringClass(), ResponseBody.class);
		return !body || Arrays.asList(mapping.produces()).contains(MediaType.TEXT_HTML_VALUE);
	}

	/**
	 * Return whether a view may render an error.
	 */
	static boolean isForBrowser(HttpServletRequest request) {
		Enumeration<String> accepted = request.getHeaders(HttpHeaders.ACCEPT);
		return accepted != null && Browsers.accept(Collections.list(accepted));
	}

	/**
	 * Return whether an ERROR dispatch may find a view, or leads to an error controller
	 * or a registered page of the application. Its own resolvers and error attributes may
	 * log or count what they are asked, so they are left to that dispatch.
	 */
	boolean areExpected(ApiError error, HttpServletRequest request) {
		return this.general.obtain() || this.ofController.obtain() || this.pages.has(error.status())
				|| this.resolvers.stream().anyMatch((resolver) -> isExpected(resolver, error.status(), request));
	}

	private static boolean isExpected(ErrorViewResolver resolver, int code, HttpServletRequest request) {
		HttpStatus status = HttpStatus.resolve(code);
		if (status == null || !(resolver instanceof RecentViewResolver)) {
			return status != null;
		}
		try {
			return resolver.resolveErrorView(request, status, Map.of()) != null;
		}
		catch (RuntimeException ex) {
			// the dispatch will see it again, and log it
			return true;
		}
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
		HttpServletRequest failed = new FailedRequest(request, facts(error, request));
		Map<String, Object> model = model(error, failed);
		HttpStatus status = HttpStatus.resolve(error.status());
		if (status != null) {
			for (ErrorViewResolver resolver : this.resolvers) {
				ModelAndView view = resolver.resolveErrorView(failed, status, model);
				if (view != null) {
					return view;
				}
			}
		}
		return this.general.obtain() ? new ModelAndView(ERROR_VIEW, model) : null;
	}

	private Map<String, Object> model(ApiError error, HttpServletRequest request) {
		Map<String, Object> model = new LinkedHashMap<>(this.attributes.of(request));
		model.putIfAbsent("code", error.code());
		model.putIfAbsent("requestId", error.request().id());
		return Collections.unmodifiableMap(model);
	}

	/**
	 * Set the request attributes of an ERROR dispatch. The dispatcher sets the exception,
	 * and removes it again: Tomcat would take it for an unhandled one.
	 */
	void expose(ApiError error, HttpServletRequest request) {
		Map<String, Object> facts = facts(error, request);
		facts.remove(RequestDispatcher.ERROR_EXCEPTION);
		facts.forEach(request::setAttribute);
	}

	private Map<String, Object> facts(ApiError error, HttpServletRequest request) {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put(RequestDispatcher.ERROR_STATUS_CODE, error.status());
		String uri = ServletExchanges.originalUri(request);
		if (uri != null) {
			facts.put(RequestDispatcher.ERROR_REQUEST_URI, uri);
		}
		Throwable cause = error.cause();
		if (cause != null) {
			facts.put(RequestDispatcher.ERROR_EXCEPTION, cause);
			facts.put(RequestDispatcher.ERROR_MESSAGE,
					(cause instanceof ErrorCodeException) ? error.message() : reason(cause));
		}
		return facts;
	}

	/**
	 * Return the reason that Spring MVC sends along with the status of an exception;
	 * empty for most exceptions, which then show their message.
	 */
	private String reason(Throwable exception) {
		String detail = (exception instanceof ErrorResponse response) ? response.getBody().getDetail() : null;
		String reason = (detail != null) ? detail : Causes.findFirst(exception, ErrorViews::annotatedReason);
		if (reason == null || reason.isEmpty()) {
			return "";
		}
		String message = this.context.getMessage(reason, null, reason, LocaleContextHolder.getLocale());
		return (message != null) ? message : reason;
	}

	private static @Nullable String annotatedReason(Throwable cause) {
		ResponseStatus annotation = AnnotatedElementUtils.findMergedAnnotation(cause.getClass(), ResponseStatus.class);
		return (annotation != null) ? annotation.reason() : null;
	}

	/**
	 * Gives access to the error attributes of Spring Boot's controller.
	 */
	private static final class Attributes extends BasicErrorController {

		Attributes(ErrorAttributes attributes, ErrorProperties properties) {
			super(attributes, properties);
		}

		Map<String, Object> of(HttpServletRequest request) {
			return getErrorAttributes(request, getErrorAttributeOptions(request, MediaType.TEXT_HTML));
		}

	}

	/**
	 * A request with the attributes of its ERROR dispatch.
	 */
	private static final class FailedRequest extends HttpServletRequestWrapper {

		private final Map<String, Object> facts;

		FailedRequest(HttpServletRequest request, Map<String, Object> facts) {
			super(request);
			this.facts = facts;
		}

		@Override
		public @Nullable Object getAttribute(String name) {
			Object fact = this.facts.get(name);
			return (fact != null) ? fact : super.getAttribute(name);
		}

		@Override
		public @Nullable String getParameter(String name) {
			try {
				return super.getParameter(name);
			}
			catch (RuntimeException ex) {
				// a query or form that cannot be parsed has no parameters
				return null;
			}
		}

	}

}
