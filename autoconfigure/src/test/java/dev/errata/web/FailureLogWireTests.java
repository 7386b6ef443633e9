package dev.errata.web;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.errata.catalog.CatalogEntry;
import dev.errata.error.ErrorCodeException;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The line of a failure, as its code wants it.
 */
class FailureLogWireTests extends EveryStackTests {

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE,
				"errata.codes.warehouse_failed.status=503", "errata.codes.warehouse_failed.log.stack=false",
				"errata.codes.warehouse_failed.exceptions=java.lang.IllegalStateException",
				"errata.codes.till_failed.status=503", "errata.codes.till_failed.log.level=warn",
				"errata.codes.order_shipped.status=409", "errata.codes.order_shipped.log=info",
				"errata.codes.order_odd.status=409", "errata.codes.order_odd.log.stack=true",
				"errata.codes.order_lost.status=404", "errata.codes.order_lost.log=off",
				"errata.codes.order_burnt.status=410", "errata.codes.order_burnt.log=fatal",
				"errata.codes.payment_declined.log.stack=true");
	}

	@Test
	void stackOfAnExpectedFailureIsLeftOut() {
		ILoggingEvent line = line("/state");
		assertThat(line.getLevel()).isEqualTo(Level.ERROR);
		assertThat(line.getThrowableProxy()).isNull();
		assertThat(line.getFormattedMessage()).isEqualTo("GET /state ended with 503 warehouse_failed [r-1]: "
				+ "Service Unavailable (java.lang.IllegalStateException: no answer from shelf 7)");
	}

	@Test
	void levelAloneKeepsTheStack() {
		ILoggingEvent line = line("/code?code=till_failed");
		assertThat(line.getLevel()).isEqualTo(Level.WARN);
		assertThat(line.getThrowableProxy().getCause().getClassName()).isEqualTo("java.lang.IllegalArgumentException");
	}

	@Test
	void errorCodeExceptionTellsWhereItWasCreated() {
		ILoggingEvent line = line("/till");
		assertThat(line.getFormattedMessage())
			.isEqualTo("GET /till ended with 503 till_failed [r-1]: The drawer is stuck.");
		assertThat(line.getThrowableProxy().getClassName()).isEqualTo(ErrorCodeException.class.getName());
		assertThat(place(line.getThrowableProxy())).isEqualTo("ShopController.till");
	}

	@Test
	void codeThatIsNotDeclaredTellsWhereItWasThrown() {
		ILoggingEvent line = line("/misspelt");
		assertThat(line.getLevel()).isEqualTo(Level.ERROR);
		assertThat(line.getThrowableProxy().getMessage()).isEqualTo(
				"The contract 'default' does not know the code " + "'order_shiped'; did you mean 'order_shipped'?");
		assertThat(place(line.getThrowableProxy().getCause())).isEqualTo("ShopController.misspelt");
	}

	@Test
	void failureOfTheClientIsSeenWhereItsCodeSaysSo() {
		ILoggingEvent line = line("/code?code=order_shipped");
		assertThat(line.getLevel()).isEqualTo(Level.INFO);
		assertThat(line.getThrowableProxy()).isNull();
		assertThat(line.getFormattedMessage()).startsWith("GET /code ended with 409 order_shipped [r-1]: Conflict");
	}

	@Test
	void stackOfFailureOfTheClient() {
		ILoggingEvent line = line("/code?code=order_odd");
		assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
		assertThat(place(line.getThrowableProxy())).isEqualTo("ShopController.code");
		assertThat(line.getThrowableProxy().getCause().getClassName()).isEqualTo("java.lang.IllegalArgumentException");
	}

	@Test
	void fatalIsLoggedAsError() {
		ILoggingEvent line = line("/code?code=order_burnt");
		assertThat(line.getLevel()).isEqualTo(Level.ERROR);
		assertThat(line.getThrowableProxy()).isNull();
	}

	@Test
	void noLine() {
		try (Failures failures = Failures.logged()) {
			assertThat(answer(get("/code?code=order_lost")).status()).isEqualTo(404);
			assertThat(failures.lines()).isEmpty();
		}
	}

	@Test
	void codeOfLibrary() {
		ILoggingEvent line = line("/code?code=payment_declined");
		assertThat(line.getLevel()).isEqualTo(Level.INFO);
		assertThat(line.getThrowableProxy()).isNotNull();
	}

	@Test
	void byDefaultStatusDecides() {
		ILoggingEvent unexpected = line("/code?code=internal_error");
		assertThat(unexpected.getLevel()).isEqualTo(Level.ERROR);
		assertThat(unexpected.getThrowableProxy()).isNotNull();
		ILoggingEvent gone = line("/code?code=gone");
		assertThat(gone.getLevel()).isEqualTo(Level.DEBUG);
		assertThat(gone.getThrowableProxy()).isNull();
	}

	private static String place(IThrowableProxy exception) {
		StackTraceElement frame = exception.getStackTraceElementProxyArray()[0].getStackTraceElement();
		return frame.getClassName().replaceFirst(".*\\$", "") + '.' + frame.getMethodName();
	}

	private ILoggingEvent line(String target) {
		try (Failures failures = Failures.logged()) {
			answer(get(target));
			assertThat(failures.lines()).hasSize(1);
			return failures.lines().get(0);
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ FineController.class, ShopController.class })
	static class Application {

		@Bean
		CatalogEntry paymentDeclined() {
			return CatalogEntry.of("payment_declined", (entry) -> entry.status(402).logLevel(LogLevel.INFO));
		}

	}

	@RestController
	static class ShopController {

		@GetMapping("/state")
		void state() {
			throw new IllegalStateException("no answer from shelf 7");
		}

		@GetMapping("/till")
		void till() {
			throw new ErrorCodeException("till_failed").detail("The drawer is stuck.");
		}

		@GetMapping("/misspelt")
		void misspelt() {
			throw new ErrorCodeException("order_shiped");
		}

		@GetMapping("/code")
		void code(@RequestParam String code) {
			throw new ErrorCodeException(code, new IllegalArgumentException("the cause"));
		}

	}

}
