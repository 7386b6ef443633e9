package dev.errata.web.reactive;

import java.util.Arrays;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpEntity;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;

/**
 * The media types in which a handler can read the body of a request.
 */
final class ReadableTypes {

	private final ObjectProvider<RequestMappingHandlerAdapter> adapters;

	ReadableTypes(ObjectProvider<RequestMappingHandlerAdapter> adapters) {
		this.adapters = adapters;
	}

	/**
	 * Return the media types that a handler can read.
	 * @param handler the handler
	 * @return the types; empty if it reads no body
	 */
	List<MediaType> of(HandlerMethod handler) {
		return Arrays.stream(handler.getMethodParameters())
			.filter((parameter) -> parameter.hasParameterAnnotation(RequestBody.class) || isEntity(parameter))
			.findFirst()
			.flatMap((parameter) -> this.adapters.orderedStream()
				.findFirst()
				.map((adapter) -> of(isEntity(parameter) ? parameter.nested() : parameter, adapter)))
			.orElse(List.of());
	}

	private static boolean isEntity(MethodParameter parameter) {
		return HttpEntity.class.isAssignableFrom(parameter.getParameterType());
	}

	private static List<MediaType> of(MethodParameter body, RequestMappingHandlerAdapter adapter) {
		ResolvableType type = ResolvableType.forMethodParameter(body);
		ReactiveAdapterRegistry registry = adapter.getReactiveAdapterRegistry();
		ReactiveAdapter published = (registry != null) ? registry.getAdapter(type.toClass()) : null;
		ResolvableType element = (published != null) ? type.getGeneric() : type;
		return adapter.getMessageReaders()
			.stream()
			.flatMap((reader) -> reader.getReadableMediaTypes(element).stream())
			.toList();
	}

}
