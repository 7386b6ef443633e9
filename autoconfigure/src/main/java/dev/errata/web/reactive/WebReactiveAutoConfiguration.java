package dev.errata.web.reactive;

import java.util.List;

import java.time.Clock;

import dev.errata.contract.Contracts;
import dev.errata.contract.PathCase;
import dev.errata.error.ApplicationClock;
import dev.errata.validation.ConvertedTypes;
import dev.errata.web.FailureResolver;
import dev.errata.web.Mappings;
import dev.errata.web.ObservedErrors;
import dev.errata.web.RefusedRequests;
import dev.errata.web.RequestPaths;
import dev.errata.web.WebAutoConfiguration;

import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webflux.autoconfigure.WebFluxProperties;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration;
import org.springframework.boot.webflux.error.DefaultErrorAttributes;
import org.springframework.boot.webflux.error.ErrorAttributes;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionService;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.reactive.result.view.ViewResolver;

/**
 * Auto-configuration for error handling in a reactive application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebAutoConfiguration.class, before = ErrorWebFluxAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
@EnableConfigurationProperties(WebProperties.class)
public final class WebReactiveAutoConfiguration {

	@Bean
	RequestPaths errataRequestPaths(ObjectProvider<WebFluxProperties> properties) {
		WebFluxProperties available = properties.getIfAvailable();
		String base = (available != null && available.getBasePath() != null) ? available.getBasePath() : "";
		return new RequestPaths(() -> base, "");
	}

	@Bean
	RefusedRequests errataRefusedRequests(Contracts contracts, RequestPaths paths, ObjectProvider<Clock> clock) {
		return new RefusedRequests(contracts, paths, new ApplicationClock(clock.getIfUnique()));
	}

	@Bean
	PathCase errataPathCase(ObjectProvider<RequestMappingInfoHandlerMapping> mappings) {
		return () -> mappings.stream().anyMatch((mapping) -> !mapping.getPathPatternParser().isCaseSensitive());
	}

	@Bean
	Mappings errataMappings(ApplicationContext context) {
		return new ReactiveMappings(context);
	}

	@Bean
	ReactiveExchanges errataReactiveExchanges(Contracts contracts, RequestPaths paths, ObjectProvider<Clock> clock) {
		return new ReactiveExchanges(contracts, paths, new ApplicationClock(clock.getIfUnique()));
	}

	@Bean
	ReactiveErrorResponder errataReactiveErrorResponder(ReactiveExchanges exchanges, FailureResolver resolver,
			ErrorViews views, ObjectProvider<ResponseAborter> aborter) {
		// several servers may be on the class path, and each aborter only knows its own
		List<ResponseAborter> aborters = aborter.orderedStream().toList();
		return new ReactiveErrorResponder(exchanges, resolver, views, (cause, response) -> {
			Mono<Void> aborted = Mono.error(cause);
			for (ResponseAborter each : aborters) {
				aborted = aborted.onErrorResume((ex) -> each.abort(ex, response));
			}
			return aborted;
		});
	}

	@Bean
	ErrorViews errataErrorViews(ObjectProvider<ErrorAttributes> errorAttributes, WebProperties properties,
			ApplicationContext context, ServerCodecConfigurer codecs, ObjectProvider<ViewResolver> viewResolvers) {
		return new ErrorViews(errorAttributes.getIfAvailable(DefaultErrorAttributes::new), properties, context, codecs,
				viewResolvers.orderedStream().toList());
	}

	@Bean
	TaskGuard errataTaskGuard() {
		return new TaskGuard();
	}

	@Bean
	ReactiveHandledRequest errataHandledRequest() {
		return new ReactiveHandledRequest();
	}

	@Bean
	OpenHandlings errataOpenHandlings(Contracts contracts) {
		return new OpenHandlings((path) -> contracts.limits().asyncTimeout().find(path) != null);
	}

	@Bean
	DispatchGuard errataDispatchGuard(ObjectProvider<HandlerAdapter> adapters,
			ObjectProvider<HandlerResultHandler> resultHandlers, ObjectProvider<DispatchInterceptor> interceptor) {
		return new DispatchGuard(adapters, resultHandlers, interceptor.getIfAvailable());
	}

	@Bean
	RequestGuard errataRequestGuard(ReactiveExchanges exchanges, ReactiveErrorResponder responder, TaskGuard tasks,
			OpenHandlings open) {
		return new RequestGuard(exchanges, responder, tasks, open);
	}

	@Bean
	static HttpHandlerPlacement errataHttpHandlerPlacement(ObjectProvider<RequestGuard> guard) {
		return new HttpHandlerPlacement((handler) -> guard.getObject().around(handler));
	}

	@Bean
	@Order(FilterOrder.CONTRACT)
	ContractWebFilter errataContractWebFilter(RequestGuard guard) {
		return new ContractWebFilter(guard);
	}

	/**
	 * Others may have the highest precedence, too.
	 */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	WebHttpHandlerBuilderCustomizer errataContractWebFilterPlacement(ContractWebFilter filter) {
		return (builder) -> builder.filters((filters) -> {
			filters.remove(filter);
			filters.add(0, filter);
		});
	}

	@Bean
	ObservedErrors errataObservedErrors() {
		return new ObservedErrors(ServerRequestObservationContext.class);
	}

	@Bean
	static CorsErrors errataCorsErrors() {
		return new CorsErrors();
	}

	@Bean
	@ConditionalOnMissingBean(value = ErrorWebExceptionHandler.class, search = SearchStrategy.CURRENT)
	@Order(-1)
	ContractExceptionHandler errataExceptionHandler(ReactiveErrorResponder responder, ErrorViews views) {
		return new ContractExceptionHandler(responder, views.ofBoot());
	}

	/**
	 * An exception handler of the application in place of Spring Boot's may leave some
	 * exceptions to the next. Without one, Spring would log them and set 500.
	 */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	WebHttpHandlerBuilderCustomizer errataExceptionHandlerPlacement(ContractWebFilter filter,
			ReactiveErrorResponder responder) {
		return (builder) -> builder.exceptionHandlers((handlers) -> {
			int next = handlers.size();
			while (next > 0 && !(handlers.get(next - 1) instanceof ErrorWebExceptionHandler)) {
				next--;
			}
			if (next > 0 && !(handlers.get(next - 1) instanceof ContractExceptionHandler)) {
				handlers.add(next, new ContractExceptionHandler(responder, (exchange, ex) -> Mono.error(ex)));
			}
			filter.exceptionHandlers(handlers);
		});
	}

	@Bean
	ConvertedTypes errataConvertedTypes(
			@Qualifier("webFluxConversionService") ObjectProvider<ConversionService> conversionService) {
		return new ConvertedTypes(conversionService::getIfAvailable);
	}

	@Bean
	WebFluxTranslator errataWebFluxTranslator(ConvertedTypes types,
			ObjectProvider<RequestMappingHandlerAdapter> adapters) {
		return new WebFluxTranslator(types, new ReadableTypes(adapters));
	}

	@Bean
	ErrorAttributesTranslator errataErrorAttributesTranslator(ErrorViews views) {
		return new ErrorAttributesTranslator(views);
	}

}
