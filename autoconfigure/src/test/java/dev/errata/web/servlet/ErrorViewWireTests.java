package dev.errata.web.servlet;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.web.ShopFailures;
import dev.errata.web.ShownModel;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.Filter;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.ConfigurableServletWebServerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.error.BasicErrorController;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Error views of applications that show pages to people: what they are given is what
 * Spring Boot alone would have given them, with the code and the id of the request.
 */
@Tag("full")
@InEachContainer
class ErrorViewWireTests {

	private static final String HTML = "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";

	private static final String[] ALL = { "spring.web.error.include-message=always",
			"spring.web.error.include-exception=true", "spring.web.error.include-binding-errors=always" };

	private static final String[] ON_PARAM = { "spring.web.error.include-message=on-param",
			"spring.web.error.include-stacktrace=on-param", "spring.web.error.include-binding-errors=on-param",
			"spring.web.error.include-path=on-param" };

	@Parameter
	Container container;

	private final Map<List<Object>, Service> services = new HashMap<>();

	private Service service;

	private Service boot;

	@BeforeParameterizedClassInvocation
	void start() {
		this.service = start(List.of(Application.class), ALL);
		this.boot = boot(List.of(Application.class), ALL);
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.services.values().forEach(Service::close);
		this.services.clear();
	}

	/**
	 * Return a service that is started once for all tests that ask for the same.
	 */
	private Service start(List<Class<?>> sources, String... properties) {
		return this.services.computeIfAbsent(List.of(sources, List.of(properties)),
				(key) -> Service.start(this.container, false, sources, properties));
	}

