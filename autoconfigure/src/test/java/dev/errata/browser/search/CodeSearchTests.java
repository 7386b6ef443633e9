package dev.errata.browser.search;

import java.util.List;
import java.util.Locale;

import dev.errata.browser.search.SearchResult.Kind;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CodeSearch}.
 */
class CodeSearchTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class))
		.withPropertyValues("errata.codes.order_shipped.status=409",
				"errata.codes.order_shipped.message=The order has left the house.",
				"errata.codes.payment_unavailable.status=503", "errata.codes.payment_unavailable.retryable=true",
				"errata.codes.conflict=409", "errata.contracts.v1.paths=/v1/**", "errata.contracts.v1.closed=true",
				"errata.contracts.v1.envelope.body={\"error\":{\"kind\":\"{code}\",\"text\":\"{message}\"}}",
				"errata.contracts.v1.codes.not_found.status=404",
				"errata.contracts.v1.codes.not_found.replaces=client_error",
				"errata.contracts.v1.codes.JOB_NOT_FOUND=404", "errata.contracts.v1.codes.internal_error.status=500",
				"errata.contracts.v1.codes.internal_error.replaces=server_error");

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					# typed
					order_shipped                                   | WORDS   | default/order_shipped
					ORDER-SHIPPED                                   | WORDS   | default/order_shipped
					order shipped                                   | WORDS   | default/order_shipped
					shipp                                           | WORDS   | default/order_shipped
					left house                                      | WORDS   | default/order_shipped
					retryable 503                                   | WORDS   | default/payment_unavailable
					paymnt                                          | SIMILAR | default/payment_unavailable
					oder_shiped                                     | SIMILAR | default/order_shipped
					paymnt unavail                                  | SIMILAR | default/payment_unavailable
					# pasted
					{"code":"order_shipped","status":409}           | PASTED  | default/order_shipped
					{"error":{"kind":"not_found","text":"x"}}       | PASTED  | v1/not_found
					{"type":"https://example.com/errors/v1/not_found","title":"Conflict"} | PASTED | v1/not_found
					{"code":"payment_unavailable","message":"cut o  | PASTED  | default/payment_unavailable
					"code": "order_shipped"                         | PASTED  | default/order_shipped
					X-Error-Code: JOB_NOT_FOUND                     | PASTED  | v1/JOB_NOT_FOUND
					https://example.com/errors/v1/job_not_found     | PASTED  | v1/JOB_NOT_FOUND
					2026-01-01 12:00 ERROR [main] POST /orders ended with 503 payment_unavailable [6f1c2a34] | PASTED | default/payment_unavailable
					{\\"code\\":\\"order_shipped\\"}                | PASTED  | default/order_shipped
					""")
	void findsOneCodeFirst(String query, Kind kind, String first) {
		SearchResult result = find(query);
		assertThat(result.kind()).isEqualTo(kind);
		assertThat(names(result)).first().isEqualTo(first);
	}

	@Test
	void pathOfTheRequestTellsTheContract() {
		assertThat(names(find("GET /v1/x ended with 404 not_found [id]"))).startsWith("v1/not_found");
		assertThat(names(find("GET /x ended with 404 not_found [id]"))).startsWith("default/not_found");
	}

	@Test
	void nameOfACodeBeatsAWordOfProse() {
		assertThat(names(find("{\"title\": \"conflict\", \"code\": \"order_shipped\"}")))
			.containsExactly("default/order_shipped");
		assertThat(names(find("code: order_shipped, title: conflict"))).containsExactly("default/order_shipped",
				"v1/order_shipped");
		assertThat(names(find("HTTP/1.1 409 Conflict"))).startsWith("default/order_shipped", "default/conflict");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "zzzzzz", "{}", "{\"a\":1}", "\0\"><script>", "ßßßß" })
	void findsNothing(String query) {
		assertThat(find(query).hits()).isEmpty();
	}

	@Test
	void codesAreFoundByName() {
		this.runner.run((context) -> {
			CodeSearch search = new CodeSearch(context.getBean(Contracts.class), (contract) -> List.of(), Locale.ROOT);
			assertThat(search.named("Not-Found")).hasSize(2);
			assertThat(search.named("nope")).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "a-", "[", "{\"a\":", "a/b:c.d ", "x", "código ", "404 " })
	@Timeout(60)
	void hugeTextsDoNotHang(String piece) {
		assertThat(find(piece.repeat(100_000)).hits()).hasSizeLessThan(100);
	}

	private SearchResult find(String query) {
		SearchResult[] result = new SearchResult[1];
		this.runner.run((context) -> result[0] = new CodeSearch(context.getBean(Contracts.class),
				(contract) -> contract.isDefault() ? List.of("code") : List.of("error", "kind"), Locale.ROOT)
			.find(query));
		return result[0];
	}

	private static List<String> names(SearchResult result) {
		return result.hits().stream().map((hit) -> hit.contract().name() + "/" + hit.entry().code()).toList();
	}

}
