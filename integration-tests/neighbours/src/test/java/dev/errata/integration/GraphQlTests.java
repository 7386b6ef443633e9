package dev.errata.integration;

import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring GraphQL, on both stacks.
 */
class GraphQlTests {

	@Nested
	class OnWebMvc extends OnAStack {

		OnWebMvc() {
			super(Container.TOMCAT);
		}

	}

	@Nested
	class OnWebFlux extends OnAStack {

		OnWebFlux() {
			super(Container.NETTY);
		}

	}

	abstract static class OnAStack extends NeighbourTests {

		private final Container container;

		OnAStack(Container container) {
			this.container = container;
		}

		@Override
		Service start() {
			return Neighbour.GRAPHQL.start(this.container, false, Application.class, SHORT_ENVELOPE,
					"errata.codes.order_shipped=409");
		}

		@Override
		protected Container container() {
			return this.container;
		}

		private Answer query(String query) {
			return answer(json("/graphql", "{\"query\":\"" + query + "\"}"));
		}

		@Test
		void errorsOfAQueryAreThoseOfGraphQl() {
			for (String query : new String[] { "{ shipped }", "{ nothing }", "{ broken", "{ echo }" }) {
				Answer answer = query(query);
				assertThat(answer.status()).isEqualTo(200);
				assertThat(answer.body()).contains("\"errors\":[").doesNotContain("\"code\"", SECRET);
				assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
			}
		}

		@Test
		void resultIsNotChanged() {
			assertThat(query("{ echo(text: \\\"hello\\\") }").body()).isEqualTo("{\"data\":{\"echo\":\"hello\"}}");
		}

		@TestFactory
		Stream<DynamicTest> whatIsNoGraphQl() {
			return table(row(json("/graphql", "{")).is(400, "malformed_body"),
					row(get("/graphql")).isForeign(405, "").with("Allow", "POST"),
					row(of("POST", "/graphql").header("Content-Type: text/csv").body("x")).isForeign(415, ""),
					row(get("/nowhere")).is(404, "not_found"));
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ NeighbourTests.FineController.class, Queries.class })
	static class Application {

	}

	@Controller
	static class Queries {

		@QueryMapping
		String shipped() {
			throw new ErrorCodeException("order_shipped", new IllegalStateException(NeighbourTests.SECRET));
		}

		@QueryMapping
		String echo(@Argument String text) {
			return text;
		}

	}

}
