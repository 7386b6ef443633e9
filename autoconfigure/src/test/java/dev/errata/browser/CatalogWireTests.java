package dev.errata.browser;

import java.util.List;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * The browsable catalog on a real port.
 */
class CatalogWireTests {

	private static final String[] CODES = { "errata.codes.order_shipped.status=409", "errata.codes.[a.ts].status=410",
			"errata.codes.[a/b:c].status=411", "errata.codes.teapot=499", "errata.codes.teapot.extensions.kind=<short>",
			"errata.codes.teapot.extensions.more_info=", "errata.contracts.v1.paths=/v1/**",
			"errata.codes.sold_out.status=409", "errata.codes.sold_out.title.en=Sold out",
			"errata.codes.sold_out.title.de=Ausverkauft", "errata.codes.sold_out.message.en=All gone.",
			"errata.codes.sold_out.message.de=Alles weg.", "errata.codes.sold_out.meaning=Nothing is left.",
			"errata.codes.sold_out.fix.en=Wait.", "errata.codes.sold_out.fix.de=Warten.",
			"errata.codes.sold_out.fix.pt-BR=Espere." };

	private static Service service;

	@BeforeAll
	static void start() {
		service = Service.start(Container.TOMCAT, false, List.of(Application.class), CODES);
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@Test
	void titleOfAStatusWithoutReasonPhraseIsThatOfTheAnswer() {
		JsonNode status = JsonMapper.shared()
			.readTree(service.answer(get("/errors/default/teapot")).body())
			.at("/statuses/0");
		assertThat(status.path("title").asString()).isEqualTo("Client Error");
		assertThat(status.path("message").asString()).isEqualTo("Client Error");
		assertThat(JsonMapper.shared().readTree(status.at("/example/body").asString()).path("title").asString())
			.isEqualTo("Client Error");
	}

	@Test
	void extensionsAreShown() {
		// arguments of the command line have no order
		String json = service.answer(get("/errors/default/teapot")).body();
		assertThat(JsonMapper.shared().readTree(json).at("/statuses/0/extensions"))
			.isEqualTo(JsonMapper.shared().readTree("{\"kind\":\"<short>\",\"more_info\":null}"));
		assertThat(service.answer(get("/errors/default/teapot").header("Accept: text/html")).body())
			.containsPattern("<dt>Extensions</dt><dd>(kind: &lt;short&gt;|more_info: null|, ){3}</dd>");
		assertThat(service.answer(get("/errors.md")).body())
			.contains(
					"\n| code | family | status | message | meaning | what to do | retry | exit code | extensions |\n")
			.containsPattern("\n\\| `teapot` \\| `teapot` \\| 499 \\| Client Error \\| \\| \\| \\| \\| "
					+ "(kind: &#60;short&#62;|more\\\\_info: null|, ){3} \\|\n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			/errors                   | -                     | application/json
			/errors                   | */*                   | application/json
			/errors                   | text/html             | text/html;charset=UTF-8
			/errors                   | text/markdown         | text/markdown;charset=UTF-8
			/errors.json              | text/html             | application/json
			/errors.md                | text/html             | text/markdown;charset=UTF-8
			/errors.ts                | -                     | application/typescript;charset=UTF-8
			/errors.schema.json       | -                     | application/schema+json
			/errors/v1                | text/html             | text/html;charset=UTF-8
			/errors/v1                | image/png             | application/json
			/errors/v1.json           | text/html             | application/json
			/errors/v1.md             | -                     | text/markdown;charset=UTF-8
			/errors/v1.ts             | -                     | application/typescript;charset=UTF-8
			/errors/v1.schema.json    | -                     | application/schema+json
			/errors/default/not_found | -                     | application/json
			/errors/default/not_found | text/html             | text/html;charset=UTF-8
			/errors/default/not_found | text/markdown         | application/json
			/errors/default/a.ts      | -                     | application/json
			/errors/default/a.ts      | text/html             | text/html;charset=UTF-8
			/errors/default/a/b:c     | -                     | application/json
			/errors/default/a/b:c     | text/html             | text/html;charset=UTF-8
			""")
	void pathAndAcceptDecideTheFormat(String path, String accept, String contentType) {
		Exchange exchange = (accept != null) ? get(path).header("Accept: " + accept) : get(path);
		Answer answer = service.answer(exchange);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo(contentType);
		assertThat(answer.whole()).isTrue();
		assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(answer.header("Vary"))
			.isEqualTo(path.matches(".*/errors(/v1|/default/.*)?") ? "Accept, Accept-Language"
					: path.matches(".*\\.(md|json)(?<!schema\\.json)") ? "Accept-Language" : null);
		if (contentType.contains("json")) {
			assertThat(JsonMapper.shared().readTree(answer.body()).isObject()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/errors/v9", "/errors/v9.json", "/errors/v1.html", "/errors/v1.", "/errors/.json",
			"/errors.html", "/errors.", "/errors/v1/", "/errors/v1/nothing", "/errors/v9/not_found", "/errors/-/x.css",
			"/errors/-", "/errors/v1/not_found.json", "/errors/v1/not_found/x", "/errors/v1/%00", "/errors/v1/%F0" })
	void whatIsNotThereIsNotFoundInTheContract(String path) {
		Answer answer = service.answer(get(path).header("Accept: text/html"));
		// the container turns away what is no text
		assertThat(answer.status()).isEqualTo(path.contains("%") ? 400 : 404);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.body()).contains("\"request_id\":\"" + Exchange.ID + "\"");
	}

	@Test
	void otherMethodIsNotAllowed() {
		Answer answer = service.answer(of("DELETE", "/errors"));
		assertThat(answer.status()).isEqualTo(405);
		assertThat(answer.header("Allow")).isEqualTo("GET");
		assertThat(answer.body()).contains("\"code\":\"method_not_allowed\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/errors", "/errors/v1.ts", "/errors/v1", "/errors/default/a.ts" })
	void knownDocumentIsNotSentAgain(String path) {
		Answer first = service.answer(get(path));
		String etag = first.header("ETag");
		assertThat(etag).matches("\"[0-9a-f]{32}\"");
		assertThat(service.answer(get(path)).header("ETag")).isEqualTo(etag);
		Answer second = service.answer(get(path).header("If-None-Match: \"x\", " + etag));
		assertThat(second.status()).isEqualTo(304);
		assertThat(second.body()).isEmpty();
		assertThat(second.header("ETag")).isEqualTo(etag);
		Answer page = service.answer(get(path).header("If-None-Match: " + etag).header("Accept: text/html"));
		assertThat(page.status()).isEqualTo(path.endsWith(".ts") && !path.contains("default") ? 304 : 200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			value = { "-|-|Sold out|All gone.|Wait.", "de|de|Ausverkauft|Alles weg.|Warten.",
					"sv, de-AT;q=0.7, en;q=0.1|de|Ausverkauft|Alles weg.|Warten.", "en|en|Sold out|All gone.|Wait.",
					"pt|pt-BR|Sold out|All gone.|Espere.", "xx-unheard, *;q=0.1|-|Sold out|All gone.|Wait.",
					";;q=a|-|Sold out|All gone.|Wait." })
	void textsAreInTheLanguageOfTheReader(String accepted, String language, String title, String message, String fix) {
		for (String format : List.of("application/json", "text/html", "text/markdown")) {
			Exchange exchange = get("/errors").header("Accept: " + format);
			Answer answer = service
				.answer((accepted != null) ? exchange.header("Accept-Language: " + accepted) : exchange);
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.header("Content-Language")).isEqualTo(language);
			assertThat(answer.body()).contains(message, fix, "Nothing is left.")
				.doesNotContain(message.equals("All gone.") ? "Alles weg." : "All gone.");
		}
		JsonNode data = JsonMapper.shared()
			.readTree(service
				.answer((accepted != null) ? get("/errors/default/sold_out").header("Accept-Language: " + accepted)
						: get("/errors/default/sold_out"))
				.body())
			.at("/statuses/0");
		assertThat(data.path("title").asString()).isEqualTo(title);
		assertThat(data.path("message").asString()).isEqualTo(message);
		assertThat(data.path("fix").asString()).isEqualTo(fix);
		assertThat(data.at("/example/body").asString()).contains("\"title\":\"" + title + "\"");
		assertThat(data.at("/example/headers/Content-Language").asString(null))
			.isEqualTo((language == null || language.startsWith("pt")) ? null : language);
	}

	@Test
	void pageNamesTheLanguageOfItsTexts() {
		String page = service
			.answer(get("/errors/default/sold_out").header("Accept: text/html").header("Accept-Language: de"))
			.body();
		assertThat(page).contains("<html lang=\"en\">", "<dd lang=\"de\">Alles weg.</dd>", "<dd>Nothing is left.</dd>",
				"<dd lang=\"de\">Warten.</dd>", "<h2 class=\"quiet\" lang=\"de\">409 Ausverkauft</h2>");
	}

	@Test
	void documentsAreKeptForLanguagesThatThereAre() {
		String english = service.answer(get("/errors.json")).header("ETag");
		String german = service.answer(get("/errors.json").header("Accept-Language: de")).header("ETag");
		assertThat(german).isNotEqualTo(english);
		assertThat(service.answer(get("/errors.json").header("Accept-Language: de").header("If-None-Match: " + german))
			.status()).isEqualTo(304);
		assertThat(service.answer(get("/errors.json").header("Accept-Language: de").header("If-None-Match: " + english))
			.status()).isEqualTo(200);
		for (int i = 0; i < 50; i++) {
			assertThat(
					service.answer(get("/errors.json").header("Accept-Language: x" + (char) ('a' + i % 26) + "-x-" + i))
						.header("ETag"))
				.isEqualTo(english);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/errors.ts", "/errors.schema.json" })
	void typesHaveOneLanguage(String path) {
		Answer german = service.answer(get(path).header("Accept-Language: de"));
		assertThat(german.header("ETag")).isEqualTo(service.answer(get(path)).header("ETag"));
		assertThat(german.headers()).doesNotContainKeys("Vary", "Content-Language");
	}

	@Test
	void headHasTheHeadersAlone() {
		Answer whole = service.answer(get("/errors.md"));
		Answer head = service.answer(of("HEAD", "/errors.md"));
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.body()).isEmpty();
		assertThat(head.header("Content-Length")).isEqualTo(whole.header("Content-Length"));
		assertThat(head.header("ETag")).isEqualTo(whole.header("ETag"));
	}

	@Test
	void pageLoadsFromItsOwnPlaceAlone() {
		Answer page = service.answer(get("/errors/v1").header("Accept: text/html"));
		assertThat(page.header("Content-Security-Policy")).isEqualTo("default-src 'none'; style-src 'self'; "
				+ "script-src 'self'; connect-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
				+ "frame-ancestors 'none'");
		assertThat(page.body()).doesNotContain("src=\"http", "href=\"http", "style=", "onclick")
			.contains("href=\"../errors/-/");
		String script = page.body().replaceFirst("(?s).*<script src=\"\\.\\.([^\"]+)\".*", "$1");
		Answer asset = service.answer(get(script));
		assertThat(asset.status()).isEqualTo(200);
		assertThat(asset.header("Content-Type")).isEqualTo("text/javascript;charset=UTF-8");
		assertThat(asset.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
		assertThat(asset.headers()).doesNotContainKey("Vary");
	}

	@ParameterizedTest
	@CsvSource({ "/errors/default/ORDER-SHIPPED, ../default/order_shipped", "/errors/default/A-TS, ../default/a.ts",
			"/errors/default/a/b/c, ../../../default/a/b:c", "/errors/default/abc, ../default/a/b:c" })
	void pageOfACodeHasOneAddress(String path, String location) {
		Answer answer = service.answer(get(path).header("Accept: text/html"));
		assertThat(answer.status()).isEqualTo(302);
		assertThat(answer.header("Location")).isEqualTo(location);
		assertThat(service.answer(get(path)).status()).isEqualTo(200);
	}

	@Test
	void problemTypesLeadThere() {
		Answer answer = service.answer(get("/nowhere"));
		String type = JsonMapper.shared().readTree(answer.body()).get("type").asString();
		assertThat(type).isEqualTo("/errors/default/not_found");
		assertThat(service.answer(get(type)).body()).startsWith("{\"code\":\"not_found\"");
	}

	@ParameterizedTest
	@EnumSource
	void catalogLivesBelowThePathsOfTheApplication(Container container) {
		try (Service shop = Service.start(container, false, List.of(Application.class),
				"server.servlet.context-path=/shop", "spring.mvc.servlet.path=/rest", "errata.browser.path=/api/errors",
				"errata.browser.try-it=/raise/{code}")) {
			Answer answer = shop.answer(get("/shop/rest/api/errors/default/not_found"));
			assertThat(answer.body()).contains("\\\"type\\\":\\\"/shop/rest/api/errors/default/not_found\\\"",
					"\\\"instance\\\":\\\"/shop/rest/example\\\"");
			assertThat(shop.answer(get("/shop/rest/api/errors").header("Accept: text/html")).body())
				.contains("href=\"errors/default\"", "href=\"../raise/not_found\"", "data-root=\"../\"");
			assertThat(shop.answer(get("/shop/rest/api/errors/default/gone").header("Accept: text/html")).body())
				.contains("href=\"../../errors/default\"", "href=\"../../../raise/gone\"", "data-root=\"../../../\"");
		}
	}

	@ParameterizedTest
	@EnumSource
	void examplesBearThePathThatErrorsBear(Container container) {
		try (Service shop = Service.start(container, false, List.of(Application.class),
				"server.servlet.context-path=/shop/", "server.forward-headers-strategy=framework")) {
			for (String prefix : List.of("/shop", "/a", "/a/b", "/shop")) {
				String example = typeOfExample(shop.answer(prefixed("/shop/errors/default/not_found", prefix)));
				assertThat(example).isEqualTo(typeOf(shop.answer(prefixed("/shop/nowhere", prefix))))
					.isEqualTo(prefix + "/errors/default/not_found");
			}
			assertThat(typeOf(shop.answer(get("/nowhere")))).isEqualTo("/shop/errors/default/not_found");
			assertThat(typeOf(shop.answer(get("/shop/%zz")))).isEqualTo("/shop/errors/default/malformed_request");
			for (int i = 0; i < 20; i++) {
				assertThat(typeOfExample(shop.answer(prefixed("/shop/errors/default/not_found", "/p" + i))))
					.isEqualTo("/p" + i + "/errors/default/not_found");
			}
		}
	}

	private static Exchange prefixed(String path, String prefix) {
		return prefix.equals("/shop") ? get(path) : get(path).header("X-Forwarded-Prefix: " + prefix);
	}

	private static String typeOf(Answer answer) {
		return JsonMapper.shared().readTree(answer.body()).get("type").asString();
	}

	private static String typeOfExample(Answer answer) {
		String example = JsonMapper.shared().readTree(answer.body()).at("/statuses/0/example/body").asString();
		return JsonMapper.shared().readTree(example).get("type").asString();
	}

	@ParameterizedTest
	@ValueSource(classes = { OwnController.class, OwnRoutes.class, OwnView.class })
	void ownMappingOfThePathWins(Class<?> own) {
		try (Service shop = Service.start(Container.TOMCAT, false, List.of(Application.class, own))) {
			assertThat(shop.answer(get("/errors")).body()).isEqualTo("mine");
			assertThat(shop.answer(get("/errors/default/gone")).body()).startsWith("{\"code\":\"gone\"");
		}
	}

	@Test
	void ownMappingOfAllBelowThePathWins() {
		try (Service shop = Service.start(Container.TOMCAT, false, List.of(Application.class, OwnTree.class))) {
			assertThat(shop.answer(get("/errors")).body()).isEqualTo("mine: ");
			assertThat(shop.answer(get("/errors/default/gone")).body()).isEqualTo("mine: /default/gone");
		}
	}

	@Test
	void ownMappingWithAnotherVariableWins() {
		try (Service shop = Service.start(Container.TOMCAT, false, List.of(Application.class, OwnVariable.class))) {
			assertThat(shop.answer(get("/errors/7")).body()).isEqualTo("mine: 7");
			assertThat(shop.answer(get("/errors")).body()).startsWith("{\"contracts\":");
		}
	}

	@Test
	void mappingOfEverythingLeavesTheCatalogAlone() {
		try (Service shop = Service.start(Container.TOMCAT, false, List.of(Application.class, OwnFallback.class))) {
			assertThat(shop.answer(get("/elsewhere/it/is")).body()).isEqualTo("mine");
			assertThat(shop.answer(get("/errors/default/gone")).body()).startsWith("{\"code\":\"gone\"");
		}
	}

	@Test
	void securityOfTheApplicationHolds() {
		try (Service shop = Service.start(Container.TOMCAT, true, List.of(Application.class, Closed.class))) {
			for (String path : List.of("/errors", "/errors.ts", "/errors/default/gone", "/errors/-/x.css")) {
				Answer answer = shop.answer(get(path));
				assertThat(answer.status()).isEqualTo(401);
				assertThat(answer.body()).contains("\"code\":\"credentials_missing\"");
			}
			Answer page = shop
				.answer(get("/errors").header("Accept: text/html").header("Authorization: Basic YWxpY2U6c2VjcmV0"));
			assertThat(page.status()).isEqualTo(200);
			assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
			assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
		}
	}

	@Test
	void patternsOfAntAreTakenAsWell() {
		try (Service shop = Service.start(Container.TOMCAT, false, List.of(Application.class, OwnView.class),
				"spring.mvc.pathmatch.matching-strategy=ant_path_matcher")) {
			assertThat(shop.answer(get("/errors")).body()).isEqualTo("mine");
			assertThat(shop.answer(get("/errors.md")).body()).startsWith("# Errors");
			assertThat(shop.answer(get("/errors/default.ts")).body()).startsWith("// The error codes");
			assertThat(shop.answer(get("/errors/default/gone")).body()).startsWith("{\"code\":\"gone\"");
		}
	}

	@Test
	void withoutTheBrowserThereIsNothing() {
		try (Service shop = Service.start(Container.TOMCAT, false, List.of(Application.class),
				"errata.browser.enabled=false")) {
			assertThat(shop.answer(get("/errors")).status()).isEqualTo(404);
			assertThat(shop.answer(get("/nowhere")).body()).contains("\"type\":\"about:blank\"");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	static class Application {

	}

	@RestController
	static class OwnController {

		@RequestMapping("/errors")
		String own() {
			return "mine";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRoutes {

		@Bean
		RouterFunction<ServerResponse> own() {
			return RouterFunctions.route().GET("/errors", (request) -> ServerResponse.ok().body("mine")).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnView implements WebMvcConfigurer {

		@Override
		public void addViewControllers(ViewControllerRegistry registry) {
			registry.addViewController("/errors").setViewName("forward:/mine");
		}

		@Bean
		RouterFunction<ServerResponse> mine() {
			return RouterFunctions.route().GET("/mine", (request) -> ServerResponse.ok().body("mine")).build();
		}

	}

	@RestController
	static class OwnTree {

		@GetMapping("/errors/{*rest}")
		String own(@PathVariable("rest") String rest) {
			return "mine: " + rest;
		}

	}

	@RestController
	static class OwnVariable {

		@GetMapping("/errors/{id}")
		String own(@PathVariable("id") String id) {
			return "mine: " + id;
		}

	}

	@RestController
	static class OwnFallback {

		@GetMapping({ "/**", "/{a}/{b}/{c}", "/{a:[^.]*}" })
		String own() {
			return "mine";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Closed {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(withDefaults())
				.build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("alice").password("{noop}secret").roles("USER").build());
		}

	}

}
