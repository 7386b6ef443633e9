package dev.errata.web.servlet;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.errata.quota.Quota;
import dev.errata.quota.QuotaProvider;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However a path is spelled: what reaches a handler has the contract, the limits, the
 * quota and the rule of keys of that handler, and what does not is refused in a contract.
 */
@Tag("full")
class SpellingsWireTests {

	private static final String LARGE = "x".repeat(300);

	private static final Map<String, Target> TARGETS = Map.of("card",
			new Target("card", "/pay/cards/7", "X-Cards-Id", "/pay/cards/", true, 200, 41_000), "order",
			new Target("order", "/shop/orders", "X-Orders-Id", "/shop/orders", true, 100, 42_000), "file",
			new Target("file", "/files/a/b", "X-Files-Id", "/files", false, 250, 43_000), "open",
			new Target("open", "/open", "X-Request-Id", "/open", false, 1000, 30_000));

	private static final AtomicInteger requests = new AtomicInteger();

	/** The paths that quotas were asked for, by request. */
	private static final Map<String, String> asked = new ConcurrentHashMap<>();

	static Stream<Arguments> services() {
		List<Arguments> services = new ArrayList<>();
		for (Container container : Container.OF_SERVLETS) {
			for (boolean secured : new boolean[] { false, true }) {
				services.add(Arguments.of(container, secured, "/app", "/rest", "X-None: x"));
				if (container == Container.TOMCAT || secured) {
					// the rules about paths are the same on Jetty
					services.add(Arguments.of(container, secured, "", "", "X-None: x"));
				}
				if (container == Container.TOMCAT) {
					services.add(Arguments.of(container, secured, "/app", "", "X-None: x"));
					services.add(Arguments.of(container, secured, "", "/rest", "X-None: x"));
				}
			}
			services.add(Arguments.of(container, false, "/app", "", "X-Forwarded-Prefix: /p/"));
			services.add(Arguments.of(container, false, "/app", "/rest", "X-Forwarded-Prefix: /"));
		}
		return services.stream();
	}

