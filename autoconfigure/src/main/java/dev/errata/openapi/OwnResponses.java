package dev.errata.openapi;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * The responses that an application has documented with annotations. springdoc takes the
 * schema of a successful response for one without content.
 */
final class OwnResponses {

	/** Whether a response has content, by status. */
	private final Map<String, Boolean> contents = new HashMap<>();

	private final Set<Schema<?>> results = new HashSet<>();

	/**
	 * Create an instance.
	 * @param handlers the handlers of an operation
	 * @param responses what springdoc makes of them
	 */
	OwnResponses(List<HandlerMethod> handlers, ApiResponses responses) {
		handlers.stream()
			.flatMap(OwnResponses::find)
			.forEach((response) -> this.contents.merge(response.responseCode(),
					response.content().length > 0 || response.useReturnTypeSchema(), Boolean::logicalOr));
		responses.forEach((status, response) -> {
			if (status.startsWith("2")) {
				this.results.addAll(schemas(response.getContent()));
			}
		});
	}

	private static Stream<ApiResponse> find(HandlerMethod handler) {
		Method method = handler.getMethod();
		Operation operation = AnnotatedElementUtils.findMergedAnnotation(method, Operation.class);
		return Stream
			.of(AnnotatedElementUtils.findMergedRepeatableAnnotations(method, ApiResponse.class),
					AnnotatedElementUtils.findMergedRepeatableAnnotations(method.getDeclaringClass(),
							ApiResponse.class),
					(operation != null) ? List.of(operation.responses()) : List.<ApiResponse>of())
			.flatMap(Collection::stream);
	}

	/**
	 * Return whether the application has given a response a schema.
	 */
	boolean haveSchema(String status, @Nullable Content content) {
		return this.contents.getOrDefault(status, false) && !schemas(content).isEmpty();
	}

	/**
	 * Return whether the content of a response is assumed. An exception handler of the
	 * application may have its own in there.
	 */
	boolean areAssumed(String status, @Nullable Content content) {
		return !this.contents.getOrDefault(status, true)
				&& (this.results.isEmpty() || this.results.containsAll(schemas(content)));
	}

	private static List<Schema<?>> schemas(@Nullable Content content) {
		return (content == null) ? List.of()
				: content.values().stream().<Schema<?>>map(MediaType::getSchema).filter(Objects::nonNull).toList();
	}

}
