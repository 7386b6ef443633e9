package dev.errata.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.InEveryStack;
import dev.errata.wire.Service;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Static error pages of the application, which browsers get in every stack.
 */
@Tag("full")
@InEveryStack
class ErrorPageWireTests {

	private static final String HTML = "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";

	private static final String PAGES = "spring.web.resources.static-locations=";

	@Parameter
	private Service.Container container;

	private Service start(String... properties) {
		return Service.start(this.container, false, List.of(Application.class), properties);
	}

	private static String shown(Service service, String target) {
		return service.answer(get(target).header(HTML)).body();
	}

	@Test
	void pageOfASeries() {
		try (Service service = start(PAGES + "classpath:/pages/", "spring.web.error.whitelabel.enabled=false")) {
			Answer answer = service.answer(get("/reason").header(HTML));
			assertThat(answer.body()).isEqualTo("<h1>their 4xx</h1>\n");
			assertThat(answer.status()).isEqualTo(410);
			assertThat(shown(service, "/fail")).contains("\"code\":\"internal_error\"");
			assertThat(service.answer(Exchange.of("HEAD", "/reason").header(HTML)).status()).isEqualTo(410);
		}
	}

	@Test
	void programsGetTheEnvelope() {
		try (Service service = start(PAGES + "classpath:/pages/")) {
			for (String accept : List.of("*/*", "application/json", "application/json, text/plain, */*",
					"application/json, text/html;q=0", "Text/HTML ; q=0.0, */*")) {
				Answer answer = service.answer(get("/reason").header("Accept: " + accept));
				assertThat(answer.body()).contains("\"code\":\"gone\"");
				assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
			}
		}
	}

	@Test
	void pageThatIsAddedIsSeen(@TempDir Path pages) throws IOException {
		try (Service service = start(PAGES + pages.toUri())) {
			assertThat(shown(service, "/reason")).contains("\"code\":\"gone\"");
			Files.createDirectory(pages.resolve("error"));
			Files.writeString(pages.resolve("error/4xx.html"), "of the series");
			await().untilAsserted(() -> assertThat(shown(service, "/reason")).isEqualTo("of the series"));
			Files.writeString(pages.resolve("error/410.html"), "of the status");
			await().untilAsserted(() -> assertThat(shown(service, "/reason")).isEqualTo("of the status"));
		}
	}

	@Test
	void pageThatIsAddedIsSeenAtOnceDuringDevelopment(@TempDir Path pages) throws IOException {
		try (Service service = start(PAGES + pages.toUri(), "spring.template.provider.cache=false")) {
			assertThat(shown(service, "/reason")).contains("\"code\":\"gone\"");
			Files.createDirectory(pages.resolve("error"));
			Files.writeString(pages.resolve("error/410.html"), "of the status");
			assertThat(shown(service, "/reason")).isEqualTo("of the status");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ShopFailures.class)
	static class Application {

	}

}
