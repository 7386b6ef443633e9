package dev.errata.browser;

import java.util.List;

import com.example.catalog.PublicCatalog;
import com.example.catalog.PublicReactiveCatalog;
import dev.errata.wire.Answer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may read the catalog of a service with Spring Security.
 */
class CatalogSecurityWireTests {

	private static final List<String> PATHS = List.of("/errors", "/errors.ts", "/errors/default",
			"/errors/default/not_found", "/errors/guide", "/errors?q=not");

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "NETTY" })
	void catalogIsClosedToStrangersByDefault(Container container) {
		try (Service service = Service.start(container, true, List.of(Application.class),
				"spring.security.user.password=secret")) {
			for (String path : PATHS) {
				Answer answer = service.answer(get(path));
				assertThat(answer.status()).as(path).isEqualTo(401);
				assertThat(answer.body()).as(path).contains("\"code\":\"credentials_missing\"");
			}
			assertThat(service.answer(get("/errors/-/x.css")).status()).isEqualTo(401);
			Answer page = service
				.answer(get("/errors").header("Accept: text/html").header("Authorization: Basic dXNlcjpzZWNyZXQ="));
			assertThat(page.status()).isEqualTo(200);
			assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
			assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "NETTY" })
	void catalogCanBePublished(Container container) {
		Class<?> rule = container.isReactive() ? PublicReactiveCatalog.class : PublicCatalog.class;
		try (Service service = Service.start(container, true, List.of(Application.class, rule))) {
			for (String path : PATHS) {
				Answer answer = service.answer(get(path).header("Accept: text/html"));
				assertThat(answer.status()).as(path).isEqualTo(200);
				String script = answer.body().replaceFirst("(?s).*<script src=\"[./]*(errors/-/[^\"]+)\".*", "/$1");
				if (path.equals("/errors")) {
					assertThat(service.answer(get(script)).status()).isEqualTo(200);
				}
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
