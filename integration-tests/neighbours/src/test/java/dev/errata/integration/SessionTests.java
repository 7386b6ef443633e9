package dev.errata.integration;

import java.io.IOException;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.http.HttpSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import redis.embedded.RedisServer;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Session, whose filter reads and writes a store.
 */
class SessionTests {

	@Nested
	class InADatabase extends InAStore {

		@Override
		Service start() {
			return Neighbour.SESSION.start(Container.TOMCAT, false, Application.class, SHORT_ENVELOPE,
					"spring.autoconfigure.exclude=org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration",
					"spring.datasource.generate-unique-name=true", "spring.session.jdbc.initialize-schema=always");
		}

		@Override
		void breakStore() {
			service().bean(JdbcTemplate.class)
				.execute("drop table spring_session_attributes; drop table spring_session");
		}

		@Override
		String errorOfABrokenStore() {
			return "internal_error";
		}

	}

	@Nested
	class InRedis extends InAStore {

		private RedisServer redis;

		@Override
		Service start() throws IOException {
			int port = TestSocketUtils.findAvailableTcpPort();
			this.redis = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").build();
			this.redis.start();
			return Neighbour.SESSION.start(Container.TOMCAT, false, Application.class, SHORT_ENVELOPE,
					"spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + port,
					"spring.data.redis.timeout=2s", "spring.data.redis.connect-timeout=2s");
		}

		@AfterAll
		void stopRedis() throws IOException {
			this.redis.stop();
		}

		@Override
		void breakStore() throws IOException {
			stopRedis();
		}

		@Override
		String errorOfABrokenStore() {
			return "(timeout|service_unavailable)";
		}

	}

	abstract static class InAStore extends NeighbourTests {

		abstract void breakStore() throws IOException;

		abstract String errorOfABrokenStore();

		@TestFactory
		Stream<DynamicTest> errors() {
			return table(row(get("/count?fail=true")).is(409, "conflict").mayHave("Set-Cookie"),
					row(get("/nowhere")).is(404, "not_found"));
		}

		@Test
		void sessionIsKeptThroughAnError() {
			Answer first = answer(get("/count"));
			assertThat(first.body()).isEqualTo("1");
			String cookie = "Cookie: " + first.header("Set-Cookie").split(";")[0];
			assertThat(answer(get("/count?fail=true").header(cookie)).status()).isEqualTo(409);
			assertThat(answer(get("/count").header(cookie)).body()).isEqualTo("3");
		}

		@Test
		void failureOfTheStoreIsInTheContract() throws Exception {
			String cookie = "Cookie: " + answer(get("/count")).header("Set-Cookie").split(";")[0];
			breakStore();
			try {
				assertThat(answer(get("/count").header(cookie)).body())
					.matches("\\{\"code\":\"" + errorOfABrokenStore() + "\",\"request_id\":\"r-1\"}");
			}
			finally {
				stopService();
				startService();
			}
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ NeighbourTests.FineController.class, Counter.class })
	static class Application {

	}

	@RestController
	static class Counter {

		@GetMapping("/count")
		int count(HttpSession session, boolean fail) {
			int count = (session.getAttribute("count") instanceof Integer before) ? before + 1 : 1;
			session.setAttribute("count", count);
			if (fail) {
				throw new ResponseStatusException(HttpStatus.CONFLICT);
			}
			return count;
		}

	}

}
