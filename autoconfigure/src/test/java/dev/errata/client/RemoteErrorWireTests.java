package dev.errata.client;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import feign.Feign;
import feign.RequestLine;
import feign.Retryer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the errors of another service become when they are thrown on.
 */
@ExtendWith(OutputCaptureExtension.class)
class RemoteErrorWireTests extends EveryStackTests {

	private static final String CODES = "errata.clients.shop.contract.codes.";

	private static ScriptedServer server;

	@BeforeAll
	static void startServer() {
		server = ScriptedServer.start();
	}

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE,
				"spring.reactor.context-propagation=auto", "errata.clients.shop.url=" + server.url(),
				CODES + "busy=503", CODES + "sold_out=409", CODES + "unauthorized=401", CODES + "told=400",
				CODES + "wait=503", "errata.clients.shop.translate.sold_out=out_of_stock",
				"errata.clients.shop.translate.wait=later", "errata.clients.shop.translate.told=invalid",
				"errata.clients.shop.expose-message=TOLD,busy", "errata.codes.out_of_stock.status=409",
				"errata.codes.out_of_stock.message=Gone.", "errata.codes.gone_there.status=404",
				"errata.codes.gone_there.exceptions=org.springframework.web.client.HttpClientErrorException$Gone",
				"errata.codes.later=503", "errata.codes.invalid=422", "logging.level.errata.client=debug",
				"logging.level.errata.failure=debug");
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	/** What handlers may do: wait in the thread of an event loop they must not. */
	private Stream<String> ways() {
		return container().isReactive() ? Stream.of("/rest", "/web", "/blocked", "/feign")
				: Stream.of("/rest", "/web", "/blocked", "/feign", "/async");
	}

	private Answer answer(int status, String code, String headers, String path) {
		server.reply(status, headers,
				"{\"code\":\"" + code + "\",\"detail\":\"geheim\",\"request_id\":\"r-" + code + "\"}");
		return answer(get(path));
	}

	@Test
	void errorIsAnUpstreamErrorAndItsTextStaysInTheLog(CapturedOutput output) {
		for (String path : Stream.concat(ways(), Stream.of("/wrapped")).toList()) {
			for (int status : new int[] { 401, 404, 429, 500, 503 }) {
				Answer answer = answer(status, "unauthorized", "Retry-After: 5\nWWW-Authenticate: Basic\n", path);
				assertThat(answer.status()).isEqualTo(502);
				assertThat(answer.body()).isEqualTo(document(502, "upstream_error", "An upstream service failed."));
				assertThat(answer.header("Retry-After")).isNull();
				assertThat(answer.header("WWW-Authenticate")).isNull();
			}
		}
		assertThat(output).contains("ended with 502 upstream_error [" + Exchange.ID + "]")
			.contains("shop answered 401 unauthorized [r-unauthorized]: geheim")
			.contains("errata.client.shop");
	}

	@Test
	void declaredCodeAnswers() {
		assertThat(answer(409, "sold_out", "", "/rest").body()).isEqualTo(document(409, "out_of_stock", "Gone."));
		Answer later = answer(503, "wait", "Retry-After: 5\n", "/web");
		assertThat(later.status()).isEqualTo(503);
		assertThat(later.header("Retry-After")).isEqualTo("5");
		assertThat(later.body()).isEqualTo(document(503, "later", "Service Unavailable"));
	}

	@Test
	void catchAndClaimOfSpringsExceptionsKeepWorking() {
		for (String path : List.of("/caught/rest", "/caught/web")) {
			assertThat(answer(402, "unauthorized", "", path).body()).isEqualTo(document(409, "out_of_stock", "Gone."));
		}
		for (String path : List.of("/rest", "/wrapped")) {
			assertThat(answer(423, "sold_out", "", path).body()).isEqualTo(document(409, "out_of_stock", "Gone."));
			assertThat(answer(410, "sold_out", "Retry-After: 5\n", path).body())
				.isEqualTo(document(404, "gone_there", "Not Found"));
		}
	}

	@Test
	void messageGoesOutWhereItMay() {
		assertThat(answer(400, "told", "", "/rest").body()).isEqualTo(document(422, "invalid", "geheim"));
		assertThat(answer(503, "busy", "", "/rest").body()).startsWith("{\"code\":\"upstream_error\"")
			.contains("geheim");
	}

	@Test
	void inboundIdGoesOut() {
		for (String path : ways().toList()) {
			answer(get(path).requestId("in" + path.replace('/', '-')));
			assertThat(server.requests().get(server.requests().size() - 1))
				.containsIgnoringCase("\nX-Request-Id: in" + path.replace('/', '-') + "\n");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Caller.class)
	static class Application {

	}

	@RestController
	static class Caller {

		private final RestClient restClient;

		private final WebClient webClient;

		private final Shop feign;

		Caller(RestClient.Builder restClient, RemoteApis apis, RemoteApiFilter filter, RemoteApiCapability capability) {
			this.restClient = restClient.baseUrl(server.url()).build();
			assertThat(apis.names()).containsExactly("shop");
			this.webClient = WebClient.builder()
				.clientConnector(new JdkClientHttpConnector())
				.baseUrl(server.url())
				.filter(filter)
				.build();
			this.feign = Feign.builder()
				.retryer(Retryer.NEVER_RETRY)
				.addCapability(capability)
				.target(Shop.class, server.url());
		}

		@GetMapping("/rest")
		String rest() {
			return this.restClient.get().retrieve().body(String.class);
		}

		@GetMapping("/async")
		Callable<String> async() {
			return this::rest;
		}

		@GetMapping("/feign")
		String feign() {
			return this.feign.get();
		}

		@GetMapping("/web")
		Mono<String> web() {
			return this.webClient.get().retrieve().bodyToMono(String.class);
		}

		@GetMapping("/blocked")
		Mono<String> blocked() {
			return Mono.fromCallable(() -> web().block()).subscribeOn(Schedulers.boundedElastic());
		}

		@GetMapping("/caught/{how}")
		Mono<String> caught(@PathVariable String how) {
			return Mono.fromCallable(() -> call(how)).subscribeOn(Schedulers.boundedElastic());
		}

		private String call(String how) {
			try {
				return how.equals("web") ? web().block() : rest();
			}
			catch (HttpClientErrorException | WebClientResponseException ex) {
				throw new ErrorCodeException("out_of_stock", ex);
			}
		}

		@GetMapping("/wrapped")
		String wrapped() {
			try {
				return rest();
			}
			catch (RuntimeException ex) {
				throw new IllegalStateException("wrapped", ex);
			}
		}

	}

	interface Shop {

		@RequestLine("GET /")
		String get();

	}

}
