package dev.errata.fuzz;

import java.util.Arrays;

import dev.errata.error.ErrorCodeException;
import dev.errata.fuzz.FuzzedService.ZebraOrder;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

/**
 * What the service has where it is one of Spring WebFlux.
 */
@Configuration(proxyBeanMethods = false)
class FuzzedStreams implements WebFluxConfigurer {

	@Bean
	WebFilter handlerOfResponse() {
		return (exchange, chain) -> {
			exchange.getResponse().beforeCommit(() -> {
				Object pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
				if (pattern != null) {
					exchange.getResponse().getHeaders().set(FuzzedService.HANDLER, pattern.toString());
				}
				return Mono.empty();
			});
			return chain.filter(exchange);
		};
	}

	@Override
	public void addResourceHandlers(ResourceHandlerRegistry registry) {
		registry.addResourceHandler("/files/**", "/v1/files/**", "/strict/files/**")
			.addResourceLocations("classpath:/dev/errata/fuzz/files/");
	}

	@Override
	public void addCorsMappings(CorsRegistry registry) {
		registry.addMapping("/**").allowedOrigins("https://shop.example");
	}

	@Bean
	RouterFunction<ServerResponse> functions() {
		RouterFunction<ServerResponse> functions = RouterFunctions.route()
			.GET("/fn/{id}", (request) -> ServerResponse.ok().bodyValue("id of " + request.pathVariable("id").length()))
			.POST("/fn/{id}",
					(request) -> request.bodyToMono(ZebraOrder.class)
						.flatMap((order) -> ServerResponse.ok().bodyValue(Arrays.asList(order))))
			.build();
		return RouterFunctions.route()
			.add(functions)
			.path("/v1", () -> functions)
			.path("/strict", () -> functions)
			.build();
	}

	@RestController
	@RequestMapping({ "", "/v1", "/strict" })
	static class Everything {

		@PostMapping("/upload")
		Mono<String> upload(@RequestPart FilePart file, @RequestPart(required = false) @Nullable String note,
				@Valid @RequestPart(required = false) @Nullable ZebraOrder order) {
			return DataBufferUtils.join(file.content()).map((buffer) -> {
				int bytes = buffer.readableByteCount();
				DataBufferUtils.release(buffer);
				return "bytes " + bytes;
			}).defaultIfEmpty("bytes 0");
		}

		@PostMapping("/text")
		Mono<String> text(ServerWebExchange exchange) {
			return exchange.getRequest().getBody().map((buffer) -> {
				int bytes = buffer.readableByteCount();
				DataBufferUtils.release(buffer);
				return bytes;
			}).reduce(0, Integer::sum).map((bytes) -> "bytes " + bytes);
		}

		@GetMapping("/later")
		Mono<String> later(@RequestParam(defaultValue = "1") int size) {
			return Mono.fromCallable(() -> "later " + 100 / Math.max(size, 1)).subscribeOn(Schedulers.parallel());
		}

		@PostMapping("/deferred")
		Mono<ZebraOrder> deferred(@Valid @org.springframework.web.bind.annotation.RequestBody Mono<ZebraOrder> body) {
			return body.flatMap((order) -> (order.lines().size() > 1) ? Mono.error(new ErrorCodeException("sold_out"))
					: Mono.just(order));
		}

		@GetMapping("/stream")
		Flux<String> stream(@RequestParam(defaultValue = "3") @Min(0) @Max(20) int size) {
			return Flux.range(0, size).map((i) -> "line\n");
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> events(@RequestParam(defaultValue = "2") @Min(0) @Max(20) int size) {
			return Flux.range(0, size).map((i) -> "event");
		}

	}

}
