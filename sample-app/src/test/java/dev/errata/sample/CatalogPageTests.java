package dev.errata.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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
@Tag("full")
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
	void codeOfAPastedResponseIsOneKeyAway() {
		open("");
		paste("""
				{"error": {"type": "service_unavailable", "message": "This region is degraded.", "code": 503}}""");
		press(Keys.ENTER);
		await(() -> assertThat(path()).isEqualTo("/errors/joule/service_unavailable"));
	}

	@Test
	void codeOfALineOfALogIsOneKeyAway() {
		open("/engine/conflict");
		paste("2026-01-01 12:00:00 ERROR [exec-1] POST /aitbc/jobs/7 ended with 404 JOB_NOT_FOUND [6f1c2a34-8b0d]");
		press(Keys.ENTER);
		await(() -> assertThat(path()).isEqualTo("/errors/aitbc/JOB_NOT_FOUND"));
	}

	@Test
	void searchFindsCodesOfAllContracts() {
		open("/joule/timeout");
		browser.find(By.id("search")).sendKeys("job deadline");
		await(() -> assertThat(texts(".codes a")).containsExactly("JOB_EXPIRED"));
		assertThat(path() + query()).isEqualTo("/errors?q=job%20deadline");
		assertThat(texts(".tabs a")).contains("All 1", "joule 0", "aitbc 1");
		assertThat(browser.find(By.id("said")).getDomProperty("textContent")).isEqualTo("1 code");
		browser.find(By.partialLinkText("aitbc")).click();
		assertThat(path() + query()).isEqualTo("/errors/aitbc?q=job+deadline");
		assertThat(texts(".codes a")).containsExactly("JOB_EXPIRED");
		clear(browser.find(By.id("search")));
		await(() -> assertThat(texts("h1")).containsExactly("Error codes"));
		assertThat(path() + query()).isEqualTo("/errors");
		browser.find(By.id("search")).sendKeys("paymnt");
		await(() -> assertThat(texts(".nothing")).containsExactly("Did you mean:"));
		assertThat(texts(".codes a")).contains("PAYMENT_FAILED");
		browser.find(By.cssSelector(".codes a")).click();
		browser.driver().navigate().back();
		await(() -> assertThat(texts(".codes a")).contains("PAYMENT_FAILED"));
		assertThat(browser.find(By.id("search")).getDomProperty("value")).isEqualTo("paymnt");
	}

	@Test
	void whatWasPastedStaysOutOfTheAddress() {
		open("");
		paste("{\"code\": \"JOB_EXPIRED\", \"secret\": \"x\"}");
		await(() -> assertThat(query()).isEqualTo("?q=JOB_EXPIRED"));
		assertThat(texts(".codes a")).containsExactly("JOB_EXPIRED");
	}

	@Test
	void searchDoesNotMove() {
		open("/aitbc");
		Object place = browser.run("return document.querySelector('.search').getBoundingClientRect().top");
		browser.find(By.id("search")).sendKeys("zzzz");
		await(() -> assertThat(texts("h1")).containsExactly("No matching code"));
		assertThat(browser.run("return document.querySelector('.search').getBoundingClientRect().top"))
			.isEqualTo(place);
		assertThat(browser.run("return document.documentElement.clientWidth")).isNotNull();
	}

	@Test
	void tabsLeadFromContractToContract() {
		open("");
		assertThat(texts(".tabs a")).containsExactlyInAnyOrder("All 95", "default 53", "joule 13", "engine 7",
				"gpuoutlet 25", "contrib 19", "aitbc 31");
		assertThat(texts(".tabs a")).first().isEqualTo("All 95");
		assertThat(texts(".tabs a")).last().isEqualTo("default 53");
		browser.find(By.partialLinkText("aitbc")).click();
		assertThat(path()).isEqualTo("/errors/aitbc");
		assertThat(browser.find(By.tagName("h1")).getText()).isEqualTo("aitbc");
		assertThat(texts(".group")).containsExactly("AUTH", "JOB", "VALIDATION", "MINER", "RECEIPT", "RATE", "PAYMENT",
				"SYSTEM");
		browser.find(By.linkText("errata-sample-app")).click();
		assertThat(path()).isEqualTo("/errors");
	}

	@Test
	void codesAreSorted() {
		open("/aitbc");
		browser.find(By.linkText("status")).click();
		assertThat(query()).isEqualTo("?sort=status");
		assertThat(texts(".group")).startsWith("400 Bad Request", "401 Unauthorized")
			.endsWith("503 Service Unavailable");
		browser.find(By.linkText("name")).click();
		assertThat(texts(".codes a")).isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER).hasSize(31);
	}

	@Test
	void standardCodesAreFolded() {
		open("/default");
		assertThat(browser.shown(".codes a")).isEmpty();
		browser.find(By.cssSelector(".standard summary")).click();
		assertThat(browser.shown(".codes a")).hasSize(53);
		open("");
		browser.find(By.linkText("53 standard codes")).click();
		assertThat(path()).isEqualTo("/errors/default");
		assertThat(browser.shown(".codes a")).hasSize(53);
	}

	@Test
	void codeTellsAllThatIsKnown() {
		open("/joule/service_unavailable");
		assertThat(browser.find(By.cssSelector("article")).getText()).contains("503",
				"This region is degraded at the moment.", "What happened",
				"A node or a whole region does not work as it should.", "What to do", "Try again after the pause;",
				"Retry after 10 seconds.", "Example response");
		assertThat(browser.find(By.cssSelector(".example pre")).getText()).isEqualTo("""
				HTTP/1.1 503 Service Unavailable
				Content-Type: application/json
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
		open("/joule/insufficient_balance");
		assertThat(browser.find(By.cssSelector(".facts")).getDomProperty("textContent")).contains("Exit code10");
	}

	@Test
	void codeHasAnAddressOfItsOwn() {
		open("/joule/timeout");
		assertThat(browser.find(By.tagName("h1")).getText()).startsWith("timeout");
		assertThat(browser.find(By.cssSelector(".told")).getText())
			.contains("Ask for fewer tokens, send smaller pieces, or stream.");
		browser.find(By.cssSelector(".crumbs a")).click();
		assertThat(path()).isEqualTo("/errors/joule");
		browser.find(By.linkText("conflict")).click();
		assertThat(path()).isEqualTo("/errors/joule/conflict");
		open("/contrib/internal_error");
		assertThat(path()).isEqualTo("/errors/contrib/INTERNAL_ERROR");
		open("/JOB-NOT-FOUND");
		assertThat(path()).isEqualTo("/errors/aitbc/JOB_NOT_FOUND");
		open("/conflict");
		assertThat(texts("h2")).containsExactlyInAnyOrder("default", "joule", "engine");
	}

	@Test
	void unknownCodeLeadsToTheNearest() {
		open("/job_not_fond");
		assertThat(texts("h1")).containsExactly("Not found");
		browser.find(By.linkText("JOB_NOT_FOUND")).click();
		assertThat(path()).isEqualTo("/errors/aitbc/JOB_NOT_FOUND");
		browser.complaints();
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
		browser.find(By.cssSelector("[aria-label='Copy TypeScript']")).click();
		await(() -> assertThat(browser.find(By.id("said")).getDomProperty("textContent"))
			.isEqualTo("TypeScript: Copied"));
		Object copied = browser.driver()
			.executeAsyncScript("const done = arguments[0]; navigator.clipboard.readText().then(done, done)");
		assertThat(copied.toString()).contains("\"timeout\"");
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
			"/default, default", "?q=job, search", "/nothing_like_it, missing", "/conflict, choice", "/guide, guide" })
	void nothingSticksOutOfAPhone(String page, String name) {
		browser.size(360, 740);
		open(page);
		browser.complaints();
		browser.run("document.querySelectorAll('details').forEach((it) => it.open = true)");
		assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
		browser.run("document.querySelectorAll('details').forEach((it) => it.open = false)");
		assertThat((Number) browser.run("return document.querySelector('#search').getBoundingClientRect().bottom"))
			.extracting(Number::intValue)
			.satisfies((bottom) -> assertThat(bottom).isLessThan(120));
		browser.run("window.scrollTo(0, 2000)");
		assertThat(browser.find(By.id("search")).isDisplayed()).isTrue();
		browser.picture("phone-" + name);
	}

	@ParameterizedTest
	@CsvSource({ "'', false", "'', true", "/joule, false", "/joule, true", "/contrib?sort=status, false",
			"/engine/internal_error, true", "/engine/internal_error, false", "/default, true", "?q=job, false",
			"?q=zzzz, true", "?q=paymnt, false", "/nothing_like_it, false", "/conflict, true", "/guide, false",
			"/guide, true" })
	void pageIsAccessible(String page, boolean dark) throws IOException {
		browser.dark(dark);
		open(page);
		browser.complaints();
		browser.run("document.querySelectorAll('details').forEach((it) => it.open = true)");
		assertAccessible();
		browser.run("window.scrollTo(0, 0)");
		browser.picture((dark ? "dark" : "light") + page.replaceAll("[^a-z_]", "-"));
	}

	@Test
	void resultsThatCameWhileTypingAreAccessible() throws IOException {
		open("/joule");
		browser.find(By.id("search")).sendKeys("job");
		await(() -> assertThat(texts(".codes a")).contains("JOB_EXPIRED"));
		assertAccessible();
	}

	private static void assertAccessible() throws IOException {
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
	}

	@Test
	void keyboardIsEnough() {
		open("/joule");
		press(Keys.TAB);
		assertThat(focused()).isEqualTo("Skip to the content");
		press("/");
		assertThat(browser.driver().switchTo().activeElement().getDomAttribute("id")).isEqualTo("search");
		press("timeout");
		await(() -> assertThat(query()).isEqualTo("?q=timeout"));
		press(Keys.ARROW_DOWN);
		assertThat(focused()).isEqualTo("timeout");
		press("/");
		press("joule/timeout");
		press(Keys.ENTER);
		await(() -> assertThat(path()).isEqualTo("/errors/joule/timeout"));
		for (int i = 0; i < 12 && !focused().equals("Try it"); i++) {
			press(Keys.TAB);
		}
		press(Keys.ENTER);
		await(() -> assertThat(texts(".answer pre")).singleElement().asString().startsWith("HTTP 504"));
	}

	@Test
	void printShowsWhatIsFolded() {
		open("/default");
		browser.media("print");
		try {
			assertThat(browser.shown(".codes a")).hasSize(53);
			assertThat(browser.shown(".search, .tabs, .about")).isEmpty();
			assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
				.isEqualTo("rgb(255, 255, 255)");
			browser.picture("print");
		}
		finally {
			browser.media("");
		}
	}

	@Test
	void statusesAndTabsAreSeenInForcedColors() {
		browser.driver()
			.executeCdpCommand("Emulation.setEmulatedMedia",
					Map.of("features", List.of(Map.of("name", "forced-colors", "value", "active"))));
		open("/joule");
		assertThat(browser.run("return getComputedStyle(document.querySelector('.s4')).borderTopStyle"))
			.isEqualTo("solid");
		assertThat(browser.run("return [...document.querySelectorAll('.tabs a')]"
				+ ".filter((it) => getComputedStyle(it).borderBottomStyle === 'solid').length"))
			.isEqualTo(1L);
		browser.picture("forced-colors");
	}

	@Test
	void pageCanBeUsedWithoutScripts() {
		browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
		try {
			open("/joule");
			browser.picture("without-scripts");
			browser.find(By.id("search")).sendKeys("job", Keys.ENTER);
		}
		finally {
			browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
		}
		await(() -> assertThat(texts(".codes a")).contains("JOB_EXPIRED"));
		browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
		try {
			browser.find(By.id("search"))
				.sendKeys(Keys.chord(Keys.CONTROL, "a"), "{\"code\": \"job-expired\"}", Keys.ENTER);
		}
		finally {
			browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
		}
		await(() -> assertThat(path()).isEqualTo("/errors/aitbc/JOB_EXPIRED"));
	}

	private static void await(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(10)).ignoreExceptions().untilAsserted(assertion);
	}

	/**
	 * Put a text into the search at once, as from a clipboard.
	 */
	private static void paste(String text) {
		browser.find(By.id("search")).click();
		browser.driver().executeCdpCommand("Input.insertText", Map.of("text", text));
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
