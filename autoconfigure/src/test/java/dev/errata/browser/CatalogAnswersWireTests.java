package dev.errata.browser;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same catalog, byte for byte, whatever the web stack.
 */
class CatalogAnswersWireTests {

	/** Of the transfer, and each container's own. */
	private static final List<String> OF_THE_CONTAINER = List.of("Date", "Connection", "Keep-Alive");

	private static Service servlet;

	private static Service reactive;

	@BeforeAll
	static void start() {
		servlet = start(Container.TOMCAT);
		reactive = start(Container.NETTY);
	}

	private static Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), "server.servlet.context-path=/shop",
				"spring.webflux.base-path=/shop", "errata.browser.try-it=/raise/{code}",
				"errata.contracts.v1.paths=/v1/**", "errata.codes.sold_out.status=409,410",
				"errata.codes.sold_out.message.en=All gone.", "errata.codes.sold_out.message.de=Alles weg.",
				"errata.codes.[a/b:c].status=411");
	}

	@AfterAll
	static void stop() {
		servlet.close();
		reactive.close();
	}

	static Stream<Exchange> requests() {
		return Stream
			.of("/errors", "/errors.json", "/errors.md", "/errors.ts", "/errors.schema.json", "/errors.html",
					"/errors/v1", "/errors/v1.ts", "/errors/v1.md", "/errors/v9", "/errors/default/sold_out",
					"/errors/default/SOLD-OUT", "/errors/default/a/b:c", "/errors/default/a/b/c", "/errors/v1/sold_out",
					"/errors/default/nothing", "/errors/-/x.css", "/errors/", "/errors//v1")
			.map("/shop"::concat)
			.flatMap((path) -> Stream.of(get(path), of("HEAD", path), get(path).header("Accept: text/html"),
					get(path).header("Accept: text/markdown;q=0.5, text/html;q=0.4")
						.header("Accept-Language: de-AT, en"),
					get(path).header("Accept: nonsense").header("Accept-Language: ;;"),
					get(path).header("If-None-Match: *"), get(path).header("If-Match: \"x\""), of("OPTIONS", path),
					get(path).header("Origin: https://elsewhere.example"), of("POST", path), of("DELETE", path)));
	}

	@ParameterizedTest
	@MethodSource("requests")
	void answerIsTheSame(Exchange request) {
		Answer answer = reactive.answer(request);
		Answer expected = servlet.answer(request);
		assertThat(answer.body()).isEqualTo(expected.body());
		assertThat(answer.status()).isEqualTo(expected.status());
		assertThat(answer.whole()).isTrue();
		assertThat(headers(answer)).isEqualTo(headers(expected));
	}

	private static Map<String, List<String>> headers(Answer answer) {
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(answer.headers());
		OF_THE_CONTAINER.forEach(headers::remove);
		return headers;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
