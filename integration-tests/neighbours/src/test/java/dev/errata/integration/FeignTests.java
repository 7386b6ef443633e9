package dev.errata.integration;

import java.io.IOException;
import java.util.stream.Stream;

import dev.errata.client.RemoteApiException;
import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import feign.FeignException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.post;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients of Spring Cloud OpenFeign.
 */
class FeignTests extends NeighbourTests {

	private static final String JSON = "Content-Type: application/json\nConnection: close\n\n";

	private Upstream bank;

	@Override
	Service start() throws IOException {
		this.bank = new Upstream()
			.on("/frozen", "HTTP/1.1 403 Forbidden\n" + JSON + "{\"code\":\"account_frozen\",\"request_id\":\"b-1\"}")
			.on("/busy", "HTTP/1.1 503 Busy\nRetry-After: 7\n" + JSON + "{\"code\":\"too_busy\"}")
			.on("/broken", Upstream.cut("HTTP/1.1 500 Broken\nContent-Length: 100\n" + JSON + "{"))
			.on("/garbage", "HTTP/1.1 200 OK\n" + JSON + "{geheim")
			.on("/silent", Upstream.silent(""))
			.on("/payments", "HTTP/1.1 503 Busy\n" + JSON + "{\"code\":\"try_again\"}",
					"HTTP/1.1 200 OK\n" + JSON + "{\"state\":\"paid\"}");
		String url = "http://localhost:" + this.bank.port();
		return Neighbour.FEIGN.start(Container.TOMCAT, false, Application.class, SHORT_ENVELOPE,
				"spring.main.lazy-initialization=true", "bank.url=" + url,
				"spring.cloud.openfeign.client.config.default.read-timeout=1000",
				"spring.cloud.openfeign.client.config.default.connect-timeout=1000", "errata.codes.payment_refused=402",
				"errata.codes.please_wait=503", "errata.clients.bank.url=" + url,
				"errata.clients.bank.contract.codes.account_frozen=403",
				"errata.clients.bank.contract.codes.too_busy=503",
				"errata.clients.bank.contract.codes.try_again.status=503",
				"errata.clients.bank.contract.codes.try_again.retryable=true",
				"errata.clients.bank.translate.too_busy=please_wait", "errata.clients.bank.retry.max-retries=2",
				"errata.clients.bank.retry.delay=1ms", "errata.clients.bank.retry.idempotency-key=true",
				"errata.clients.bank.contract.envelope.body={\"code\":\"{code}\",\"request_id\":\"{request-id}\"}");
	}

	@AfterAll
	void stopBank() throws IOException {
		this.bank.close();
	}

	@TestFactory
	Stream<DynamicTest> errors() {
		return table(row(get("/bank/frozen")).is(502, "upstream_error").isLoggedOnce(),
				row(get("/caught/frozen")).is(402, "payment_refused"),
				row(get("/bank/busy")).is(503, "please_wait").with("Retry-After", "7"),
				row(get("/bank/broken")).is(502, "upstream_error").isLoggedOnce(),
				row(get("/bank/unknown")).is(502, "upstream_error").isLoggedOnce(),
				row(get("/bank/garbage")).is(502, "upstream_error").isLoggedOnce(),
				row(get("/bank/silent")).is(504, "timeout").isLoggedOnce(),
				row(get("/nobody")).is(503, "service_unavailable").isLoggedOnce());
	}

	@Test
	void callIsRepeatedWithOneKeyAndTheIdOfTheRequest() {
		assertThat(answer(post("/pay")).body()).isEqualTo("{\"state\":\"paid\"}");
		assertThat(this.bank.requestsFor("/payments")).hasSize(2)
			.allMatch((head) -> head.toLowerCase().contains("\r\nx-request-id: " + Exchange.ID + "\r\n"))
			.allMatch((head) -> head.toLowerCase().contains("\r\nidempotency-key: "));
	}

	@FeignClient(name = "bank", url = "${bank.url}")
	interface Bank {

		@GetMapping(path = "/{what}", produces = "application/json")
		Payment get(@PathVariable String what);

		@PostMapping("/payments")
		Payment pay();

	}

	@FeignClient(name = "nobody", url = "http://localhost:1")
	interface Nobody {

		@GetMapping("/")
		String get();

	}

	record Payment(String state) {
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableFeignClients(clients = { Bank.class, Nobody.class })
	@Import({ FineController.class, Controller.class })
	static class Application {

	}

	@RestController
	static class Controller {

		private final Bank bank;

		private final Nobody nobody;

		Controller(Bank bank, Nobody nobody) {
			this.bank = bank;
			this.nobody = nobody;
		}

		@GetMapping("/bank/{what}")
		Payment get(@PathVariable String what) {
			return this.bank.get(what);
		}

		@GetMapping("/caught/{what}")
		Payment caught(@PathVariable String what) {
			try {
				return this.bank.get(what);
			}
			catch (FeignException.Forbidden ex) {
				RemoteApiException error = RemoteApiException.of(ex);
				assertThat(error.code()).isEqualTo("account_frozen");
				assertThat(error.requestId()).isEqualTo("b-1");
				throw new ErrorCodeException("payment_refused", ex);
			}
		}

		@PostMapping("/pay")
		Payment pay() {
			return this.bank.pay();
		}

		@GetMapping("/nobody")
		String nobody() {
			return this.nobody.get();
		}

	}

}
