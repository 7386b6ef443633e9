package dev.errata.web.servlet;

import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;

import dev.errata.contract.Contracts;
import dev.errata.contract.PathCase;
import dev.errata.error.ApplicationClock;
import dev.errata.error.ErrorTranslation;
import dev.errata.validation.ConvertedTypes;
import dev.errata.web.FailureResolver;
import dev.errata.web.HeadLimit;
import dev.errata.web.Mappings;
import dev.errata.web.ObservedErrors;
import dev.errata.web.RefusedRequests;
import dev.errata.web.RequestPaths;
import dev.errata.web.WebAutoConfiguration;
import io.micrometer.observation.ObservationFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.support.ErrorPageFilter;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.boot.webmvc.autoconfigure.error.BasicErrorController;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.convert.ConversionService;
import org.springframework.http.converter.HttpMessageConverters.ServerBuilder;
import org.springframework.http.converter.ResourceHttpMessageConverter;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Auto-configuration for error handling in a servlet application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebAutoConfiguration.class, before = ErrorMvcAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@EnableConfigurationProperties(WebProperties.class)
public final class WebServletAutoConfiguration {

	private static final List<String> OF_SECURITY = List.of("org.springframework.security.access.AccessDeniedException",
			"org.springframework.security.core.AuthenticationException",
			"org.springframework.security.web.firewall.RequestRejectedException",
			"org.springframework.security.oauth2.client.ClientAuthorizationRequiredException");

	@Bean
	RequestPaths errataRequestPaths(WebApplicationContext context, ObjectProvider<DispatcherServletPath> path) {
		// null while the container is being set up
		return new RequestPaths(
				() -> (context.getServletContext() != null) ? context.getServletContext().getContextPath() : "",
				dispatcherPath(path).getPrefix());
	}

	private static DispatcherServletPath dispatcherPath(ObjectProvider<DispatcherServletPath> path) {
		DispatcherServletPath available = path.getIfAvailable();
		return (available != null) ? available : () -> "/";
	}

	@Bean
	ServletPaths errataServletPaths(RequestPaths paths) {
		return new ServletPaths(paths);
	}

	@Bean
	RefusedRequests errataRefusedRequests(Contracts contracts, RequestPaths paths, ObjectProvider<Clock> clock) {
		return new RefusedRequests(contracts, paths, new ApplicationClock(clock.getIfUnique()));
	}

	@Bean
	ServletExchanges errataServletExchanges(Contracts contracts, ServletPaths paths, WebApplicationContext context,
			ObjectProvider<Clock> clock) {
		return new ServletExchanges(contracts, paths, ours(context), () -> localeResolver(context),
				new ApplicationClock(clock.getIfUnique()));
	}

	private static @Nullable LocaleResolver localeResolver(WebApplicationContext context) {
		String name = DispatcherServlet.LOCALE_RESOLVER_BEAN_NAME;
		return context.containsBean(name) ? context.getBean(name, LocaleResolver.class) : null;
	}

	/**
	 * Return whether a request is one of this application. A management server on its own
	 * port borrows exception resolvers from here; its errors are left to Spring Boot.
	 */
	private static Predicate<HttpServletRequest> ours(WebApplicationContext context) {
		if (context.getEnvironment().getProperty("management.server.port") == null) {
			return (request) -> true;
		}
		// not there yet when the container is being set up
		return (request) -> context.getServletContext() == null || isWithin(context.getServletContext(), request);
	}

	private static boolean isWithin(ServletContext context, HttpServletRequest request) {
		try {
			return request.getServletContext() == null || request.getServletContext() == context;
		}
		catch (RuntimeException ex) {
			// Tomcat has none for a request that it has refused or cannot map
			return true;
		}
	}

