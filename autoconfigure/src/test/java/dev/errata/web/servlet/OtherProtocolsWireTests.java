package dev.errata.web.servlet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import graphql.GraphQL;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.execution.DefaultExecutionGraphQlService;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.webmvc.GraphQlHttpHandler;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Protocols over HTTP that have errors of their own: GraphQL, and gRPC by a servlet.
 */
@InEachContainer
class OtherProtocolsWireTests extends ContainerTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class),
				"errata.envelope.body={\"code\":\"{code}\",\"id\":\"{request-id}\"}", "errata.codes.order_shipped=409");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{ shipped }", "{ nothing }", "{ broken" })
	void errorsOfGraphQlAreItsOwn(String query) {
		Answer answer = answer(json("/graphql", "{\"query\":\"" + query + "\"}"));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("\"errors\":[").doesNotContain("\"code\"");
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
	}

	@Test
	void whatIsNoGraphQlIsOurs() {
		Answer answer = answer(json("/graphql", "{"));
		assertThat(answer.body()).isEqualTo("{\"code\":\"malformed_body\",\"id\":\"" + Exchange.ID + "\"}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer(get("/graphql")).status()).isEqualTo(404);
	}

	@Test
	void pathsCanLeaveGraphQlOut() {
		try (Service service = Service.start(container(), false, List.of(Application.class), "errata.paths=/api/**")) {
			Answer answer = service.answer(json("/graphql", "{"));
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.body()).contains("\"error\":\"Bad Request\"").doesNotContain("\"code\"");
			assertThat(answer.headers()).doesNotContainKey("X-Request-Id");
		}
	}

	@Test
	void grpcIsItsOwn() {
		Answer answer = answer(Exchange.post("/grpc/shop.Orders/Ship").header("Content-Type: application/grpc"));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("application/grpc");
		assertThat(answer.header("grpc-status")).isEqualTo("9");
		assertThat(answer.headers()).doesNotContainKey("Cache-Control");
		assertThat(answer.body()).isEqualTo("\0\0\0\0\0");
		assertThat(answer.whole()).isTrue();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	static class Application {

		@Bean
		RouterFunction<ServerResponse> graphQl() {
			RuntimeWiring wiring = RuntimeWiring.newRuntimeWiring()
				.type("Query", (type) -> type.dataFetcher("shipped", (environment) -> {
					throw new ErrorCodeException("order_shipped");
				}))
				.build();
			GraphQL graphQl = GraphQL
				.newGraphQL(new SchemaGenerator()
					.makeExecutableSchema(new SchemaParser().parse("type Query { shipped: String }"), wiring))
				.build();
			GraphQlSource source = new GraphQlSource() {

				@Override
				public GraphQL graphQl() {
					return graphQl;
				}

				@Override
				public graphql.schema.GraphQLSchema schema() {
					return graphQl.getGraphQLSchema();
				}

			};
			GraphQlHttpHandler handler = new GraphQlHttpHandler(
					WebGraphQlHandler.builder(new DefaultExecutionGraphQlService(source)).build());
			return RouterFunctions.route().POST("/graphql", handler::handleRequest).build();
		}

		@Bean
		ServletRegistrationBean<HttpServlet> grpc() {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
					response.setContentType("application/grpc");
					// answered at once, as gRPC has it; trailers need HTTP/2
					response.setHeader("grpc-status", "9");
					response.setHeader("grpc-message", "shipped");
					response.getOutputStream().write("\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
				}

			}, "/grpc/*");
		}

	}

}
