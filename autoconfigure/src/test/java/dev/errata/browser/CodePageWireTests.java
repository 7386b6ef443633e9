package dev.errata.browser;

import java.util.List;

import dev.errata.openapi.Raises;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of a code on a real port: what the application knows of it.
 */
class CodePageWireTests extends EveryStackTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), "errata.codes.order_shipped.status=409",
				"errata.codes.order_shipped.family=order", "errata.codes.order_closed.status=409",
				"errata.codes.order_closed.family=order", "errata.codes.busy.status=500,503",
				"errata.codes.busy.at.503.retryable=true", "errata.codes.input.status=422",
				"errata.codes.input.replaces=validation_failed", "errata.browser.counts=true");
	}

	@Test
	void operationsAreThoseThatRaiseTheCode() {
		assertThat(page("order_shipped"))
			.contains("<li><code>DELETE /orders/{id}</code></li>",
					"curl -i --fail-with-body -X DELETE &#39;https://api.example.com/orders/{id}&#39;")
			.doesNotContain("GET /orders/{id}");
		assertThat(page("internal_error")).contains("All of them.");
		assertThat(page("order_closed")).doesNotContain("Operations that can end with it");
	}

	@Test
	void relatedCodesAreThoseOfTheFamily() {
		assertThat(page("order_shipped")).contains("<dt>Same family</dt><dd>"
				+ "<a href=\"../../errors/default/order_closed\"><code>order_closed</code></a> </dd>");
		assertThat(page("input")).contains("<dt>Stands for</dt><dd><code>validation_failed</code> </dd>");
	}

	@Test
	void retryIsSaidOfTheStatus() {
		assertThat(answer(get("/errors").header("Accept: text/html")).body())
			.contains("<b class=\"s5\">500</b><b class=\"s5\">503</b><i>retry</i></span>");
	}

	@Test
	void exampleOfAnInputHasOne() {
		assertThat(page("input")).contains("&quot;errors&quot;: [", "&quot;field&quot;: &quot;");
		assertThat(page("order_shipped")).doesNotContain("&quot;errors&quot;: [");
	}

	@Test
	void sentCodesAreCounted() {
		assertThat(page("not_acceptable")).contains("Not sent since the service has started.");
		answer(get("/nowhere"));
		String before = page("not_found");
		assertThat(before).contains("since the service has started, last at 20");
		answer(get("/nowhere"));
		assertThat(page("not_found")).isNotEqualTo(before).containsPattern("Sent [2-9] times since");
	}

	private String page(String code) {
		return answer(get("/errors/default/" + code).header("Accept: text/html")).body();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Orders.class)
	static class Application {

	}

	@RestController
	static class Orders {

		@DeleteMapping("/orders/{id}")
		@Raises("order_shipped")
		String cancel(@PathVariable("id") long id) {
			return "cancelled";
		}

		@GetMapping("/orders/{id}")
		String find(@PathVariable("id") long id) {
			return "found";
		}

	}

}
