package dev.errata.web.reactive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.web.ShopFailures;
import dev.errata.web.ShownModel;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.template.TemplateAvailabilityProvider;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webflux.error.DefaultErrorAttributes;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.result.view.View;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Error views of a reactive application for browsers, next to what Spring Boot does.
 */
@Tag("full")
class ReactiveErrorViewWireTests {

	private static final String HTML = "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";

	private static final String[] ALL = { "spring.web.error.include-message=always",
			"spring.web.error.include-exception=true", "spring.web.error.include-binding-errors=always",
			"test.templates=error/error" };

	private static final AtomicInteger lookUps = new AtomicInteger();

	private static final Map<List<Object>, Service> services = new HashMap<>();

	@AfterAll
	static void stop() {
		services.values().forEach(Service::close);
		services.clear();
	}

	private static Service start(String... properties) {
		return start(List.of(Application.class), properties);
	}

	private static Service start(List<Class<?>> sources, String... properties) {
		return services.computeIfAbsent(List.of(sources, List.of(properties)),
				(key) -> Service.start(Service.Container.NETTY, false, sources, properties));
	}

	private static Service boot(String... properties) {
		String[] all = Arrays.copyOf(properties, properties.length + 1);
		all[properties.length] = Service.WITHOUT_ERRATA;
		return start(all);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/fail                   | internal_error     | the shelf is empty
			/nested                 | internal_error     | the shelf is empty
			/signals                | internal_error     | the shelf is empty
			/filter?fail            | internal_error     | the filter is clogged
			/filter?reason          | gone               | sold out
			/reason                 | gone               | sold out
			/annotated              | conflict           | sold out, too
			""")
	void modelIsThatOfSpringBoot(String target, String code, String message) {
		Map<String, Object> model = model(start(ALL), target);
		assertThat(model).containsEntry("message", message);
		assertThat(model.remove("code")).isEqualTo(code);
		assertThat(model.remove("requestId")).isEqualTo(Exchange.ID);
		Map<String, Object> expected = model(boot(ALL), target);
		expected.remove("requestId");
		assertThat(model).containsExactlyInAnyOrderEntriesOf(expected);
	}

	@ParameterizedTest
	@CsvSource({ "/nowhere, 404, Not Found, not_found", "/number, 400, Bad Request, parameter_missing",
			"/form?size=0, 400, Bad Request, validation_failed", "/filter?refuse, 403, Forbidden, forbidden",
			"/code?code=conflict, 409, Conflict, conflict" })
	void statusInTheModelIsTheOneThatGoesOut(String target, String status, String error, String code) {
		assertThat(model(start(ALL), target)).containsEntry("status", status)
			.containsEntry("error", error)
			.containsEntry("code", code)
			.containsEntry("requestId", Exchange.ID);
	}

	@Test
	void attributesOfTheApplicationMakeTheModel() {
		List<Class<?>> sources = List.of(Application.class, OwnAttributes.class);
		Service service = start(sources, "test.templates=error/error");
		Service boot = start(sources, "test.templates=error/error", Service.WITHOUT_ERRATA);
		for (String target : List.of("/fail", "/reason", "/filter?fail", "/nowhere")) {
			assertThat(model(service, target)).as(target)
				.containsEntry("error", "their own error")
				.containsEntry("requestId", "their own id")
				.containsEntry("code", "their own code")
				.containsExactlyInAnyOrderEntriesOf(model(boot, target));
		}
		assertThat(model(service, "/code?code=conflict")).containsEntry("status", "409")
			.containsEntry("error", "their own error");
	}

	@Test
	void attributesThatCannotBeChangedAreAskedOnce() {
		Service service = start(List.of(Application.class, FixedAttributes.class), "test.templates=error/error");
		FixedAttributes.asked.set(0);
		assertThat(model(service, "/fail")).containsEntry("text", "their own text").containsEntry("status", "409");
		assertThat(FixedAttributes.asked).hasValue(1);
	}

	@Test
	void byDefaultViewsAreToldLittle() {
		for (String target : List.of("/fail", "/reason", "/form?size=0")) {
			assertThat(model(start("test.templates=error/error"), target))
				.doesNotContainKeys("message", "exception", "trace", "errors")
				.containsKeys("code", "requestId", "path");
		}
	}

	@Test
	void codeIsToldInItsOwnWords() {
		assertThat(model(start(ALL), "/code?code=conflict")).containsEntry("message",
				"The request conflicts with the state of the resource.");
	}

	@Test
	void headIsThatOfTheEnvelope() {
		Answer answer = start(ALL).answer(get("/tagged").header(HTML));
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		assertThat(answer.header("ETag")).isNull();
		assertThat(answer.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
	}

	@Test
	void templateOfTheStatusComesFirst() {
		Service service = start("test.templates=error/410,error/4xx,error");
		assertThat(service.answer(get("/reason").header(HTML)).body()).startsWith("error/410");
		assertThat(service.answer(get("/annotated").header(HTML)).body()).startsWith("error/4xx");
		assertThat(service.answer(get("/fail").header(HTML)).body()).startsWith("error{");
	}

	@Test
	void pagesAreNotLookedUpForEachError() {
		Service service = start("spring.web.resources.static-locations=counted:pages/");
		int before = lookUps.get();
		for (int i = 0; i < 200; i++) {
			assertThat(service.answer(get("/fail").header(HTML)).body()).contains("\"code\":\"internal_error\"");
		}
		assertThat(lookUps.get() - before).isBetween(4, 200);
	}

	@Test
	void namedContractsHaveNoViews() {
		Service service = start("test.templates=error/error", "errata.contracts.api.paths=/reason");
		assertThat(service.answer(get("/reason").header(HTML)).body()).contains("\"code\":\"gone\"");
		assertThat(service.answer(get("/fail").header(HTML)).body()).startsWith("error/error");
	}

	@Test
	void bootRendersWhatNoContractRules() {
		Service service = start("test.templates=error/error", "errata.paths=/api/**");
		assertThat(service.answer(get("/reason").header(HTML)).body()).startsWith("error/error")
			.doesNotContain("code=gone");
		assertThat(start("errata.paths=/api/**").answer(get("/reason").header(HTML)).body()).contains("Whitelabel");
	}

	@Test
	void whitelabelIsNoView() {
		Answer answer = start().answer(get("/reason").header(HTML));
		assertThat(answer.body()).contains("\"code\":\"gone\"");
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/reason", "/filter?reason", "/missing" })
	void viewThatFailsIsNoView(String target) {
		Service service = start("test.templates=error/410,error/404", "test.torn=true");
		try (Failures failures = Failures.logged()) {
			List<String> complaints = Failures.loggersThatComplain(() -> {
				Answer answer = service.answer(get(target).header(HTML));
				assertThat(answer.body()).contains("\"code\":");
				assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
				assertThat(answer.whole()).isTrue();
			});
			assertThat(complaints).containsExactly(ErrorViews.class.getName());
			assertThat(failures.lines()).hasSize(1);
		}
	}

	@Test
	void viewThatFailsHalfwayIsCutOff() {
		Service service = start("test.templates=error/410", "test.torn=halfway");
		Answer answer = service.answer(get("/reason").header(HTML).persistent());
		assertThat(answer.body()).isEqualTo("begun");
		assertThat(answer.whole()).isFalse();
	}

	private static Map<String, Object> model(Service service, String target) {
		return ShownModel.of(service.answer(get(target).header(HTML)), "error/error");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ShopFailures.class, ReactiveController.class })
	static class Application {

		Application(ConfigurableApplicationContext context) {
			context.addProtocolResolver((location, loader) -> {
				if (!location.startsWith("counted:")) {
					return null;
				}
				lookUps.incrementAndGet();
				return new ClassPathResource(location.substring("counted:".length()));
			});
		}

		@Bean
		ViewResolver views(Environment environment) {
			String torn = environment.getProperty("test.torn", "");
			return (name, locale) -> Mono.just(new ModelView(name, torn));
		}

		@Bean
		WebFilter filter() {
			return (exchange, chain) -> {
				if (!exchange.getRequest().getPath().value().equals("/filter")) {
					return chain.filter(exchange);
				}
				switch (exchange.getRequest().getURI().getQuery()) {
					case "fail" -> throw new IllegalStateException("the filter is clogged");
					case "reason" -> throw new ResponseStatusException(HttpStatus.GONE, "sold out");
					default -> exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
				}
				return exchange.getResponse().setComplete();
			};
		}

	}

	@RestController
	static class ReactiveController {

		@GetMapping("/signals")
		Mono<String> signals() {
			return Mono.error(new IllegalStateException("the shelf is empty"));
		}

		@GetMapping("/tagged")
		String tagged(ServerHttpResponse response) {
			response.getHeaders().setETag("\"1\"");
			throw new IllegalStateException("the shelf is empty");
		}

	}

	record ModelView(String name, String torn) implements View {

		@Override
		public List<MediaType> getSupportedMediaTypes() {
			return List.of(MediaType.TEXT_HTML);
		}

		@Override
		public Mono<Void> render(Map<String, ?> model, MediaType contentType, ServerWebExchange exchange) {
			Map<String, Object> all = new HashMap<>(model);
			all.keySet().removeIf((key) -> key.contains("."));
			ServerHttpResponse response = exchange.getResponse();
			if (this.torn.equals("true")) {
				return Mono.error(new IllegalStateException("the page is torn"));
			}
			if (this.torn.equals("halfway")) {
				return response.writeAndFlushWith(Flux.just(Flux
					.just(response.bufferFactory().allocateBuffer(1).write("begun".getBytes(StandardCharsets.UTF_8))),
						Flux.error(new IllegalStateException("the page is torn"))));
			}
			String text = ShownModel.text(this.name, all);
			return response.writeWith(Mono.fromSupplier(
					() -> response.bufferFactory().allocateBuffer(1).write(text.getBytes(StandardCharsets.UTF_8))));
		}

	}

	/**
	 * Knows the templates of a property.
	 */
	static final class Templates implements TemplateAvailabilityProvider {

		@Override
		public boolean isTemplateAvailable(String view, Environment environment, ClassLoader classLoader,
				ResourceLoader resourceLoader) {
			return List.of(environment.getProperty("test.templates", "").split(",")).contains(view);
		}

	}

	static class OwnAttributes extends DefaultErrorAttributes {

		@Override
		public Map<String, Object> getErrorAttributes(ServerRequest request, ErrorAttributeOptions options) {
			Map<String, Object> attributes = super.getErrorAttributes(request, options);
			attributes.put("error", "their own error");
			attributes.put("requestId", "their own id");
			attributes.put("code", "their own code");
			return attributes;
		}

	}

	static class FixedAttributes extends DefaultErrorAttributes {

		static final AtomicInteger asked = new AtomicInteger();

		@Override
		public Map<String, Object> getErrorAttributes(ServerRequest request, ErrorAttributeOptions options) {
			asked.incrementAndGet();
			return Map.of("status", 409, "text", "their own text");
		}

	}

}
