package dev.errata.idempotency.servlet;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import dev.errata.idempotency.Acquisition;
import dev.errata.idempotency.Claim;
import dev.errata.idempotency.IdempotencyGuard;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.idempotency.IdempotencyScope;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.IdempotentHandlers;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.Release;
import dev.errata.idempotency.Settlement;
import dev.errata.idempotency.StoredResponse;
import dev.errata.web.servlet.ErrorResponder;
import dev.errata.web.servlet.ServletExchanges;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.WireTests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.util.ServletRequestPathUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that run without protection: because the store is out of reach, or
 * because they bear no key.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { WireTests.ENVELOPE, "errata.idempotency.enabled=true",
				"errata.idempotency.on-store-failure=proceed", "errata.idempotency.max-memory=16B" })
class IdempotencyOutageWireTests extends WireTests {

	@Autowired
	private ServletExchanges exchanges;

	@Autowired
	private ErrorResponder responder;

	@Autowired
	private IdempotencyGuard guard;

	@Autowired
	private IdempotencyRules rules;

	@Autowired
	private IdempotentHandlers handlers;

	@Autowired
	private IdempotencyScope scope;

	@Autowired
	private DoneController controller;

	@Test
	void fileOfAnAsynchronousRequestGoesWithIt() {
		long before = spooledFiles();
		for (int i = 0; i < 3; i++) {
			Answer answer = answer(Exchange.post("/later")
				.header("Content-Type: text/plain")
				.header("Idempotency-Key: k" + i)
				.body("x".repeat(1000)));
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.header("Idempotency-Unprotected")).isEqualTo("true");
			assertThat(answer.body()).isEqualTo("1000");
		}
		Awaitility.await().untilAsserted(() -> assertThat(spooledFiles()).isLessThanOrEqualTo(before));
	}

	private static long spooledFiles() {
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return files.filter((file) -> file.getFileName().toString().matches("errata-.*\\.body")).count();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void requestWithoutKeyPaysNextToNothing() throws Exception {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		HttpServletRequest request = request();
		MockHttpServletResponse response = new MockHttpServletResponse();
		HandlerMethod handler = new HandlerMethod(this.controller, DoneController.class.getDeclaredMethod("done"));
		IdempotencyFilter filter = new IdempotencyFilter(this.exchanges, this.responder, this.guard,
				this.rules.properties());
		IdempotencyInterceptor interceptor = new IdempotencyInterceptor(this.exchanges, this.guard, this.rules,
				this.handlers, this.scope);
		int rounds = 20_000;
		for (int i = 0; i < rounds; i++) {
			pass(filter, interceptor, request, response, handler);
		}
		long id = Thread.currentThread().getId();
		long before = threads.getThreadAllocatedBytes(id);
		for (int i = 0; i < rounds; i++) {
			pass(filter, interceptor, request, response, handler);
		}
		long bytes = (threads.getThreadAllocatedBytes(id) - before) / rounds;
		assertThat(bytes).isLessThanOrEqualTo(200);
	}

	private static void pass(IdempotencyFilter filter, IdempotencyInterceptor interceptor, HttpServletRequest request,
			MockHttpServletResponse response, HandlerMethod handler) throws Exception {
		filter.doFilter(request, response, (filtered, answered) -> {
		});
		assertThatIsTrue(interceptor.preHandle(request, response, handler));
	}

	// an assertion of AssertJ allocates
	private static void assertThatIsTrue(boolean value) {
		if (!value) {
			throw new AssertionError("not let through");
		}
	}

	/**
	 * A request that allocates nothing to tell that it has no such header.
	 */
	private static HttpServletRequest request() {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/done");
		ServletRequestPathUtils.parseAndCache(request);
		return new HttpServletRequestWrapper(request) {

			@Override
			public @Nullable String getHeader(String name) {
				return null;
			}

		};
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ FineController.class, DoneController.class })
	static class Application {

		@Bean
		IdempotencyStore brokenStore() {
			return new BrokenStore();
		}

	}

	@RestController
	static class DoneController {

		@PostMapping("/done")
		String done() {
			return "done";
		}

		@PostMapping("/later")
		Callable<String> later(@RequestBody String body) {
			return () -> Integer.toString(body.length());
		}

	}

	static final class BrokenStore implements IdempotencyStore {

		@Override
		public Acquisition claim(Claim claim) {
			throw new IllegalStateException("broken");
		}

		@Override
		public boolean renew(Ownership ownership, Duration lease) {
			throw new IllegalStateException("broken");
		}

		@Override
		public Settlement complete(Ownership ownership, StoredResponse response, Duration ttl) {
			throw new IllegalStateException("broken");
		}

		@Override
		public Settlement release(Ownership ownership, Release release, Duration ttl) {
			throw new IllegalStateException("broken");
		}

		@Override
		public int purge() {
			return 0;
		}

	}

}
