package dev.errata.browser;

import java.util.List;

import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The guide for clients, and the changes of codes, on a real port.
 */
class ArticlesWireTests extends EveryStackTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), "spring.application.name=shop",
				"spring.application.version=1.10.0", "errata.codes.order_shipped.status=409",
				"errata.codes.order_shipped.retryable=false", "errata.codes.order_shipped.deprecated.use=order_closed",
				"errata.codes.order_closed=409", "errata.codes.warehouse_down.status=503",
				"errata.codes.warehouse_down.retryable=true", "errata.codes.warehouse_down.retry-after=30s",
				"errata.idempotency.enabled=true", "errata.idempotency.store=memory",
				"errata.idempotency.rules.orders.paths=/orders/**", "errata.idempotency.rules.orders.methods=POST",
				"errata.quota.preset=ratelimit");
	}

	@Test
	void guideTellsWhatIsConfigured() {
		Answer markdown = answer(get("/errors/guide.md"));
		assertThat(markdown.header("Content-Type")).isEqualToIgnoringCase("text/markdown;charset=UTF-8");
		assertThat(markdown.body()).startsWith("# How to handle errors of shop\n")
			.contains("\n- **Code:** the member `code` says what happened.",
					"\n| [`warehouse_down`](../errors/default/warehouse_down) | 503 | 30 s |\n",
					"\nThese fail again however often they are sent: "
							+ "[`order_shipped`](../errors/default/order_shipped)",
					"\n| POST | `/orders/**` | optional | 24 h |\n", "`RateLimit`",
					"\n- [`order_shipped`](../errors/default/order_shipped): deprecated, use order\\_closed\n",
					"[TypeScript types](../errors/default.ts)");
		Answer page = answer(get("/errors/guide").header("Accept: text/html"));
		assertThat(page.header("Content-Security-Policy")).isNotNull();
		assertThat(page.body()).contains("<h1>How to handle errors of shop</h1>", "<h2>Retries</h2>",
				"<td><a href=\"../errors/default/warehouse_down\"><code>warehouse_down</code></a></td>\n<td>503</td>",
				"deprecated, use order_closed", "aria-current=\"page\">Guide</a>")
			.doesNotContain("`", "{{", "<strong></strong>");
	}

	@Test
	void changesAreThoseBetweenSnapshots() {
		Answer markdown = answer(get("/errors/changes.md"));
		assertThat(markdown.body()).isEqualTo("""
				# Changes of the error codes of shop

				## Unreleased

				- **Added** [`warehouse_down`](../errors/default/warehouse_down)
				- **Deprecated** [`order_shipped`](../errors/default/order_shipped): use order\\_closed

				## 1.10.0

				- **Added** [`order_closed`](../errors/default/order_closed)
				- **Changed** [`order_shipped`](../errors/default/order_shipped): status 409 instead of 410
				- **Removed** `order_lost`

				## 1.9.0

				The first version of this list.

				""");
		Answer page = answer(get("/errors/changes").header("Accept: text/html"));
		assertThat(page.body()).contains("<h2>1.10.0</h2>",
				"<li><strong>Removed</strong> <code>order_lost</code></li>");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	static class Application {

	}

}