	@Bean
	ErrorResponder errataErrorResponder(ServletExchanges exchanges, FailureResolver resolver, ErrorViews views,
			ObjectProvider<ServletObservations> observations, ObjectProvider<ResponseAborter> aborter) {
		// several containers may be on the class path, and each aborter only knows its
		// own
		List<ResponseAborter> aborters = aborter.orderedStream().toList();
		return new ErrorResponder(exchanges, resolver, views, observations.getIfAvailable(),
				(cause, request, response) -> {
					Exception exception = (cause instanceof Exception thrown) ? thrown : new ServletException(cause);
					for (ResponseAborter each : aborters) {
						exception = each.abort(exception, request, response);
					}
					return exception;
				});
	}

	@Bean
	ErrorViews errataErrorViews(ObjectProvider<ErrorViewResolver> resolvers,
			ObjectProvider<ErrorAttributes> errorAttributes, WebProperties properties, ApplicationContext context,
			ErrorPages pages) {
		return new ErrorViews(resolvers.orderedStream().toList(),
				errorAttributes.getIfAvailable(DefaultErrorAttributes::new), properties.getError(), context, pages);
	}

	@Bean
	ServletHandledRequest errataHandledRequest() {
		return new ServletHandledRequest();
	}

	@Bean
	ConvertedTypes errataConvertedTypes(
			@Qualifier("mvcConversionService") ObjectProvider<ConversionService> conversionService) {
		return new ConvertedTypes(conversionService::getIfAvailable);
	}

	@Bean
	WebMvcTranslator errataWebMvcTranslator(ConvertedTypes types) {
		return new WebMvcTranslator(types);
	}

	@Bean
	RequestHeadTranslator errataRequestHeadTranslator() {
		return new RequestHeadTranslator();
	}

	@Bean
	static ExceptionResolverPlacement errataExceptionResolverPlacement(ObjectProvider<ServletExchanges> exchanges,
			ObjectProvider<ErrorResponder> responder, ObjectProvider<ErrorTranslation> translation,
			ObjectProvider<LaterResolvers> later, ApplicationContext context) {
		return new ExceptionResolverPlacement(
				() -> new ContractExceptionResolver(exchanges.getObject(), responder.getObject(),
						new PropagatedExceptions(ofSecurity(context.getClassLoader()), translation.getObject()),
						later.getObject()));
	}

	private static List<Class<?>> ofSecurity(@Nullable ClassLoader classLoader) {
		return OF_SECURITY.stream()
			.filter((name) -> ClassUtils.isPresent(name, classLoader))
			.<Class<?>>map((name) -> ClassUtils.resolveClassName(name, classLoader))
			.toList();
	}

	@Bean
	CommittedResponseExceptionResolver errataCommittedResponseExceptionResolver(ServletExchanges exchanges,
			ErrorResponder responder, LaterResolvers later) {
		return new CommittedResponseExceptionResolver(exchanges, responder, later);
	}

	@Bean
	LaterResolvers errataLaterResolvers(ListableBeanFactory beanFactory, FailureResolver failures,
			ServletExchanges exchanges) {
		return new LaterResolvers(beanFactory, failures, exchanges);
	}

	@Bean
	@ConditionalOnMissingBean(value = ErrorController.class, search = SearchStrategy.CURRENT)
	ContractErrorController errataErrorController(ServletExchanges exchanges, ErrorResponder responder,
			ObjectProvider<ErrorAttributes> errorAttributes, WebProperties properties,
			ObjectProvider<ErrorViewResolver> views) {
		return new ContractErrorController(exchanges, responder,
				new BasicErrorController(errorAttributes.getIfAvailable(DefaultErrorAttributes::new),
						properties.getError(), views.orderedStream().toList()));
	}

	/**
	 * Lets applications ask for Spring Boot's controller, which cannot be a bean as well:
	 * it would handle the same path.
	 */
	@Bean
	@ConditionalOnBean(ContractErrorController.class)
	static BeanFactoryPostProcessor errataBasicErrorController() {
		return (beanFactory) -> {
			ObjectFactory<BasicErrorController> controller = () -> beanFactory.getBean(ContractErrorController.class)
				.basic();
			beanFactory.registerResolvableDependency(BasicErrorController.class, controller);
		};
	}

