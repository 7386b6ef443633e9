package dev.errata.browser;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.errata.browser.changes.ReleaseHistory;
import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.envelope.ErrorEnvelope;
import dev.errata.error.ApiError;
import dev.errata.web.Mappings;
import dev.errata.web.OperationCodes;
import dev.errata.web.WebAutoConfiguration;
import dev.errata.web.servlet.WebServletAutoConfiguration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Texts that would rather be something else, and names that nobody is to see.
 */
class HostileCatalogTests {

	private static final String EVIL = "</script><script>alert(1)</script> \" ' ` & | \\ <img src=x onerror=alert(2)>"
			+ " --> */ $x {{curly}} [link](javascript:alert(3)) \n\r\t\0 end";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BrowserAutoConfiguration.class, ContractAutoConfiguration.class,
				WebAutoConfiguration.class, WebServletAutoConfiguration.class))
		.withBean("evil", CatalogEntry.class,
				() -> CatalogEntry.of("evil:a/b.ts",
						(entry) -> entry.status(409, 503)
							.family(EVIL)
							.title(EVIL)
							.message(EVIL)
							.meaning(EVIL)
							.fix(EVIL)
							.docs("javascript:alert(4)")
							.exceptions(TimeoutException.class)
							.constraints("Size.secretField")))
		.withBean("linked", CatalogEntry.class, () -> CatalogEntry.of("linked",
				(entry) -> entry.status(409).docs("https://example.com/'onmouseover='alert(5)'?a&b")));

	@Test
	void pagesHoldNoMarkupOfTheAuthor() {
		withContract((contracts, contract, entry) -> {
			CatalogHtml html = html(contracts, TryIt.of("/raise/{code}"));
			for (String page : List.of(html.contract(contract, 1, SortOrder.FAMILY), html.code(contract, entry),
					html.found(EVIL, html.search().find(EVIL), null, 0), html.missing(EVIL, 1),
					html.article("guide", articles(contracts).guide()))) {
				assertThat(page.split("<script", -1)).as("one script, ours").hasSize(2);
				assertThat(page).doesNotContain("<img", "alert(1)</script>", "href=\"javascript:")
					.contains("&lt;img src=x onerror=alert(2)&gt;");
				assertThat(page.chars().filter((c) -> c < ' ' && c != '\n' && c != '\t')).isEmpty();
				assertThatAttributesAreQuoted(page);
			}
			assertThat(html.code(contract, entry)).contains("javascript:alert(4)");
			assertThat(html.code(contract, contract.catalog().find("linked")))
				.contains("href=\"https://example.com/&#39;onmouseover=&#39;alert(5)&#39;?a&amp;b\" rel=");
		});
	}

	private static void assertThatAttributesAreQuoted(String page) {
		// what stands between '<' and '>' is made of names and quoted values alone
		Matcher tag = Pattern.compile("<(?!!DOCTYPE)[^>]*>").matcher(page);
		while (tag.find()) {
			assertThat(tag.group()).matches("</?[a-z0-9]+( [a-z-]+(=\"[^\"<>]*\")?)*>");
		}
	}

	@Test
	void tableHasOneRowForEachStatus() {
		withContract((contracts, contract, entry) -> {
			List<String> rows = new CatalogMarkdown("", Locale.ROOT).of(List.of(contract))
				.lines()
				.filter((line) -> line.startsWith("| `evil"))
				.toList();
			assertThat(rows).hasSize(2);
			assertThat(rows).allSatisfy((row) -> {
				assertThat(row.split("(?<!\\\\)\\|", -1)).hasSize(10);
				assertThat(row).doesNotContain("<img").contains("&#60;img src=x onerror=alert(2)&#62;", "\\[link\\]");
			});
		});
	}

	@Test
	void typesStayText() {
		withContract((contracts, contract, entry) -> {
			String types = new ClientTypes(contracts.all()).of(List.of(contract));
			String family = types.lines().filter((line) -> line.contains("alert(1)")).findFirst().orElseThrow();
			assertThat(JsonMapper.shared().readValue(family.substring("\t| ".length()), String.class)).isEqualTo(EVIL);
			assertThat(types).contains("\"evil:a/b.ts\": 409 | 503;");
			assertThat(types.split("\\*/", -1)).as("five comments of ours, and the text").hasSize(6);
		});
	}

	@Test
	void snippetsAreNotLeft() {
		withContract((contracts, contract, entry) -> {
			ClientSnippets snippets = new ClientSnippets(contract, EnvelopeShape.of(contract),
					new ClientTypes(contracts.all()), new Templates(), true);
			for (PageModel.Snippet snippet : snippets.of(entry, "POST", "https://example.com/'x'")) {
				assertThat(snippet.text().lines().filter((line) -> line.contains("alert")))
					.allSatisfy((line) -> assertThat(line).matches("\\s+(//|#) .*").doesNotContain("\\"));
			}
		});
	}

	@Test
	void nothingOfJavaIsShown() {
		withContract((contracts, contract, entry) -> {
			CatalogView view = new CatalogView(contracts, "", Locale.ROOT);
			CatalogDocuments documents = new CatalogDocuments(contracts, view, new CatalogMarkdown("", Locale.ROOT),
					html(contracts, TryIt.NONE), articles(contracts));
			for (CatalogFormat format : CatalogFormat.values()) {
				assertThat(new String(documents.all(format, SortOrder.FAMILY).body())).as(format.name())
					.doesNotContain("TimeoutException", "java.util", "dev.errata", "secretField");
			}
		});
	}

	@Test
	void envelopeOfAnotherMakingIsShownAsItIs() {
		this.runner.withBean(ErrorEnvelope.class, PlainEnvelope::new).run((context) -> {
			Contracts contracts = context.getBean(Contracts.class);
			Contract contract = contracts.all().get(0);
			String page = html(contracts, TryIt.NONE).code(contract, contract.catalog().find("not_found"));
			assertThat(page).contains("&lt;error&gt;not_found&lt;/error&gt;").doesNotContain("TypeScript</summary>");
			assertThat(new ClientTypes(contracts.all()).of(contracts.all()))
				.contains("export type DefaultError = unknown;");
			assertThat(EnvelopeShape.of(contract).schema()).containsOnlyKeys("$schema", "title");
		});
	}

	private static CatalogArticles articles(Contracts contracts) {
		return new CatalogArticles(sources(contracts, TryIt.NONE), new Templates(), "", Locale.ROOT);
	}

	private static CatalogHtml html(Contracts contracts, TryIt tryIt) {
		return new CatalogHtml(sources(contracts, tryIt), new Templates(), new CatalogAssets(), "", Locale.ROOT);
	}

	private static CatalogSources sources(Contracts contracts, TryIt tryIt) {
		return new CatalogSources(contracts, "/errors", ServiceInfo.UNKNOWN, tryIt,
				new ReleaseHistory(contracts, null, null), List::of,
				new CodeOperations(contracts, true, new DefaultListableBeanFactory().getBeanProvider(Mappings.class),
						new DefaultListableBeanFactory().getBeanProvider(OperationCodes.class)),
				null);
	}

	private void withContract(Scenario scenario) {
		this.runner.run((context) -> {
			Contracts contracts = context.getBean(Contracts.class);
			Contract contract = contracts.all().get(0);
			scenario.run(contracts, contract, contract.catalog().find("evil:a/b.ts"));
		});
	}

	private interface Scenario {

		void run(Contracts contracts, Contract contract, CatalogEntry entry);

	}

	private static final class PlainEnvelope implements ErrorEnvelope {

		@Override
		public String mediaType() {
			return "application/xml";
		}

		@Override
		public byte[] render(ApiError error) {
			return ("<error>" + error.code() + "</error>").getBytes();
		}

	}

}
