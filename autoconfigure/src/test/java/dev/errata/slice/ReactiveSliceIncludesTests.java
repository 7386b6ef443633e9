package dev.errata.slice;

import dev.errata.client.RemoteApiListener;
import dev.errata.envelope.ErrorEnvelope;
import dev.errata.error.ApiErrorCustomizer;
import dev.errata.error.ErrorListener;
import dev.errata.error.ErrorTranslator;
import dev.errata.idempotency.IdempotencyListener;
import dev.errata.idempotency.IdempotencyScope;
import dev.errata.quota.QuotaProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The components of an application that belong to its contract, in a reactive test slice
 * that finds them by itself.
 */
@WebFluxTest(properties = "errata.codes.card_declined=402")
class ReactiveSliceIncludesTests {

	@Autowired
	private WebTestClient client;

	@Autowired
	private SliceComponents.Listener listener;

	@Autowired
	private ApplicationContext context;

	@Test
	void errorIsThatOfTheApplicationsComponents() {
		this.client.get()
			.uri("/pay")
			.exchange()
			.expectStatus()
			.isEqualTo(402)
			.expectHeader()
			.valueEquals("X-Region", "eu-1")
			.expectHeader()
			.valueEquals("Content-Type", "text/plain")
			.expectBody(String.class)
			.isEqualTo("card_declined");
		assertThat(this.listener.code).isEqualTo("card_declined");
	}

	@ParameterizedTest
	@ValueSource(classes = { ErrorTranslator.class, ApiErrorCustomizer.class, ErrorListener.class, ErrorEnvelope.class,
			QuotaProvider.class, IdempotencyScope.class, IdempotencyListener.class, RemoteApiListener.class })
	void everyTypeIsFound(Class<?> type) {
		assertThat(this.context.getBeansOfType(type).values())
			.anyMatch((bean) -> bean.getClass().getName().startsWith(SliceComponents.class.getName()));
	}

	@Test
	void whatIsNoPartOfTheContractStaysOut() {
		assertThat(this.context.getBeanProvider(SliceComponents.Other.class).stream()).isEmpty();
		assertThat(this.context.getBeanProvider(SliceComponents.Beans.class).stream()).isEmpty();
	}

}
