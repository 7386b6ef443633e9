package dev.errata.web.reactive;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.errata.error.ApiError;
import dev.errata.error.Causes;
import dev.errata.error.ErrorCodeException;
import dev.errata.web.Browsers;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.RecentViews;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.boot.webflux.autoconfigure.error.DefaultErrorWebExceptionHandler;
import org.springframework.boot.webflux.error.DefaultErrorAttributes;
import org.springframework.boot.webflux.error.ErrorAttributes;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * The error views of the application, which a browser gets outside named contracts. They
 * are found as Spring Boot finds them, and get the same model, with the code and the
 * request id added. Boot's own whitelabel page does not count.
 */
final class ErrorViews {

	private static final Logger logger = LoggerFactory.getLogger(ErrorViews.class);

	private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

	private static final int SERVER_ERROR = 500;

	private static final String ATTRIBUTES = ErrorViews.class.getName() + ".attributes";

	private final Pages pages;

	private final Rendering rendering;

	/** The name of the view for a status, or none. */
	private final RecentViews<Optional<String>> recent;

	ErrorViews(ErrorAttributes attributes, WebProperties properties, ApplicationContext context,
			ServerCodecConfigurer codecs, List<ViewResolver> viewResolvers) {
		this.pages = new Pages(attributes, properties, context, codecs.getReaders());
		this.rendering = new Rendering(codecs.getWriters(), viewResolvers);
		this.recent = new RecentViews<>(context.getEnvironment());
		this.pages.setMessageReaders(codecs.getReaders());
		this.pages.setMessageWriters(codecs.getWriters());
		this.pages.setViewResolvers(viewResolvers);
	}

	/**
	 * Return what answers requests that no contract rules, as Spring Boot does.
	 */
	ErrorWebExceptionHandler ofBoot() {
		return this.pages;
	}

	/**
	 * Return the status of an exception in the error attributes of the application, or
	 * {@code null} if it has none of its own.
	 */
	@Nullable Object ownStatus(Throwable exception, ServerWebExchange exchange) {
		return this.pages.ownStatus(exception, exchange);
	}

	/**
	 * Return whether a view may render an error.
	 */
	static boolean isForBrowser(ServerHttpRequest request) {
		return Browsers.accept(request.getHeaders().getOrEmpty(HttpHeaders.ACCEPT));
	}

	/**
	 * Write an answer by a view of the application if it has one for the error.
	 * @param otherwise writes the answer if there is no view, or it fails
	 */
	Mono<Void> write(ErrorAnswer answer, ServerWebExchange exchange, ServerHttpResponse response,
			Mono<Void> otherwise) {
		ApiError error = answer.error();
		return Mono.defer(() -> find(error, exchange)).onErrorResume((ex) -> {
			logger.error("The view for {} could not be found; the envelope is sent instead", error, ex);
			return Mono.empty();
		})
			.map((view) -> render(view, answer, exchange.mutate().response(response).build())
				.onErrorResume((ex) -> !response.isCommitted(), (ex) -> {
					logger.error("The view for {} failed; the envelope is sent instead", error, ex);
					return otherwise;
				}))
			.defaultIfEmpty(otherwise)
			.flatMap((written) -> written);
	}

	private Mono<Void> render(ServerResponse view, ErrorAnswer answer, ServerWebExchange exchange) {
		return Mono.defer(() -> {
			ReactiveResponseWriter.writeHead(answer, exchange.getResponse());
			exchange.getResponse().getHeaders().setContentType(view.headers().getContentType());
			// for HEAD, nothing is written that would complete it
			return view.writeTo(exchange, this.rendering).then(Mono.defer(exchange.getResponse()::setComplete));
		});
	}

