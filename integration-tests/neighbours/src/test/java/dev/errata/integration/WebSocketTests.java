package dev.errata.integration;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Refused handshakes of WebSockets, and requests that SockJS refuses.
 */
class WebSocketTests extends NeighbourTests {

	private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

	@Override
	Service start() {
		return Neighbour.WEB_SOCKET.start(Container.TOMCAT, false, Application.class, SHORT_ENVELOPE);
	}

	@TestFactory
	Stream<DynamicTest> refusals() {
		return table(
				row("version", handshake("/socket", "99").header(KEY)).is(426, "client_error")
					.with("Sec-WebSocket-Version", "13")
					.isLoggedOnce(),
				row("no handshake", get("/socket")).is(400, "bad_request").isLoggedOnce(),
				row("callback of SockJS", get("/sockjs/000/abc/jsonp")).is(404, "not_found"),
				row("no key", handshake("/socket", "13")).is(400, "bad_request").isLoggedOnce(),
				row("method", of("POST", "/socket")).is(405, "method_not_allowed"),
				row("origin", handshake("/socket", "13").header(KEY).header("Origin: http://evil.example")).is(403,
						"forbidden"),
				row("interceptor", handshake("/refused", "13").header(KEY)).is(401, "unauthorized"),
				row("exception of an interceptor", handshake("/failing", "13").header(KEY)).is(500, "internal_error"),
				row("transport of SockJS", get("/sockjs/000/abc/nothing")).is(404, "not_found"),
				row("session of SockJS", of("POST", "/sockjs/000/abc/xhr_send")).is(404, "not_found"),
				row("method of SockJS", of("POST", "/sockjs/info")).is(405, "method_not_allowed"));
	}

	private static Exchange handshake(String path, String version) {
		return get(path).header("Connection: Upgrade")
			.header("Upgrade: websocket")
			.header("Sec-WebSocket-Version: " + version);
	}

	@Test
	void refusalHasHeadersOfSpringSecurity() {
		try (Service secured = Neighbour.WEB_SOCKET.start(Container.TOMCAT, true, Secured.class, SHORT_ENVELOPE)) {
			for (Exchange refused : List.of(get("/socket"), handshake("/socket", "13"), of("POST", "/socket"))) {
				Answer answer = secured.answer(refused);
				assertThat(answer.body()).contains("\"request_id\":\"r-1\"");
				assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
				assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
				assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
			}
		}
	}

	@Test
	void successesAreNotChanged() {
		assertThat(answer(get("/sockjs")).body()).isEqualTo("Welcome to SockJS!\n");
		assertThat(answer(get("/sockjs/info")).status()).isEqualTo(200);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableWebSocket
	@Import(FineController.class)
	static class Application implements WebSocketConfigurer {

		@Override
		public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
			WebSocketHandler handler = new TextWebSocketHandler();
			registry.addHandler(handler, "/socket");
			registry.addHandler(handler, "/refused").addInterceptors(new Interceptor(false));
			registry.addHandler(handler, "/failing").addInterceptors(new Interceptor(true));
			registry.addHandler(handler, "/sockjs").withSockJS();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class Secured {

		@Bean
		SecurityFilterChain everybody(HttpSecurity http) throws Exception {
			return http.csrf((csrf) -> csrf.disable()).build();
		}

	}

	private record Interceptor(boolean failing) implements HandshakeInterceptor {

		@Override
		public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
				Map<String, Object> attributes) {
			if (this.failing) {
				throw new IllegalStateException("planted");
			}
			response.setStatusCode(HttpStatus.UNAUTHORIZED);
			return false;
		}

		@Override
		public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
				Exception exception) {
		}

	}

}
