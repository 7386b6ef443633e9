package dev.errata.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import dev.errata.error.ErrorCodeException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import dev.errata.fuzz.FuzzedService.ZebraOrder;
import org.springframework.context.annotation.Configuration;

/**
 * What the service has where it is one of Spring MVC.
 */
@Configuration(proxyBeanMethods = false)
class FuzzedServlets implements WebMvcConfigurer {

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(new HandlerInterceptor() {

			@Override
			public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
				Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
				if (pattern != null && request.getDispatcherType() == DispatcherType.REQUEST) {
					response.setHeader(FuzzedService.HANDLER, pattern.toString());
				}
				return true;
			}

		});
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
			.GET("/fn/{id}", (request) -> ServerResponse.ok().body("id of " + request.pathVariable("id").length()))
			.POST("/fn/{id}", (request) -> ServerResponse.ok().body(Arrays.asList(request.body(ZebraOrder.class))))
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
		String upload(@RequestPart MultipartFile file, @RequestParam(required = false) @Nullable String note,
				@Valid @RequestPart(required = false) @Nullable ZebraOrder order) throws IOException {
			return "bytes " + file.getBytes().length;
		}

		@PostMapping("/text")
		String text(HttpServletRequest request) throws IOException {
			int lines = 0;
			BufferedReader reader = request.getReader();
			while (reader.readLine() != null) {
				lines++;
			}
			return "lines " + lines;
		}

		@GetMapping("/later")
		Callable<String> later(@RequestParam(defaultValue = "1") int size) {
			return () -> "later " + 100 / Math.max(size, 1);
		}

		@PostMapping("/deferred")
		DeferredResult<ZebraOrder> deferred(@Valid @RequestBody ZebraOrder order) {
			DeferredResult<ZebraOrder> result = new DeferredResult<>();
			if (order.lines().size() > 1) {
				result.setErrorResult(new ErrorCodeException("sold_out"));
			}
			else {
				result.setResult(order);
			}
			return result;
		}

		@GetMapping("/stream")
		StreamingResponseBody stream(@RequestParam(defaultValue = "3") @Min(0) @Max(20) int size) {
			return (output) -> {
				for (int i = 0; i < size; i++) {
					output.write("line\n".getBytes(StandardCharsets.US_ASCII));
					output.flush();
				}
			};
		}

		@GetMapping("/events")
		SseEmitter events(@RequestParam(defaultValue = "2") @Min(0) @Max(20) int size) throws IOException {
			SseEmitter emitter = new SseEmitter();
			for (int i = 0; i < size; i++) {
				emitter.send("event");
			}
			emitter.complete();
			return emitter;
		}

	}

}
