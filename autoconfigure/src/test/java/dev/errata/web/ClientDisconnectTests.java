package dev.errata.web;

import org.apache.catalina.connector.RequestFacade;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.TomcatHttpHandlerAdapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link ClientDisconnect}. What is thrown by a connection is tested on the
 * wire.
 */
class ClientDisconnectTests {

	private final RequestFacade recycled = new RequestFacade(null);

	@Test
	void requestThatTomcatHasRecycledIsGone() {
		TomcatHttpHandlerAdapter server = new TomcatHttpHandlerAdapter((request, response) -> Mono.empty());
		Throwable exception = catchThrowable(() -> server.service(this.recycled, null));
		assertThat(exception).isExactlyInstanceOf(IllegalStateException.class);
		assertThat(ClientDisconnect.isCauseOf(exception)).isTrue();
		assertThat(ClientDisconnect.isCauseOf(new RuntimeException(exception))).isTrue();
	}

	@Test
	void requestThatAnApplicationHasKeptIsABug() {
		Throwable exception = catchThrowable(this.recycled::getMethod);
		assertThat(exception).isExactlyInstanceOf(IllegalStateException.class);
		assertThat(ClientDisconnect.isCauseOf(exception)).isFalse();
	}

	@Test
	void stateOfAServiceIsNone() {
		assertThat(ClientDisconnect.isCauseOf(new IllegalStateException("recycled"))).isFalse();
	}

}