	@ParameterizedTest
	@MethodSource("services")
	void everySpelling(Container container, boolean secured, String contextPath, String servletPath, String header) {
		List<String> faults = new ArrayList<>();
		int reached = 0;
		try (Service service = start(container, secured, contextPath, servletPath)) {
			for (Target target : TARGETS.values()) {
				String path = contextPath + servletPath + target.path();
				for (String spelling : spellings(path)) {
					reached += verify(service, target.header(), spelling, header, faults) ? 1 : 0;
				}
				for (String resemblance : resemblances(path)) {
					reached += verify(service, null, resemblance, header, faults) ? 1 : 0;
				}
			}
		}
		assertThat(faults).isEmpty();
		// with escapes at least
		assertThat(reached).isGreaterThan(secured ? 20 : 50);
	}

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY" })
	void everyCaseWhereSpringIgnoresIt(Container container) {
		List<String> faults = new ArrayList<>();
		try (Service service = start(container, List.of(Application.class, IgnoringCase.class), "/app", "")) {
			for (Target target : TARGETS.values()) {
				String path = target.path();
				for (String spelling : List.of(path.toUpperCase(Locale.ROOT),
						"/" + path.substring(1, 3).toUpperCase(Locale.ROOT) + path.substring(3),
						path.toUpperCase(Locale.ROOT) + ";A=b")) {
					assertThat(verify(service, target.header(), "/app" + spelling, "X-None: x", faults)).as(spelling)
						.isTrue();
				}
			}
		}
		assertThat(faults).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY" })
	void prefixThatIsNoPath(Container container) {
		try (Service service = start(container, false, "/app", "")) {
			Answer answer = service.answer(Exchange.get("/app/shop/orders").header("X-Forwarded-Prefix: nowhere"));
			assertThat(answer.status()).isEqualTo(400);
			assertThat(contractOf(answer)).isEqualTo("X-Orders-Id");
			assertThat(answer.body()).contains("\"type\":\"/app/errors/orders/malformed_request\"");
		}
	}

	private static Service start(Container container, boolean secured, String contextPath, String servletPath) {
		return start(container, secured ? List.of(Application.class, Secured.class) : List.of(Application.class),
				contextPath, servletPath);
	}

	private static Service start(Container container, List<Class<?>> sources, String contextPath, String servletPath) {
		return Service.start(container, sources.contains(Secured.class), sources,
				"server.forward-headers-strategy=framework", "server.servlet.context-path=" + contextPath,
				"spring.mvc.servlet.path=" + (servletPath.isEmpty() ? "/" : servletPath),
				"errata.contracts.cards.paths=/pay/cards/**", "errata.contracts.cards.request-id.header=X-Cards-Id",
				"errata.contracts.orders.paths=/shop/orders", "errata.contracts.orders.request-id.header=X-Orders-Id",
				"errata.contracts.files.paths=/files/**", "errata.contracts.files.request-id.header=X-Files-Id",
				"errata.limits.body.cards.paths=/pay/cards/**", "errata.limits.body.cards.max=200B",
				"errata.limits.body.orders.paths=/shop/orders", "errata.limits.body.orders.max=100B",
				"errata.limits.body.files.paths=/files/**", "errata.limits.body.files.max=250B",
				"errata.limits.async-timeout.cards.paths=/pay/cards/**",
				"errata.limits.async-timeout.cards.timeout=41s",
				"errata.limits.async-timeout.orders.paths=/shop/orders",
				"errata.limits.async-timeout.orders.timeout=42s", "errata.limits.async-timeout.files.paths=/files/**",
				"errata.limits.async-timeout.files.timeout=43s", "errata.quota.preset=ratelimit",
				"errata.idempotency.enabled=true", "errata.idempotency.rules.cards.paths=/pay/cards/*",
				"errata.idempotency.rules.cards.key=required", "errata.idempotency.rules.orders.paths=/shop/orders",
				"errata.idempotency.rules.orders.key=required");
	}

	/**
	 * Return whether a path reaches a handler.
	 * @param meant the header of the contract that refuses it where it does not, if that
	 * can be told
	 */
	private static boolean verify(Service service, String meant, String spelling, String header, List<String> faults) {
		String id = "r" + requests.incrementAndGet();
		Answer answer = service.answer(named(Exchange.get(spelling).header(header), id));
		if (answer.status() != 200) {
			String contract = contractOf(answer);
			// Tomcat redirects to the root of the application
			boolean refused = answer.status() == 302 || (answer.status() / 100 == 4 && contract != null);
			if (!refused || (meant != null && !meant.equals(contract))) {
				faults.add("%s gets %s of %s instead of a refusal of %s".formatted(spelling, answer.status(), contract,
						meant));
			}
			return false;
		}
		String[] told = answer.body().split(" ");
		Target target = TARGETS.get(told[0]);
		expect(target.header(), contractOf(answer), spelling, "contract", faults);
		expect(Integer.toString(target.timeout()), told[1], spelling, "timeout", faults);
		if (!asked.get(id).toLowerCase(Locale.ROOT).startsWith(target.quota())) {
			faults.add("%s has the quota of %s".formatted(spelling, asked.get(id)));
		}
		Answer unkeyed = service.answer(named(Exchange.post(spelling).header(header).body("x"), id));
		expect(target.keyed() ? "400" : "200", Integer.toString(unkeyed.status()), spelling, "key", faults);
		expect(target.header(), contractOf(unkeyed), spelling, "contract without key", faults);
		boolean limited = target.limit() < LARGE.length();
		Answer large = service.answer(keyed(Exchange.post(spelling).header(header).body(LARGE)));
		expect(limited ? "413" : "200", Integer.toString(large.status()), spelling, "limit", faults);
		Answer chunked = service.answer(keyed(Exchange.post(spelling).header(header).body(LARGE).chunked()));
		expect(limited ? "413" : "200", Integer.toString(chunked.status()), spelling, "limit of chunks", faults);
		expect(target.header(), contractOf(chunked), spelling, "contract beyond the limit", faults);
		return true;
	}

	private static Exchange named(Exchange exchange, String id) {
		TARGETS.values().forEach((target) -> exchange.header(target.header() + ": " + id));
		return exchange.withoutRequestId();
	}

	private static Exchange keyed(Exchange exchange) {
		return exchange.header("Idempotency-Key: \"k" + System.nanoTime() + "\"").header("Content-Type: text/plain");
	}

	private static String contractOf(Answer answer) {
		for (Target target : TARGETS.values()) {
			if (answer.headers().containsKey(target.header())) {
				return target.header();
			}
		}
		return null;
	}

	private static void expect(String expected, String actual, String spelling, String what, List<String> faults) {
		if (!expected.equals(actual)) {
			faults.add("%s has the %s %s instead of %s".formatted(spelling, what, actual, expected));
		}
	}

	/**
	 * Return spellings of a path that all mean the same.
	 */
	private static Set<String> spellings(String path) {
		Set<String> spellings = new LinkedHashSet<>();
		spellings.add(path);
		List<String> segments = List.of(path.substring(1).split("/"));
		inserting(segments, List.of("", "/", ";a=b", ";", ";/;b"), spellings);
		replacing(segments,
				(segment) -> List.of(segment + ";a=b", segment + ";", segment + ";jsessionid=1;c=d,e",
						segment + ";a=%zz", segment + ";a=%", escaped(segment.substring(0, 1)) + segment.substring(1),
						escaped(segment), escaped(segment).toUpperCase(Locale.ROOT), escaped(segment) + ";x"),
				spellings);
		separating(segments, List.of(";/", ";a/;/"), spellings);
		return spellings;
	}

	/**
	 * Return paths that resemble a path and are others to some or all.
	 */
	private static Set<String> resemblances(String path) {
		Set<String> resemblances = new LinkedHashSet<>();
		List<String> segments = List.of(path.substring(1).split("/"));
		inserting(segments, List.of(".", "%2e", ".;a=b", "x/..", "x/%2e%2e", "x/.%2E", "x/..;a=b", "..", "%2e%2e",
				"x;/..", "../x", "%2f", "%5c", "%20", "\\"), resemblances);
		replacing(segments, (segment) -> List.of(";a" + segment, "%25" + escaped(segment).substring(1),
				segment.toUpperCase(Locale.ROOT), segment + "%zz", segment + "%", segment + "%ff", segment + "%00",
				segment + "%3bx", segment + "%20", segment + "%2f", segment + ".", segment + "*"), resemblances);
		separating(segments, List.of("%2f", "%2F", "%252f", "%5c", "\\", "/%2f", "/.//", "/x/..//"), resemblances);
		return resemblances;
	}

	private static void inserting(List<String> segments, List<String> others, Set<String> paths) {
		for (String other : others) {
			for (int i = 0; i <= segments.size(); i++) {
				List<String> all = new ArrayList<>(segments);
				all.add(i, other);
				paths.add("/" + String.join("/", all));
			}
		}
	}

	private static void replacing(List<String> segments, Function<String, List<String>> others, Set<String> paths) {
		for (int i = 0; i < segments.size(); i++) {
			for (String other : others.apply(segments.get(i))) {
				List<String> all = new ArrayList<>(segments);
				all.set(i, other);
				paths.add("/" + String.join("/", all));
				paths.add("//" + String.join("/", all));
			}
		}
	}

	private static void separating(List<String> segments, List<String> separators, Set<String> paths) {
		for (String separator : separators) {
			for (int i = 1; i < segments.size(); i++) {
				paths.add("/" + String.join("/", segments.subList(0, i)) + separator
						+ String.join("/", segments.subList(i, segments.size())));
			}
		}
	}

	private static String escaped(String text) {
		StringBuilder escaped = new StringBuilder();
		text.chars().forEach((character) -> escaped.append("%%%02x".formatted(character)));
		return escaped.toString();
	}

	/**
	 * A handler, and what holds for it.
	 */
	record Target(String name, String path, String header, String quota, boolean keyed, int limit, int timeout) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		QuotaProvider quotas() {
			return (request) -> {
				TARGETS.values()
					.stream()
					.map((target) -> request.header(target.header()))
					.filter((id) -> id != null)
					.findFirst()
					.ifPresent((id) -> asked.put(id, request.path()));
				return List.of(Quota.of("all", 5, 10));
			};
		}

		@Bean
		FilterRegistrationBean<UrlHandlerFilter> slashes() {
			return new FilterRegistrationBean<>(
					UrlHandlerFilter.trailingSlashHandler("/pay/**", "/shop/**").wrapRequest().build());
		}

		@RestController
		static class Handlers {

			@GetMapping("/pay/cards/{id}")
			void card(@PathVariable String id, HttpServletRequest request, HttpServletResponse response)
					throws Exception {
				tell("card", request, response);
			}

			@PostMapping("/pay/cards/{id}")
			String card(@PathVariable String id, @RequestBody String body) {
				return "card";
			}

			@GetMapping("/shop/orders")
			void order(HttpServletRequest request, HttpServletResponse response) throws Exception {
				tell("order", request, response);
			}

			@PostMapping("/shop/orders")
			String order(@RequestBody String body) {
				return "order";
			}

			@GetMapping("/files/{*rest}")
			void file(HttpServletRequest request, HttpServletResponse response) throws Exception {
				tell("file", request, response);
			}

			@PostMapping("/files/{*rest}")
			String file(@RequestBody String body) {
				return "file";
			}

			@GetMapping("/open")
			void open(HttpServletRequest request, HttpServletResponse response) throws Exception {
				tell("open", request, response);
			}

			@PostMapping("/open")
			String open(@RequestBody String body) {
				return "open";
			}

			private static void tell(String name, HttpServletRequest request, HttpServletResponse response)
					throws Exception {
				AsyncContext async = request.startAsync();
				response.getWriter().write(name + " " + async.getTimeout());
				async.complete();
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class IgnoringCase implements WebMvcConfigurer {

		@Override
		public void configurePathMatch(PathMatchConfigurer configurer) {
			PathPatternParser parser = new PathPatternParser();
			parser.setCaseSensitive(false);
			configurer.setPatternParser(parser);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Secured {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.csrf((csrf) -> csrf.disable())
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.build();
		}

	}

}