	private Service boot(List<Class<?>> sources, String... properties) {
		String[] all = Arrays.copyOf(properties, properties.length + 1);
		all[properties.length] = Service.WITHOUT_ERRATA;
		return start(sources, all);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/fail                   | internal_error     | the shelf is empty
			/fail;a=b               | internal_error     | the shelf is empty
			/nested                 | internal_error     | the shelf is empty
			/error-thrown           | internal_error     | it cannot be
			/deferred               | internal_error     | too late
			/forward                | internal_error     | the shelf is empty
			/filter?fail            | internal_error     | the filter is clogged
			/filter?wrapped         | internal_error     | the filter is clogged
			/filter?send            | gone               | not in this season
			/send?message=none-left | gone               | none-left
			/reason                 | gone               | sold out
			/callable               | gone               | sold out
			/annotated              | conflict           | sold out, too
			/nowhere                | not_found          | No static resource nowhere.
			/posted                 | method_not_allowed | Method 'GET' is not supported.
			/number                 | parameter_missing  | Required parameter 'value' is not present.
			/form?size=0            | validation_failed  | Validation failed for object='form'. Error count: 1
			""")
	void modelIsThatOfSpringBoot(String target, String code, String message) {
		Map<String, Object> model = model(this.service, target);
		assertThat(model).containsEntry("message", message);
		assertThat(model.remove("code")).isEqualTo(code);
		assertThat(model.remove("requestId")).isEqualTo(Exchange.ID);
		Map<String, Object> expected = model(this.boot, target);
		if (this.container == Container.JETTY) {
			// which wraps what is thrown into words of its own
			expected.put("message", message);
		}
		assertThat(model).containsExactlyInAnyOrderEntriesOf(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/fail", "/error-thrown", "/deferred", "/callable", "/forward", "/filter?fail",
			"/filter?send", "/send", "/nowhere", "/posted", "/number", "/form?size=0" })
	void pageHasWhatTheApplicationAddsToAllItsPages(String target) {
		List<Class<?>> sources = List.of(Application.class, Layout.class);
		Map<String, Object> model = model(start(sources), target);
		assertThat(model).containsEntry("visitor", "Ada").containsEntry("menu", "shop");
		assertThat(model).containsAllEntriesOf(model(boot(sources), target));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/fail", "/filter?fail", "/reason", "/form?size=0" })
	void byDefaultViewsAreToldAsLittleAsBySpringBoot(String target) {
		Service service = start(List.of(Application.class));
		Service boot = boot(List.of(Application.class));
		assertThat(model(service, target)).doesNotContainKeys("message", "exception", "trace", "errors")
			.containsKeys("code", "requestId")
			.containsAllEntriesOf(model(boot, target));
	}

	@Test
	void clientAsksForMore() {
		Service service = start(List.of(Application.class), ON_PARAM);
		assertThat(model(service, "/fail")).doesNotContainKeys("message", "trace", "path");
		assertThat(model(service, "/fail?message&path=true&trace=false")).doesNotContainKey("trace")
			.containsEntry("message", "the shelf is empty")
			.containsEntry("path", "/fail");
		assertThat(model(service, "/fail?trace").get("trace").toString())
			.startsWith("java.lang.IllegalStateException: the shelf is empty");
		assertThat(model(service, "/form?size=0&errors")).containsEntry("errors", "1");
		assertThat(model(service, "/form?size=0")).doesNotContainKey("errors");
	}

	@Test
	void queryThatCannotBeReadAsksForNothing() {
		Service service = start(List.of(Application.class), ON_PARAM);
		assertThat(Failures
			.loggersThatComplain(() -> assertThat(model(service, "/nowhere?message=%zz")).containsEntry("status", "404")
				.doesNotContainKey("message")))
			.isEmpty();
	}

	@Test
	void attributesOfTheApplicationMakeTheModel() {
		List<Class<?>> sources = List.of(Application.class, OwnAttributes.class);
		Service service = start(sources);
		Service boot = boot(sources);
		for (String target : List.of("/fail", "/filter?fail", "/reason", "/nowhere")) {
			Map<String, Object> model = model(service, target);
			assertThat(model).as(target)
				.containsEntry("code", "their own")
				.containsEntry("requestId", Exchange.ID)
				.containsAllEntriesOf(model(boot, target));
		}
		assertThat(model(service, "/fail")).containsEntry("seen", "IllegalStateException with 500 of /fail");
	}

	@Test
	void statusInTheModelIsTheOneThatGoesOut() {
		Service service = start(List.of(Application.class), "errata.codes.empty.status=503",
				"errata.codes.empty.exceptions=java.lang.IllegalStateException", "errata.codes.calm.status=499");
		assertThat(model(service, "/fail")).containsEntry("status", "503")
			.containsEntry("error", "Service Unavailable")
			.containsEntry("code", "empty");
		assertThat(model(service, "/filter?reason")).containsEntry("status", "410").containsEntry("error", "Gone");
		assertThat(model(service, "/code?code=calm")).containsEntry("status", "499")
			.containsEntry("error", "Http Status 499");
	}

	@Test
	void codeIsToldInItsOwnWords() {
		assertThat(model(this.service, "/code?code=conflict")).containsEntry("status", "409")
			.containsEntry("message", "The request conflicts with the state of the resource.");
	}

	@Test
	void requestShowsTheErrorToViews() {
		Service service = start(List.of(Application.class, RequestView.class));
		for (String target : List.of("/fail", "/filter?fail", "/forward")) {
			assertThat(service.answer(get(target).header(HTML)).body())
				.isEqualTo("500 " + target.replaceAll("\\?.*", ""));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/reason", "/callable", "/filter?reason", "/filter?send", "/send" })
	void viewThatFailsIsNoView(String target) {
		Service service = start(List.of(Application.class, FailingView.class));
		try (Failures failures = Failures.logged()) {
			List<String> complaints = Failures.loggersThatComplain(() -> {
				Answer answer = service.answer(get(target).header(HTML));
				assertThat(answer.body()).contains("\"code\":\"gone\"").doesNotContain("begun");
				assertThat(answer.status()).isEqualTo(410);
			});
			assertThat(complaints).containsExactly(ContractFilter.class.getName());
			assertThat(failures.lines()).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/filter?fail", "/filter?reason", "/filter?send" })
	void cookiesOfFiltersStay(String target) {
		assertThat(this.service.answer(get(target).header(HTML)).header("Set-Cookie")).isEqualTo("token=none");
		assertThat(this.boot.answer(get(target).header(HTML)).header("Set-Cookie")).isEqualTo("token=none");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/reason?flush", "/send?flush", "/filter?flush" })
	void viewThatFailsHalfwayIsCutOff(String target) {
		Service service = start(List.of(Application.class, FailingView.class));
		List<String> complaints = Failures.loggersThatComplain(() -> {
			Answer answer = service.answer(get(target).header(HTML).persistent());
			assertThat(answer.body()).isEqualTo("begun");
			assertThat(answer.whole()).isFalse();
		});
		assertThat(complaints).startsWith("errata.failure.internal_error");
		// Tomcat reports an ERROR dispatch that fails, whatever it is told
		assertThat(complaints).hasSize((this.container == Container.TOMCAT) ? 2 : 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/fail", "/filter?fail", "/reason", "/send", "/nowhere" })
	void controllerOfTheApplicationRendersWhatABrowserGets(String target) {
		List<Class<?>> sources = List.of(Application.class, OwnController.class);
		Answer answer = start(sources).answer(get(target).header(HTML));
		assertThat(answer.body()).isEqualTo("page for " + answer.status())
			.isEqualTo(boot(sources).answer(get(target).header(HTML)).body());
	}

	@ParameterizedTest
	@ValueSource(classes = { PageController.class, HtmlController.class })
	void controllerOfTheApplicationRendersPagesOfAnyName(Class<?> controller) {
		List<Class<?>> sources = List.of(WithoutViews.class, controller);
		for (String target : List.of("/fail", "/filter?fail", "/reason", "/send", "/nowhere", "/number")) {
			Answer answer = start(sources).answer(get(target).header(HTML));
			assertThat(answer.body()).as(target)
				.isEqualTo(controller.getSimpleName() + " for " + answer.status())
				.isEqualTo(boot(sources).answer(get(target).header(HTML)).body());
		}
		assertThat(start(sources).answer(get("/fail")).body()).contains("\"code\":\"internal_error\"");
	}

	@Test
	void controllerOfTheApplicationWithoutPagesIsNotAsked() {
		Service service = start(List.of(WithoutViews.class, BodyController.class));
		assertThat(service.answer(get("/nowhere").header(HTML)).body()).contains("\"code\":\"not_found\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/fail", "/filter?fail", "/reason", "/send", "/nowhere" })
	void resolversAndAttributesOfTheApplicationAreAskedOnce(String target) {
		Service service = start(List.of(WithoutViews.class, CountingView.class, CountingAttributes.class));
		for (String count : List.of("", "&none")) {
			CountingView.asked.set(0);
			CountingAttributes.asked.set(0);
			String asked = target + (target.contains("?") ? count : count.replace('&', '?'));
			assertThat(service.answer(get(asked).header(HTML)).body()).startsWith(count.isEmpty() ? "counted" : "{");
			assertThat(CountingView.asked).hasValue(1);
			assertThat(CountingAttributes.asked).hasValue(1);
		}
	}

	@Test
	void viewWithAnotherStatusIsNoError() {
		List<Class<?>> sources = List.of(WithoutViews.class, SinglePage.class);
		Answer answer = start(sources).answer(get("/nowhere").header(HTML));
		Answer expected = boot(sources).answer(get("/nowhere").header(HTML));
		assertThat(answer.status()).isEqualTo(200).isEqualTo(expected.status());
		assertThat(answer.body()).isEqualTo("page of the application").isEqualTo(expected.body());
		assertThat(answer.header("Cache-Control")).isNull();
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nowhere", "/reason", "/send" })
	void browserGetsThePageThatTheApplicationHasRegistered(String target) {
		List<Class<?>> sources = List.of(WithoutViews.class, RegisteredPages.class);
		Answer answer = start(sources).answer(get(target).header(HTML));
		Answer expected = boot(sources).answer(get(target).header(HTML));
		assertThat(answer.body()).isEqualTo("page of the application").isEqualTo(expected.body());
		assertThat(answer.status()).isEqualTo(expected.status());
	}

	@Test
	void pageThatTheApplicationHasRegisteredIsForBrowsersAndItsStatus() {
		Service service = start(List.of(WithoutViews.class, RegisteredPages.class));
		assertThat(service.answer(get("/nowhere")).body()).contains("\"code\":\"not_found\"");
		assertThat(service.answer(get("/fail").header(HTML)).body()).contains("\"code\":\"internal_error\"");
	}

	/**
	 * Spring Boot's own view is shown to browsers unless another resolver has one before.
	 */
	@Test
	void templateOfAnotherEngineIsShownIfItsResolverComesFirst() {
		Exchange exchange = get("/nowhere").header(HTML);
		List<Class<?>> first = List.of(WithoutViews.class, FirstEngine.class);
		assertThat(start(first).answer(exchange).body()).isEqualTo("rendered for 404")
			.isEqualTo(boot(first).answer(exchange).body());
		List<Class<?>> last = List.of(WithoutViews.class, LastEngine.class);
		assertThat(boot(last).answer(exchange).body()).contains("Whitelabel");
		assertThat(start(last).answer(exchange).header("Content-Type")).isEqualTo("application/problem+json");
	}

	@Test
	void adviceWithViewIsTheirs() {
		Service service = start(List.of(Application.class, OwnAdvice.class));
		Answer answer = service.answer(get("/fail").header(HTML));
		assertThat(answer.body()).isEqualTo("{advice=the shelf is empty}");
		assertThat(answer.status()).isEqualTo(502);
	}

	/**
	 * It renders what it would without a contract.
	 */
	@Test
	void adviceMayAskForControllerOfSpringBoot() {
		Exchange exchange = get("/fail").header(HTML);
		Answer answer = start(List.of(Application.class, DelegatingAdvice.class)).answer(exchange);
		Answer expected = boot(List.of(Application.class, DelegatingAdvice.class)).answer(exchange);
		assertThat(answer.status()).isEqualTo(418).isEqualTo(expected.status());
		assertThat(answer.body()).contains("status=418").isEqualTo(expected.body());
	}

	private static Map<String, Object> model(Service service, String target) {
		return ShownModel.of(service.answer(get(target).header(HTML)), "");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ShopFailures.class, ServletController.class })
	static class Application {

		@Bean
		ModelView error() {
			return new ModelView();
		}

		@Bean
		FilterRegistrationBean<Filter> filter() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				((HttpServletResponse) response).addCookie(new Cookie("token", "none"));
				switch (String.valueOf(((HttpServletRequest) request).getQueryString())) {
					case "fail" -> throw new IllegalStateException("the filter is clogged");
					case "wrapped" ->
						throw new ServletException("outer", new IllegalStateException("the filter is clogged"));
					case "reason" -> throw new ResponseStatusException(HttpStatus.GONE, "sold out");
					default -> ((HttpServletResponse) response).sendError(410, "not in this season");
				}
			});
			registration.addUrlPatterns("/filter");
			return registration;
		}

	}

	@RestController
	static class ServletController {

		@GetMapping("/error-thrown")
		void errorThrown() {
			throw new AssertionError("it cannot be");
		}

		@GetMapping("/send")
		void send(HttpServletResponse response, @RequestParam(required = false) String message) throws IOException {
			response.sendError(410, message);
		}

		@GetMapping("/deferred")
		DeferredResult<String> deferred() {
			DeferredResult<String> result = new DeferredResult<>();
			result.setErrorResult(new IllegalStateException("too late"));
			return result;
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			return () -> {
				throw new ResponseStatusException(HttpStatus.GONE, "sold out");
			};
		}

		@GetMapping("/forward")
		void forward(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
			request.getRequestDispatcher("/fail").forward(request, response);
		}

		@PostMapping("/posted")
		void posted() {
		}

	}

	static class ModelView implements View {

		@Override
		public String getContentType() {
			return "text/html";
		}

		@Override
		public void render(Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
				throws IOException {
			response.setContentType("text/html");
			response.getWriter().write(ShownModel.text("", model));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RequestView {

		@Bean
		ErrorViewResolver requestView() {
			return (request, status, model) -> new ModelAndView((View) (map, shown, response) -> {
				response.getWriter()
					.write(shown.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) + " "
							+ shown.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingView {

		@Bean
		ErrorViewResolver failingView() {
			return (request, status, model) -> new ModelAndView((View) (map, shown, response) -> {
				response.getWriter().write("begun");
				if (shown.getParameter("flush") != null) {
					response.flushBuffer();
				}
				throw new IllegalStateException("the page is torn");
			});
		}

	}

	/**
	 * Adds what the layout of each page shows.
	 */
	@ControllerAdvice
	static class Layout implements WebMvcConfigurer, HandlerInterceptor {

		@ModelAttribute("visitor")
		String visitor() {
			return "Ada";
		}

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(this);
		}

		@Override
		public void postHandle(HttpServletRequest request, HttpServletResponse response, Object handler,
				@Nullable ModelAndView view) {
			if (view != null) {
				view.addObject("menu", "shop");
			}
		}

	}

	@Component
	static class OwnAttributes extends DefaultErrorAttributes {

		@Override
		public Map<String, Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
			Map<String, Object> attributes = super.getErrorAttributes(request,
					options.including(ErrorAttributeOptions.Include.MESSAGE));
			Throwable error = getError(request);
			attributes.put("code", "their own");
			attributes.put("seen",
					((error != null) ? error.getClass().getSimpleName() : "nothing") + " with "
							+ request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE, 0) + " of "
							+ request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI, 0));
			// what Jetty wraps around it
			attributes.computeIfPresent("message",
					(name, value) -> value.toString().replaceFirst("^.*Exception: ", ""));
			return attributes;
		}

	}

	@ControllerAdvice
	static class OwnAdvice {

		@ExceptionHandler(IllegalStateException.class)
		ModelAndView illegalState(IllegalStateException exception) {
			ModelAndView view = new ModelAndView("error", Map.of("advice", exception.getMessage()));
			view.setStatus(HttpStatus.BAD_GATEWAY);
			return view;
		}

	}

	@RestController
	static class OwnController implements ErrorController {

		@RequestMapping("/error")
		String error(@RequestAttribute(RequestDispatcher.ERROR_STATUS_CODE) int status) {
			return "page for " + status;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ShopFailures.class, ServletController.class })
	static class WithoutViews {

		@Bean
		FilterRegistrationBean<Filter> filter() {
			return new FilterRegistrationBean<>((request, response, chain) -> {
				if (request.getParameter("fail") != null) {
					throw new IllegalStateException("the filter is clogged");
				}
				chain.doFilter(request, response);
			});
		}

	}

	@RestController
	static class RegisteredPages {

		@Bean
		ErrorPageRegistrar pages() {
			return (registry) -> registry.addErrorPages(new ErrorPage(HttpStatus.NOT_FOUND, "/page"));
		}

		@Bean
		WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> pagesOfServer() {
			return (factory) -> factory.addErrorPages(new ErrorPage(HttpStatus.GONE, "/page"));
		}

		@GetMapping("/page")
		String page() {
			return "page of the application";
		}

	}

	static class Engine implements ViewResolver {

		@Override
		public @Nullable View resolveViewName(String name, Locale locale) {
			return name.equals("error")
					? (model, request, response) -> response.getWriter().write("rendered for " + model.get("status"))
					: null;
		}

	}

	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class FirstEngine extends Engine {

	}

	@Order(Ordered.LOWEST_PRECEDENCE)
	static class LastEngine extends Engine {

	}

	@ControllerAdvice
	static class DelegatingAdvice {

		private final BasicErrorController controller;

		DelegatingAdvice(BasicErrorController controller) {
			this.controller = controller;
		}

		@ExceptionHandler(IllegalStateException.class)
		ModelAndView illegalState(HttpServletRequest request, HttpServletResponse response) {
			request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, 418);
			return this.controller.errorHtml(request, response);
		}

	}

	@RestController
	static class SinglePage {

		@Bean
		ErrorViewResolver fallback() {
			return (request, status, model) -> new ModelAndView("forward:/page", Map.of(), HttpStatus.OK);
		}

		@GetMapping("/page")
		String page() {
			return "page of the application";
		}

	}

	static class CountingView implements ErrorViewResolver {

		static final AtomicInteger asked = new AtomicInteger();

		@Override
		public @Nullable ModelAndView resolveErrorView(HttpServletRequest request, HttpStatus status,
				Map<String, Object> model) {
			asked.incrementAndGet();
			return (request.getParameter("none") != null) ? null
					: new ModelAndView((View) (map, shown, response) -> response.getWriter().write("counted"));
		}

	}

	static class CountingAttributes extends DefaultErrorAttributes {

		static final AtomicInteger asked = new AtomicInteger();

		@Override
		public Map<String, Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
			asked.incrementAndGet();
			return super.getErrorAttributes(request, options);
		}

	}

	@Controller
	static class PageController implements ErrorController {

		@RequestMapping("/error")
		View error(@RequestAttribute(RequestDispatcher.ERROR_STATUS_CODE) int status) {
			return (model, request, response) -> response.getWriter().write("PageController for " + status);
		}

	}

	@Controller
	static class HtmlController extends BasicErrorController {

		HtmlController(ErrorAttributes attributes, WebProperties properties) {
			super(attributes, properties.getError());
		}

		@Override
		@RequestMapping(produces = "text/html")
		public ModelAndView errorHtml(HttpServletRequest request, HttpServletResponse response) {
			HttpStatus status = getStatus(request);
			response.setStatus(status.value());
			return new ModelAndView(
					(View) (model, shown, answer) -> answer.getWriter().write("HtmlController for " + status.value()));
		}

	}

	@Controller
	static class BodyController extends BasicErrorController {

		BodyController(ErrorAttributes attributes, WebProperties properties) {
			super(attributes, properties.getError());
		}

		@Override
		@RequestMapping
		public ResponseEntity<Map<String, Object>> error(HttpServletRequest request) {
			return ResponseEntity.ok(Map.of());
		}

	}

}
