package dev.errata.idempotency.servlet;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import dev.errata.idempotency.IdempotencyGuard;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.idempotency.IdempotencyScope;
import dev.errata.idempotency.IdempotentHandlers;
import dev.errata.web.servlet.ErrorResponder;
import dev.errata.web.servlet.ServletExchanges;
import dev.errata.wire.WireTests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.util.ServletRequestPathUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that have no key.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { WireTests.ENVELOPE, "errata.idempotency.enabled=true", "errata.idempotency.store=memory" })
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
	void requestWithoutKeyPaysNextToNothing() throws Exception {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		HttpServletRequest request = request();
		MockHttpServletResponse response = new MockHttpServletResponse();
		HandlerMethod handler = new HandlerMethod(this.controller, DoneController.class.getDeclaredMethod("done"));
		IdempotencyFilter filter = new IdempotencyFilter(this.exchanges, this.responder,
				new ClaimSettlement(this.guard), this.rules.properties());
		IdempotencyInterceptor interceptor = new IdempotencyInterceptor(this.exchanges, this.responder, this.guard,
				this.rules, this.handlers, this.scope);
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

	}

	@RestController
	static class DoneController {

		@PostMapping("/done")
		String done() {
			return "done";
		}

	}

}