	@Bean
	ErrorPages errataErrorPages(ObjectProvider<ErrorPageRegistrar> registrars,
			ObjectProvider<ErrorPages.OfContainer> containers, WebProperties properties,
			ObjectProvider<DispatcherServletPath> path) {
		return new ErrorPages(registrars, containers,
				dispatcherPath(path).getRelativePath(properties.getError().getPath()));
	}

	@Bean
	HeadLimit errataHeadLimit() {
		return new HeadLimit();
	}

	@Bean
	FilterRegistrationBean<ContractFilter> errataContractFilter(ServletExchanges exchanges, ErrorResponder responder,
			ErrorPages pages, HeadLimit headLimit, ObjectProvider<ContractErrorController> controller,
			ObjectProvider<ErrorPageFilter> errorPageFilter) {
		FilterRegistrationBean<ContractFilter> registration = new FilterRegistrationBean<>(
				new ContractFilter(exchanges, responder,
						controller.stream().findAny().isPresent() ? new SentErrors(responder, pages, headLimit) : null,
						errorPageFilter.stream().findAny().isPresent()));
		registration.setOrder(FilterOrder.CONTRACT);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
		return registration;
	}

	@Bean
	PathCase errataPathCase(ObjectProvider<PathPatternParser> parsers) {
		return () -> parsers.stream().anyMatch((parser) -> !parser.isCaseSensitive());
	}

	@Bean
	Mappings errataMappings(WebApplicationContext context) {
		return new ServletMappings(context);
	}

	@Bean
	ContractCorsProcessor errataCorsProcessor(ServletExchanges exchanges, ErrorResponder responder) {
		return new ContractCorsProcessor(exchanges, responder);
	}

	@Bean
	static CorsErrors errataCorsErrors(ObjectProvider<ContractCorsProcessor> processor) {
		return new CorsErrors(processor::getObject);
	}

	@Bean
	ChildContexts errataChildContexts(ApplicationContext context, ExceptionResolverPlacement placement,
			CorsErrors corsErrors) {
		return new ChildContexts(context, placement, corsErrors);
	}

	@Bean
	WebMvcConfigurer errataWebMvcConfigurer(ServletExchanges exchanges) {
		return new WebMvcConfigurer() {

			@Override
			public void configureMessageConverters(ServerBuilder builder) {
				builder.configureMessageConvertersList((converters) -> converters
					.replaceAll((converter) -> (converter.getClass() == ResourceHttpMessageConverter.class)
							? new UnsatisfiableRanges(exchanges) : converter));
			}

			@Override
			public void addInterceptors(InterceptorRegistry registry) {
				registry.addInterceptor(new BrokenBodyInterceptor(exchanges)).order(Ordered.HIGHEST_PRECEDENCE);
				registry.addInterceptor(new CallableInterceptor(exchanges)).order(Ordered.HIGHEST_PRECEDENCE);
			}

		};
	}

	@Bean
	MappedInterceptor errataFilterCookies() {
		return new MappedInterceptor(null, new FilterCookies());
	}

	/**
	 * Mappings of WebSockets only have interceptors that are beans.
	 */
	@Bean
	MappedInterceptor errataBareStatusInterceptor(ServletExchanges exchanges) {
		return new MappedInterceptor(null, new BareStatusInterceptor(exchanges));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationFilter.class)
	static class ObservationConfiguration {

		@Bean
		ServletObservations errataServletObservations() {
			return new ServletObservations();
		}

		@Bean
		ObservedErrors errataObservedErrors() {
			return new ObservedErrors(ServerRequestObservationContext.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(AbstractConfigurableWebServerFactory.class)
	static class ContainerConfiguration {

		@Bean
		ErrorPages.OfContainer errataContainerErrorPages(ObjectProvider<AbstractConfigurableWebServerFactory> factory) {
			return () -> factory.stream().flatMap((it) -> it.getErrorPages().stream()).toList();
		}

	}

}
