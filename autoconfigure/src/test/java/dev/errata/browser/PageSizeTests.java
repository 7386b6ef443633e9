package dev.errata.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import dev.errata.browser.changes.ReleaseHistory;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.web.Mappings;
import dev.errata.web.OperationCodes;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The size of the pages, for networks that are slow.
 */
class PageSizeTests {

	@Test
	void aHundredCodesTakeLessThanSixtyKilobytes() {
		List<String> codes = new ArrayList<>();
		IntStream.range(0, 100)
			.mapToObj((number) -> "errata.codes.payment_declined_" + number + ".")
			.forEach((code) -> {
				codes.add(code + "status=402,503");
				codes.add(code + "family=payment");
				codes.add(code + "message=The card was declined by its bank.");
				codes.add(code + "meaning=The bank that has issued the card does not accept this payment.");
				codes.add(code + "fix=Ask the customer for another card, or to call the bank.");
				codes.add(code + "at.503.retryable=true");
				codes.add(code + "at.503.retry-after=30s");
			});
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class))
			.withPropertyValues(codes.toArray(String[]::new))
			.run((context) -> {
				CatalogHtml html = html(context.getBean(Contracts.class), context);
				assertThat(html.all(SortOrder.FAMILY).length()).isBetween(30_000, 60_000);
				assertThat(html.found("payment", html.search().find("payment"), null, 0).length()).isLessThan(60_000);
			});
	}

	private static CatalogHtml html(Contracts contracts, BeanFactory beans) {
		CatalogSources sources = new CatalogSources(contracts, "/errors", ServiceInfo.UNKNOWN, TryIt.NONE,
				new ReleaseHistory(contracts, null, null), List::of, new CodeOperations(contracts, true,
						beans.getBeanProvider(Mappings.class), beans.getBeanProvider(OperationCodes.class)),
				null);
		return new CatalogHtml(sources, new Templates(), new CatalogAssets(), "", Locale.ROOT);
	}

}
