package dev.errata.browser;

import java.util.List;

import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The browsable catalog on a real port.
 */
class CatalogWireTests extends EveryStackTests {

	private static final String[] CODES = { "spring.application.name=shop", "errata.title=Orders <1>",
			"errata.description=What becomes of orders.", "errata.codes.order_shipped.since=1.2",
			"errata.codes.order_shipped.deprecated.since=2.0", "errata.codes.order_shipped.deprecated.use=SOLD-OUT",
			"errata.codes.order_shipped.status=409", "errata.codes.[a.ts].status=410",
			"errata.codes.[a/b:c].status=411", "errata.codes.teapot=499", "errata.codes.teapot.extensions.kind=<short>",
			"errata.codes.teapot.extensions.more_info=", "errata.contracts.v1.paths=/v1/**",
			"errata.codes.sold_out.status=409", "errata.codes.sold_out.title.en=Sold out",
			"errata.codes.sold_out.title.de=Ausverkauft", "errata.codes.sold_out.message.en=All gone.",
			"errata.codes.sold_out.message.de=Alles weg.", "errata.codes.sold_out.meaning=Nothing is left.",
			"errata.codes.sold_out.fix.en=Wait.", "errata.codes.sold_out.fix.de=Warten.",
			"errata.codes.sold_out.fix.pt-BR=Espere.", "errata.codes.sold_out.fix.zh-Hant=Deng." };

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), CODES);
	}

	@Test
	void titleOfAStatusWithoutReasonPhraseIsThatOfTheAnswer() {
		JsonNode status = JsonMapper.shared().readTree(answer(get("/errors/default/teapot")).body()).at("/statuses/0");
		assertThat(status.path("title").asString()).isEqualTo("Client Error");
		assertThat(status.path("message").asString()).isEqualTo("Client Error");
		assertThat(JsonMapper.shared().readTree(status.at("/example/body").asString()).path("title").asString())
			.isEqualTo("Client Error");
	}

	@Test
	void versionsAreToldInAllFormats() {
		JsonNode code = JsonMapper.shared().readTree(answer(get("/errors/default/order_shipped")).body());
		assertThat(code.path("since").asString()).isEqualTo("1.2");
		assertThat(code.path("deprecated")).hasToString("{\"since\":\"2.0\",\"use\":\"SOLD-OUT\"}");
		assertThat(answer(get("/errors/default/order_shipped").header("Accept: text/html")).body())
			.contains("Since 1.2", "<strong>Deprecated since 2.0.</strong> Use "
					+ "<a href=\"../../errors/default/sold_out\"><code>sold_out</code></a> instead.");
		assertThat(answer(get("/errors").header("Accept: text/html")).body())
			.contains("<i class=\"dep\">deprecated</i>");
		assertThat(answer(get("/errors.md")).body()).contains("| since 1.2; deprecated since 2.0, use SOLD-OUT |\n");
		assertThat(answer(get("/errors.ts")).body())
			.contains("\t/** @since 1.2 @deprecated since 2.0, use SOLD-OUT */\n\t\"order_shipped\": 409;\n");
	}

	@Test
	void serviceAndContractsHaveNames() {
		String page = answer(get("/errors/default").header("Accept: text/html")).body();
		assertThat(page).contains("<title>Orders &lt;1&gt; · shop</title>", "<h1>Orders &lt;1&gt;</h1>",
				"<p class=\"lead\">What becomes of orders.</p>");
		assertThat(answer(get("/errors.md")).body()).contains("\n## Orders &#60;1&#62;\n\nWhat becomes of orders.\n");
		JsonNode data = JsonMapper.shared().readTree(answer(get("/errors")).body());
		assertThat(data.at("/contracts/0/title").asString()).isEqualTo("Orders <1>");
		assertThat(data.at("/contracts/0/description").asString()).isEqualTo("What becomes of orders.");
	}

	@Test
	void extensionsAreShown() {
		// arguments of the command line have no order
		String json = answer(get("/errors/default/teapot")).body();
		assertThat(JsonMapper.shared().readTree(json).at("/statuses/0/extensions"))
			.isEqualTo(JsonMapper.shared().readTree("{\"kind\":\"<short>\",\"more_info\":null}"));
		assertThat(answer(get("/errors/default/teapot").header("Accept: text/html")).body())
			.containsPattern("<dt>Extensions</dt><dd>(kind: &lt;short&gt;|more_info: null|, ){3}</dd>");
		assertThat(answer(get("/errors.md")).body()).contains(
				"\n| code | family | status | message | meaning | what to do | retry | exit code | extensions | versions |\n")
			.containsPattern("\n\\| `teapot` \\| `teapot` \\| 499 \\| Client Error \\| \\| \\| \\| \\| "
					+ "(kind: &#60;short&#62;|more\\\\_info: null|, ){3} \\| \\|\n");
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
		Answer answer = answer(exchange);
		assertThat(answer.status()).isEqualTo(200);
		// Jetty writes charsets in lower case
		assertThat(answer.header("Content-Type")).isEqualToIgnoringCase(contentType);
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
	@ValueSource(strings = { "/errors/", "/errors/v9", "/errors/v9.json", "/errors/v1.html", "/errors/v1.",
			"/errors/.json", "/errors.html", "/errors.", "/errors/v1/", "/errors/v1/nothing", "/errors/v9/not_found",
			"/errors/-/x.css", "/errors/-", "/errors/v1/not_found.json", "/errors/v1/not_found/x", "/errors/v1/%00",
			"/errors/v1/%F0" })
	void whatIsNotThereIsNotFoundInTheContract(String path) {
		Answer answer = answer(get(path));
		// servlet containers turn away what is no text
		assertThat(answer.status()).isEqualTo((path.contains("%") && !container().isReactive()) ? 400 : 404);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		// Jetty does so before it reads headers
		assertThat(answer.body()).contains("\"request_id\":\""
				+ ((path.contains("%") && container() == Container.JETTY) ? "" : Exchange.ID + "\""));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			/errors/order_shiped          | ../errors/default/order_shipped
			/errors/v9                    | -
			/errors/v9/order_shiped       | ../../errors/default/order_shipped
			/errors/v1/order/shiped       | ../../../errors/default/order_shipped
			/errors/v1/<script>           | -
			""")
	void browserIsShownTheNearestNames(String path, String nearest) {
		String encoded = path.replace("<", "%3C").replace(">", "%3E");
		Answer answer = answer(get(encoded).header("Accept: text/html"));
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=UTF-8");
		assertThat(answer.header("Content-Security-Policy")).isNotNull();
		assertThat(answer.body()).contains("<h1>Not found</h1>")
			.doesNotContain("<script>")
			.contains((nearest != null) ? "><a href=\"" + nearest + "\">" : "Not found");
	}

	@ParameterizedTest
	@CsvSource({ "/errors/, ../errors", "/errors/v1/, ../../errors/v1", "/errors/teapot, -", "/errors/TEA-POT, -",
			"/errors/a.ts, -" })
	void browserIsLedToTheAddress(String path, String location) {
		Answer answer = answer(get(path).header("Accept: text/html"));
		if (location.equals("-")) {
			// both contracts have it
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.body()).contains("2 contracts have this code.", "<li><a href=\"../errors/default/",
					"<li><a href=\"../errors/v1/");
		}
		else {
			assertThat(answer.status()).isEqualTo(302);
			assertThat(answer.header("Location")).isEqualTo(location);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/errors?q=teapot                   | 2 codes
			/errors?q=TEA%20pot                | 2 codes
			/errors?q=teapt                    | No matching code, but similar ones
			/errors?q=zzzz                     | No matching code
			/errors?q=499                      | 2 codes
			/errors/v1?q=teapot                | 1 code
			/errors?q=%7B%22code%22%3A%22sold_out%22%7D | 2 codes
			/errors?q=%00%22%3E%3Cscript%3E    | No matching code
			""")
	void searchIsDoneByTheService(String path, String said) {
		Answer answer = answer(get(path).header("Accept: text/html"));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("data-said=\"" + said + "\"").doesNotContain("<script>");
		assertThat(answer(get(path)).header("Content-Type")).isEqualTo("application/json");
	}

	@Test
	void formOpensTheCodeThatIsFound() {
		Answer answer = answer(get("/errors/v1?q=order+shipped&open=first").header("Accept: text/html"));
		assertThat(answer.status()).isEqualTo(200);
		answer = answer(get("/errors?q=%22sold_out%22&open=first").header("Accept: text/html"));
		assertThat(answer.status()).isEqualTo(302);
		assertThat(answer.header("Location")).isEqualTo("errors/default/sold_out");
	}

	@Test
	void otherMethodIsNotAllowed() {
		Answer answer = answer(of("DELETE", "/errors"));
		assertThat(answer.status()).isEqualTo(405);
		assertThat(answer.header("Allow")).isEqualTo("GET");
		assertThat(answer.body()).contains("\"code\":\"method_not_allowed\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/errors", "/errors/v1.ts", "/errors/v1", "/errors/default/a.ts" })
	void knownDocumentIsNotSentAgain(String path) {
		Answer first = answer(get(path));
		String etag = first.header("ETag");
		assertThat(etag).matches("\"[0-9a-f]{32}\"");
		assertThat(answer(get(path)).header("ETag")).isEqualTo(etag);
		Answer second = answer(get(path).header("If-None-Match: \"x\", " + etag));
		assertThat(second.status()).isEqualTo(304);
		assertThat(second.body()).isEmpty();
		assertThat(second.header("ETag")).isEqualTo(etag);
		Answer page = answer(get(path).header("If-None-Match: " + etag).header("Accept: text/html"));
		assertThat(page.status()).isEqualTo(path.endsWith(".ts") && !path.contains("default") ? 304 : 200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			value = { "-|-|Sold out|All gone.|Wait.", "de|de|Ausverkauft|Alles weg.|Warten.",
					"sv, de-AT;q=0.7, en;q=0.1|de|Ausverkauft|Alles weg.|Warten.", "en|en|Sold out|All gone.|Wait.",
					"pt|pt-BR|Sold out|All gone.|Espere.", "zh-TW, en;q=0.5|zh-Hant|Sold out|All gone.|Deng.",
					"sv, de;q=0|-|Sold out|All gone.|Wait.", "xx-unheard, *;q=0.1|-|Sold out|All gone.|Wait.",
					";;q=a|-|Sold out|All gone.|Wait." })
	void textsAreInTheLanguageOfTheReader(String accepted, String language, String title, String message, String fix) {
		for (String format : List.of("application/json", "text/html", "text/markdown")) {
			Exchange exchange = get("/errors").header("Accept: " + format);
			Answer answer = answer((accepted != null) ? exchange.header("Accept-Language: " + accepted) : exchange);
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.header("Content-Language")).isEqualTo(language);
			assertThat(answer.body()).contains(message, fix, "Nothing is left.")
				.doesNotContain(message.equals("All gone.") ? "Alles weg." : "All gone.");
		}
		JsonNode data = JsonMapper.shared()
			.readTree(answer((accepted != null) ? get("/errors/default/sold_out").header("Accept-Language: " + accepted)
					: get("/errors/default/sold_out"))
				.body())
			.at("/statuses/0");
		assertThat(data.path("title").asString()).isEqualTo(title);
		assertThat(data.path("message").asString()).isEqualTo(message);
		assertThat(data.path("fix").asString()).isEqualTo(fix);
		assertThat(data.at("/example/body").asString()).contains("\"title\":\"" + title + "\"");
		assertThat(data.at("/example/headers/Content-Language").asString(null))
			.isEqualTo((!title.equals("Ausverkauft") && !"en".equals(language)) ? null : language);
	}

	@Test
	void pageNamesTheLanguageOfItsTexts() {
		String page = answer(get("/errors/default/sold_out").header("Accept: text/html").header("Accept-Language: de"))
			.body();
		assertThat(page).contains("<html lang=\"en\">", "<p class=\"message\" lang=\"de\">Alles weg.</p>",
				"<p>Nothing is left.</p>", "<p lang=\"de\">Warten.</p>");
	}

	@Test
	void documentsAreKeptForLanguagesThatThereAre() {
		String english = answer(get("/errors.json")).header("ETag");
		String german = answer(get("/errors.json").header("Accept-Language: de")).header("ETag");
		assertThat(german).isNotEqualTo(english);
		assertThat(
				answer(get("/errors.json").header("Accept-Language: de").header("If-None-Match: " + german)).status())
			.isEqualTo(304);
		assertThat(
				answer(get("/errors.json").header("Accept-Language: de").header("If-None-Match: " + english)).status())
			.isEqualTo(200);
		for (int i = 0; i < 50; i++) {
			assertThat(answer(get("/errors.json").header("Accept-Language: x" + (char) ('a' + i % 26) + "-x-" + i))
				.header("ETag")).isEqualTo(english);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/errors.ts", "/errors.schema.json" })
	void typesHaveOneLanguage(String path) {
		Answer german = answer(get(path).header("Accept-Language: de"));
		assertThat(german.header("ETag")).isEqualTo(answer(get(path)).header("ETag"));
		assertThat(german.headers()).doesNotContainKeys("Vary", "Content-Language");
	}

	@Test
	void headHasTheHeadersAlone() {
		Answer whole = answer(get("/errors.md"));
		Answer head = answer(of("HEAD", "/errors.md"));
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.body()).isEmpty();
		assertThat(head.header("Content-Length")).isEqualTo(whole.header("Content-Length"));
		assertThat(head.header("ETag")).isEqualTo(whole.header("ETag"));
	}

	@Test
	void pageLoadsFromItsOwnPlaceAlone() {
		Answer page = answer(get("/errors/v1").header("Accept: text/html"));
		assertThat(page.header("Content-Security-Policy")).isEqualTo("default-src 'none'; style-src 'self'; "
				+ "script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; "
				+ "frame-ancestors 'none'");
		assertThat(page.body()).doesNotContain("src=\"http", "href=\"http", "style=", "onclick")
			.contains("href=\"../errors/-/");
		String script = page.body().replaceFirst("(?s).*<script src=\"\\.\\.([^\"]+)\".*", "$1");
		Answer asset = answer(get(script));
		assertThat(asset.status()).isEqualTo(200);
		assertThat(asset.header("Content-Type")).isEqualTo("text/javascript;charset=UTF-8");
		assertThat(asset.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
		assertThat(asset.headers()).doesNotContainKey("Vary");
	}

	@ParameterizedTest
	@CsvSource({ "/errors/default/ORDER-SHIPPED, ../../errors/default/order_shipped",
			"/errors/default/A-TS, ../../errors/default/a.ts",
			"/errors/default/a/b/c, ../../../../errors/default/a/b:c",
			"/errors/default/abc, ../../errors/default/a/b:c" })
	void pageOfACodeHasOneAddress(String path, String location) {
		Answer answer = answer(get(path).header("Accept: text/html"));
		assertThat(answer.status()).isEqualTo(302);
		assertThat(answer.header("Location")).isEqualTo(location);
		assertThat(answer(get(path)).status()).isEqualTo(200);
	}

	@Test
	void problemTypesLeadThere() {
		Answer answer = answer(get("/nowhere"));
		String type = JsonMapper.shared().readTree(answer.body()).get("type").asString();
		assertThat(type).isEqualTo("/errors/default/not_found");
		assertThat(answer(get(type)).body()).startsWith("{\"code\":\"not_found\"");
	}

	@Test
	void catalogLivesBelowThePathsOfTheApplication() {
		try (Service shop = Service.start(container(), false, List.of(Application.class),
				"server.servlet.context-path=/shop", "spring.mvc.servlet.path=/rest",
				"spring.webflux.base-path=/shop/rest", "errata.browser.path=/api/errors",
				"errata.browser.try-it=/raise/{code}")) {
			Answer answer = shop.answer(get("/shop/rest/api/errors/default/not_found"));
			assertThat(answer.body()).contains("\\\"type\\\":\\\"/shop/rest/api/errors/default/not_found\\\"",
					"\\\"instance\\\":\\\"/shop/rest/example\\\"");
			assertThat(shop.answer(get("/shop/rest/api/errors").header("Accept: text/html")).body())
				.contains("action=\"errors\"", "href=\"errors/default/not_found\"", "data-root=\"../\"");
			assertThat(shop.answer(get("/shop/rest/api/errors/default/gone").header("Accept: text/html")).body())
				.contains("href=\"../../errors/default\"", "href=\"../../../raise/gone\"", "data-root=\"../../../\"");
		}
	}

	@Test
	void examplesBearThePathThatErrorsBear() {
		// Spring WebFlux puts the prefix in front of its base path, which is not found
		// then
		String own = container().isReactive() ? "" : "/shop";
		try (Service shop = Service.start(container(), false, List.of(Application.class),
				"server.servlet.context-path=/shop/", "server.forward-headers-strategy=framework")) {
			for (String prefix : List.of("", "/a", "/a/b", "")) {
				String example = typeOfExample(shop.answer(prefixed(own + "/errors/default/not_found", prefix)));
				assertThat(example).isEqualTo(typeOf(shop.answer(prefixed(own + "/nowhere", prefix))))
					.isEqualTo((prefix.isEmpty() ? own : prefix) + "/errors/default/not_found");
			}
			assertThat(typeOf(shop.answer(get("/nowhere")))).isEqualTo(own + "/errors/default/not_found");
			assertThat(typeOf(shop.answer(get(own + "/%zz")))).isEqualTo(own + "/errors/default/malformed_request");
			for (int i = 0; i < 20; i++) {
				assertThat(typeOfExample(shop.answer(prefixed(own + "/errors/default/not_found", "/p" + i))))
					.isEqualTo("/p" + i + "/errors/default/not_found");
			}
		}
	}

	private static Exchange prefixed(String path, String prefix) {
		return prefix.isEmpty() ? get(path) : get(path).header("X-Forwarded-Prefix: " + prefix);
	}

	private static String typeOf(Answer answer) {
		return JsonMapper.shared().readTree(answer.body()).get("type").asString();
	}

	private static String typeOfExample(Answer answer) {
		String example = JsonMapper.shared().readTree(answer.body()).at("/statuses/0/example/body").asString();
		return JsonMapper.shared().readTree(example).get("type").asString();
	}

	@Test
	void ownMappingOfThePathWins() {
		try (Service shop = Service.start(container(), false, List.of(Application.class, OwnController.class))) {
			assertThat(shop.answer(get("/errors")).body()).isEqualTo("mine");
			assertThat(shop.answer(get("/errors/default/gone")).body()).startsWith("{\"code\":\"gone\"");
		}
	}

	@Test
	void ownMappingOfAllBelowThePathWins() {
		try (Service shop = Service.start(container(), false, List.of(Application.class, OwnTree.class))) {
			assertThat(shop.answer(get("/errors")).body()).isEqualTo("mine: ");
			assertThat(shop.answer(get("/errors/default/gone")).body()).isEqualTo("mine: /default/gone");
		}
	}

	@Test
	void ownMappingWithAnotherVariableWins() {
		try (Service shop = Service.start(container(), false, List.of(Application.class, OwnVariable.class))) {
			assertThat(shop.answer(get("/errors/7")).body()).isEqualTo("mine: 7");
			assertThat(shop.answer(get("/errors")).body()).startsWith("{\"contracts\":");
		}
	}

	@Test
	void mappingOfEverythingLeavesTheCatalogAlone() {
		try (Service shop = Service.start(container(), false, List.of(Application.class, OwnFallback.class))) {
			assertThat(shop.answer(get("/elsewhere/it/is")).body()).isEqualTo("mine");
			assertThat(shop.answer(get("/errors/default/gone")).body()).startsWith("{\"code\":\"gone\"");
		}
	}

	@Test
	void withoutTheBrowserThereIsNothing() {
		try (Service shop = Service.start(container(), false, List.of(Application.class),
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

}
