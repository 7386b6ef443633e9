package dev.errata.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The catalog's pages in a browser. The texts of one code would rather be scripts.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "errata.contracts.engine.codes.conflict.title=" + CatalogPageTests.EVIL,
				"errata.contracts.engine.codes.conflict.message=" + CatalogPageTests.EVIL,
				"errata.contracts.engine.codes.conflict.meaning=" + CatalogPageTests.EVIL,
				"errata.contracts.engine.codes.conflict.fix=" + CatalogPageTests.EVIL,
				"errata.contracts.engine.codes.conflict.family=" + CatalogPageTests.EVIL })
class CatalogPageTests {

	static final String EVIL = "</script></code></pre><script>window.evil=1</script>"
			+ "<img src=x onerror=window.evil=2>\"' onload=window.evil=3 x=\"";

	private static Browser browser;

	@LocalServerPort
	private int port;

	@BeforeAll
	static void start() {
		browser = Browser.start();
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
		}
	}

	@BeforeEach
	void desktop() {
		browser.size(1280, 900);
		browser.dark(false);
		browser.complaints();
	}

	@AfterEach
	void browserIsContent() {
		// an error that was asked for, and what a document without a page lacks, is none
		// of the page's
		assertThat(
				browser.complaints().stream().filter((it) -> !it.contains("/raise/") && !it.contains("/favicon.ico")))
			.isEmpty();
	}

	@Test
	void tabsLeadFromContractToContract() {
		open("");
		assertThat(texts(".tabs a")).containsExactlyInAnyOrder("default 53", "joule 13", "engine 7", "gpuoutlet 25",
				"contrib 19", "aitbc 31");
		assertThat(browser.find(By.cssSelector(".tabs [aria-current=page]")).getText()).startsWith("default");
		browser.find(By.partialLinkText("aitbc")).click();
		assertThat(path()).isEqualTo("/errors/aitbc");
		assertThat(browser.find(By.tagName("h1")).getText()).isEqualTo("aitbc");
		assertThat(texts(".group > h2")).containsExactly("AUTH 4", "JOB 6", "VALIDATION 6", "MINER 4", "RECEIPT 3",
				"RATE 2", "PAYMENT 2", "SYSTEM 4");
		browser.find(By.linkText("Error catalog")).click();
		assertThat(path()).isEqualTo("/errors");
	}

	@Test
	void codeTellsAllThatIsKnown() {
		open("/joule");
		WebElement code = browser.find(By.id("code-service_unavailable"));
		code.findElement(By.tagName("summary")).click();
		assertThat(code.getText()).contains("503", "This region is degraded at the moment.",
				"A node or a whole region does not work as it should.", "Try again after the pause;",
				"The same request may succeed after 10 seconds", "Retry-After", "Example answer");
		assertThat(code.findElement(By.cssSelector(".example pre")).getText()).isEqualTo("""
				HTTP/1.1 503 Service Unavailable
				Content-Type: application/json
				Cache-Control: no-store
				Retry-After: 10
				X-Request-Id: req_019b7a3c5e107d2f8a416b3c9d0e1f2a

				{
				  "error": {
				    "type": "service_unavailable",
				    "message": "This region is degraded at the moment.",
				    "code": 503,
				    "request_id": "req_019b7a3c5e107d2f8a416b3c9d0e1f2a"
				  }
				}""");
		assertThat(browser.find(By.id("code-insufficient_balance"))
			.findElement(By.cssSelector(".facts"))
			.getDomProperty("textContent")).contains("Exit code10");
	}

	@Test
	void searchFindsCodesAndTexts() {
		open("/aitbc");
		browser.find(By.id("search")).sendKeys("job Deadline");
		assertThat(texts("details.code .name")).containsExactly("JOB_EXPIRED");
		assertThat(texts(".group > h2")).containsExactly("JOB 6");
		assertThat(browser.find(By.id("matches")).getText()).isEqualTo("1 of 31 codes");
		assertThat(query()).isEqualTo("?q=job+Deadline");
		clear(browser.find(By.id("search")));
		browser.find(By.id("search")).sendKeys("402");
		assertThat(texts("details.code .name")).containsExactly("PAYMENT_INSUFFICIENT_BALANCE");
		clear(browser.find(By.id("search")));
		browser.find(By.id("search")).sendKeys("zzz");
		assertThat(browser.find(By.id("nothing")).isDisplayed()).isTrue();
		clear(browser.find(By.id("search")));
		assertThat(browser.find(By.id("matches")).getText()).isEqualTo("31 codes");
		assertThat(browser.find(By.id("nothing")).isDisplayed()).isFalse();
	}

	@Test
	void filtersAreCombinedAndKept() {
		open("/aitbc");
		choose("status", 2);
		assertThat(texts("details.code .badge.s5")).hasSize(7);
		assertThat(browser.shown("details.code .badge.s4")).isEmpty();
		choose("retry", 1);
		assertThat(texts("details.code .name")).containsExactly("MINER_OFFLINE", "SYSTEM_INTERNAL_ERROR",
				"SYSTEM_MAINTENANCE", "SYSTEM_OVERLOADED");
		choose("retry", 3);
		assertThat(texts("details.code .name")).containsExactly("MINER_CAPACITY_FULL", "PAYMENT_FAILED",
				"SYSTEM_UPSTREAM_ERROR");
		assertThat(query()).isEqualTo("?status=5&retry=unsaid");
		browser.driver().navigate().refresh();
		assertThat(texts("details.code .name")).hasSize(3);
		browser.find(By.partialLinkText("joule")).click();
		assertThat(query()).isEqualTo("?status=5&retry=unsaid");
		assertThat(texts("details.code .name")).containsExactly("timeout");
	}

	@Test
	void codeHasAnAddressOfItsOwn() {
		open("/joule/timeout");
		assertThat(browser.find(By.tagName("h1")).getText()).isEqualTo("timeout");
		assertThat(texts(".facts dd")).contains("Ask for fewer tokens, send smaller pieces, or stream.");
		browser.find(By.linkText("All codes of joule")).click();
		assertThat(path()).isEqualTo("/errors/joule");
		browser.find(By.id("code-conflict")).findElement(By.tagName("summary")).click();
		browser.find(By.id("code-conflict")).findElement(By.cssSelector(".permalink a")).click();
		assertThat(path()).isEqualTo("/errors/joule/conflict");
		open("/contrib/internal_error");
		assertThat(path()).isEqualTo("/errors/contrib/INTERNAL_ERROR");
	}

	@Test
	void fragmentOpensACode() {
		open("/joule#code-timeout");
		assertThat(browser.find(By.id("code-timeout")).getDomAttribute("open")).isNotNull();
		assertThat(browser.find(By.id("code-conflict")).getDomAttribute("open")).isNull();
	}

	@Test
	void codeCanBeTried() {
		open("/contrib/rate_limit_error");
		browser.find(By.cssSelector("a.try")).click();
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(texts(".answer pre")).singleElement()
				.asString()
				.startsWith("HTTP 429")
				.contains("retry-after: 60", "x-error-code: rate_limit_error", "\"retry_after_secs\": 60"));
		assertThat(browser.find(By.id("said")).getDomProperty("textContent")).startsWith("HTTP 429");
		assertThat(path()).isEqualTo("/errors/contrib/rate_limit_error");
		assertThat(browser.find(By.cssSelector("a.try")).getDomProperty("href"))
			.isEqualTo("http://localhost:" + this.port + "/contrib/raise/rate_limit_error?status=429");
		browser.picture("answer");
	}

	@Test
	void snippetsAreCopied() {
		open("/joule/timeout");
		browser.driver()
			.executeCdpCommand("Browser.grantPermissions",
					Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite"), "origin",
							"http://localhost:" + this.port));
		browser.find(By.cssSelector("[aria-label='Copy curl']")).click();
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> browser.find(By.id("said")).getDomProperty("textContent").equals("curl: Copied"));
		Object copied = browser.driver()
			.executeAsyncScript("const done = arguments[0]; navigator.clipboard.readText().then(done, done)");
		assertThat(copied).isEqualTo("curl -i 'http://localhost:" + this.port + "/joule/raise/timeout?status=504'");
	}

	@Test
	void textsOfACodeStayTexts() {
		for (String page : List.of("/engine", "/engine/conflict")) {
			open(page);
			assertThat(browser.run("return window.evil")).isNull();
			assertThat(browser.run("return document.querySelectorAll('img, iframe, object').length")).isEqualTo(0L);
			assertThat(browser.run("return document.scripts.length")).isEqualTo(1L);
			assertThat(browser.run("return document.querySelector('main').textContent").toString()).contains(EVIL);
		}
		browser.find(By.cssSelector("a.try")).click();
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(texts(".answer pre")).singleElement().asString().contains("<img src=x"));
		assertThat(browser.run("return window.evil")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "'', index", "/joule, joule", "/contrib/rate_limit_error, code", "/engine/conflict, hostile",
			"/default, default" })
	void nothingSticksOutOfAPhone(String page, String name) {
		browser.size(360, 740);
		open(page);
		browser.run("document.querySelectorAll('details').forEach((it) => it.open = true)");
		assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
		browser.run("document.querySelectorAll('details').forEach((it) => it.open = false)");
		browser.picture("phone-" + name);
	}

	@ParameterizedTest
	@CsvSource({ "/joule, false", "/joule, true", "/contrib, false", "/contrib, true", "/engine/internal_error, true",
			"/engine/internal_error, false", "/default, true" })
	void pageIsAccessible(String page, boolean dark) throws IOException {
		browser.dark(dark);
		open(page);
		browser.run("document.querySelectorAll('details.code, details.snippet').forEach((it) => it.open = true)");
		browser.run(new ClassPathResource("META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")
			.getContentAsString(StandardCharsets.UTF_8));
		Object violations = browser.driver()
			.executeAsyncScript(
					"""
							const done = arguments[0];
							axe.run().then((results) => done(results.violations.map((it) =>
								it.id + ': ' + it.nodes.slice(0, 3).map((node) => node.html + ' ' + node.failureSummary).join('; '))),
								(failure) => done([String(failure)]));
							""");
		assertThat((List<?>) violations).isEmpty();
		browser.run(
				"window.scrollTo(0, 0); document.querySelectorAll('details.code').forEach((it, i) => it.open = i === 1)");
		browser.picture((dark ? "dark" : "light") + page.replace('/', '-'));
	}

	@Test
	void keyboardIsEnough() {
		open("/joule");
		press(Keys.TAB);
		assertThat(focused()).isEqualTo("Skip to the codes");
		press("/");
		assertThat(browser.driver().switchTo().activeElement().getDomAttribute("id")).isEqualTo("search");
		press("timeout");
		press(Keys.TAB);
		press(Keys.TAB);
		press(Keys.TAB);
		assertThat(focused()).startsWith("timeout");
		press(Keys.ENTER);
		assertThat(browser.find(By.id("code-timeout")).getDomAttribute("open")).isNotNull();
		press(Keys.TAB);
		assertThat(focused()).isEqualTo("Try it");
		press(Keys.ENTER);
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(texts(".answer pre")).singleElement().asString().startsWith("HTTP 504"));
	}

	@Test
	void pageCanBeReadWithoutScripts() {
		browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
		try {
			open("/joule");
			browser.picture("without-scripts");
		}
		finally {
			browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
		}
		assertThat(browser.find(By.id("filters")).isDisplayed()).isFalse();
		assertThat(browser.shown("button")).isEmpty();
		assertThat(texts("details.code .name")).hasSize(13);
		browser.find(By.id("code-timeout")).findElement(By.tagName("summary")).click();
		assertThat(texts("#code-timeout .facts dd")).contains("Ask for fewer tokens, send smaller pieces, or stream.");
		browser.find(By.cssSelector("#code-timeout a.try")).click();
		assertThat(path()).isEqualTo("/joule/raise/timeout");
	}

	private void open(String page) {
		browser.open("about:blank");
		browser.open("http://localhost:" + this.port + "/errors" + page);
	}

	private static List<String> texts(String selector) {
		return browser.shown(selector).stream().map((element) -> element.getText().replaceAll("[ \n]+", " ")).toList();
	}

	private static String path() {
		return browser.run("return location.pathname").toString();
	}

	private static String query() {
		return browser.run("return location.search").toString();
	}

	private static void choose(String field, int option) {
		browser.find(By.id(field)).sendKeys(Keys.HOME, Keys.ARROW_DOWN.toString().repeat(option));
	}

	private static void clear(WebElement field) {
		field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.BACK_SPACE);
	}

	private static void press(CharSequence keys) {
		browser.driver().switchTo().activeElement().sendKeys(keys);
	}

	private static String focused() {
		return browser.driver().switchTo().activeElement().getText();
	}

}