	private Mono<ServerResponse> find(ApiError error, ServerWebExchange exchange) {
		Throwable cause = error.cause();
		if (cause != null && !Causes.areWellFormed(cause)) {
			return Mono.empty();
		}
		Optional<String> recent = this.recent.find(error.status());
		if (recent != null && recent.isEmpty()) {
			return Mono.empty();
		}
		Map<String, @Nullable Object> model = this.pages.model(error, cause, exchange);
		if (recent != null) {
			return this.pages.renderErrorView(recent.get(), body(error), model);
		}
		return Flux.fromIterable(names(error.status()))
			.concatMap((name) -> this.pages.renderErrorView(name, body(error), model)
				.doOnNext((view) -> this.recent.remember(error.status(), Optional.of(name))))
			.next()
			.switchIfEmpty(Mono.fromRunnable(() -> this.recent.remember(error.status(), Optional.empty())));
	}

	private static ServerResponse.BodyBuilder body(ApiError error) {
		return ServerResponse.status(error.status()).contentType(HTML);
	}

	private static List<String> names(int status) {
		return List.of("error/" + status, (status < SERVER_ERROR) ? "error/4xx" : "error/5xx", "error/error", "error");
	}

	/**
	 * What views and other bodies are rendered with.
	 *
	 * @param messageWriters write bodies that are no views
	 * @param viewResolvers find views by their names
	 */
	record Rendering(List<HttpMessageWriter<?>> messageWriters,
			List<ViewResolver> viewResolvers) implements ServerResponse.Context {
	}

	/**
	 * Gives access to the error pages and attributes of Spring Boot's handler.
	 */
	private static final class Pages extends DefaultErrorWebExceptionHandler {

		private final ErrorAttributes attributes;

		private final List<HttpMessageReader<?>> readers;

		Pages(ErrorAttributes attributes, WebProperties properties, ApplicationContext context,
				List<HttpMessageReader<?>> readers) {
			super(attributes, properties.getResources(), properties.getError(), context);
			this.attributes = attributes;
			this.readers = readers;
		}

		@Nullable Object ownStatus(Throwable exception, ServerWebExchange exchange) {
			// Spring Boot does not ask about the causes of an exception
			boolean own = this.attributes.getClass() != DefaultErrorAttributes.class
					&& exchange.getAttribute(ATTRIBUTES) == null;
			return own ? attributes(exception, exchange).get("status") : null;
		}

		/**
		 * Return the error attributes. Those of the application may log or count, so they
		 * are asked once.
		 */
		private Map<String, @Nullable Object> attributes(Throwable exception, ServerWebExchange exchange) {
			Map<String, @Nullable Object> known = exchange.getAttribute(ATTRIBUTES);
			if (known == null) {
				this.attributes.storeErrorInformation(exception, exchange);
				ServerRequest request = ServerRequest.create(exchange, this.readers);
				known = getErrorAttributes(request, getErrorAttributeOptions(request, MediaType.TEXT_HTML));
				exchange.getAttributes().put(ATTRIBUTES, known);
			}
			return known;
		}

		Map<String, @Nullable Object> model(ApiError error, @Nullable Throwable cause, ServerWebExchange exchange) {
			Map<String, @Nullable Object> model = new LinkedHashMap<>(attributes(
					(cause != null) ? cause : new ResponseStatusException(HttpStatusCode.valueOf(error.status())),
					exchange));
			// what Spring Boot tells is replaced, not what the application does
			if (model.put("status", error.status()) instanceof Integer status) {
				model.replace("error", reason(status), reason(error.status()));
			}
			model.replace("requestId", exchange.getRequest().getId(), error.request().id());
			if (cause instanceof ErrorCodeException) {
				model.replace("message", error.message());
			}
			model.putIfAbsent("code", error.code());
			model.putIfAbsent("requestId", error.request().id());
			return model;
		}

		private static String reason(int status) {
			HttpStatus known = HttpStatus.resolve(status);
			return (known != null) ? known.getReasonPhrase() : "Http Status " + status;
		}

		@Override
		protected Mono<ServerResponse> renderErrorView(String viewName, ServerResponse.BodyBuilder responseBody,
				Map<String, @Nullable Object> error) {
			return super.renderErrorView(viewName, responseBody, error);
		}

	}

}
