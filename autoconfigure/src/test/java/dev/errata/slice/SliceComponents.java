package dev.errata.slice;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.errata.client.RemoteApiListener;
import dev.errata.envelope.ErrorEnvelope;
import dev.errata.error.ApiError;
import dev.errata.error.ApiErrorCustomizer;
import dev.errata.error.ErrorListener;
import dev.errata.error.ErrorTranslator;
import dev.errata.error.Failure;
import dev.errata.idempotency.IdempotencyListener;
import dev.errata.idempotency.IdempotencyScope;
import dev.errata.quota.Quota;
import dev.errata.quota.QuotaProvider;
import dev.errata.quota.QuotaRequest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The components of an application, one of each type that belongs to its contract.
 */
final class SliceComponents {

	private SliceComponents() {
	}

	@RestController
	static class PaymentController {

		@GetMapping("/pay")
		void pay() {
			throw new PaymentException();
		}

	}

	static class PaymentException extends RuntimeException {

	}

	@Component
	static class Translator implements ErrorTranslator {

		@Override
		public Failure translate(Throwable exception) {
			return (exception instanceof PaymentException) ? Failure.of("card_declined") : null;
		}

	}

	@Component
	static class Customizer implements ApiErrorCustomizer {

		@Override
		public ApiError customize(ApiError error) {
			return error.withHeader("X-Region", "eu-1");
		}

	}

	@Component
	static class Listener implements ErrorListener {

		String code;

		@Override
		public void onError(ApiError error) {
			this.code = error.code();
		}

	}

	@Component
	static class Envelope implements ErrorEnvelope {

		@Override
		public String mediaType() {
			return "text/plain";
		}

		@Override
		public byte[] render(ApiError error) {
			return error.code().getBytes(StandardCharsets.UTF_8);
		}

	}

	@Component
	static class Provider implements QuotaProvider {

		@Override
		public List<Quota> quotasOf(QuotaRequest request) {
			return List.of();
		}

	}

	@Component
	static class Scope implements IdempotencyScope {

		@Override
		public String scopeOf(Request request) {
			return null;
		}

	}

	@Component
	static class KeyListener implements IdempotencyListener {

	}

	@Component
	static class CallListener implements RemoteApiListener {

		@Override
		public void onRetry(String client, boolean succeeded) {
		}

	}

	@Service
	static class Other {

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		String other() {
			return "other";
		}

	}

}
