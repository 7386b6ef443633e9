package dev.errata.browser;

import java.util.List;

import dev.errata.error.ErrorCode;
import dev.errata.error.ErrorCodeException;
import dev.errata.error.ErrorTranslator;
import dev.errata.error.Failure;
import dev.errata.wire.Answer;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The catalog as an actuator endpoint.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Container.class, names = { "TOMCAT", "NETTY" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogEndpointTests extends ContainerTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class),
				"management.endpoints.web.exposure.include=errorcatalog", "errata.codes.sold_out.status=409",
				"errata.codes.sold_out.exceptions=" + SoldOut.class.getName(), "errata.codes.shipped=410",
				"errata.codes.sold_out.fix.en=Order again.", "errata.codes.sold_out.fix.de=Neu bestellen.",
				"errata.codes.told=418", "errata.codes.state.status=422",
				"errata.codes.state.exceptions=java.lang.IllegalStateException", "errata.contracts.v1.paths=/v1/**",
				"errata.contracts.v1.codes.taken.status=451",
				"errata.contracts.v1.codes.taken.exceptions=" + SoldOutToday.class.getName());
	}

	private JsonNode json(String path) {
		Answer answer = answer(Exchange.get("/actuator/errorcatalog" + path));
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return JSON.readTree(answer.body());
	}

	@Test
	void textsAreInTheLanguageOfTheReader() {
		String path = "/actuator/errorcatalog";
		assertThat(answer(Exchange.get(path)).body()).contains("\"fix\":\"Order again.\"")
			.doesNotContain("Neu bestellen.");
		assertThat(answer(Exchange.get(path).header("Accept-Language: de-CH")).body())
			.contains("\"fix\":\"Neu bestellen.\"")
			.doesNotContain("Order again.");
	}

	@Test
	void catalogAndWhatItsCodesClaim() {
		JsonNode json = json("");
		assertThat(json.at("/contracts/0/name").asString()).isEqualTo("default");
		assertThat(json.at("/contracts/0/codes").findValuesAsString("code")).contains("sold_out", "shipped",
				"not_found");
		assertThat(json.at("/exceptions/v1").toString()).contains("{\"exception\":\"" + SoldOutToday.class.getName()
				+ "\",\"code\":\"taken\",\"status\":451," + "\"why\":\"'exceptions' of the code\"}");
		assertThat(json.at("/translators").toString()).isEqualTo("[\"toldErrors\",\"pickyErrors\"]");
		assertThat(json.at("/builtInTranslators").toString()).contains("errataStatusTranslator");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					SoldOut       | sold_out       | 409 | 'exceptions' of the code
					SoldOutToday  | sold_out       | 409 | 'exceptions' of the code, through its superclass %sSoldOut
					Shipped       | shipped        | 410 | @ErrorCode
					ShippedTwice  | shipped        | 410 | @ErrorCode, through its superclass %sShipped
					Misspelt      | server_error   | 500 | @ErrorCode, with a code that the contract does not know
					Told          | told           | 418 | the translator toldErrors, asked about a sample
					Picky         |                |     | the translator pickyErrors, from the instance
					PickyRefusal  | client_error   | 418 | its own status, by @ResponseStatus, unless the translator pickyErrors names a code that the contract knows
					Gone          | gone           | 410 | its own status, by @ResponseStatus
					GoneUnseen    | gone           | 410 | its own status, by @ResponseStatus, unless one of these knows the instance: toldErrors, pickyErrors
					Unseen        |                |     | decided from the instance by toldErrors, pickyErrors or the built-in translators
					Stumbling     |                |     | decided from the instance by toldErrors, pickyErrors or the built-in translators
					Named         | told           | 418 | an ErrorCodeException, which names its code
					Nobodys       | internal_error | 500 | nobody knows it; if it has a cause, that decides
					""")
	void exceptionOfTheApplication(String name, String code, String status, String why) {
		String prefix = CatalogEndpointTests.class.getName() + "$";
		JsonNode mapping = json("/" + prefix + name).at("/contracts/default");
		assertThat(mapping.path("code").asString("")).isEqualTo((code != null) ? code : "");
		assertThat(mapping.path("status").asString("")).isEqualTo((status != null) ? status : "");
		assertThat(mapping.path("why").asString()).isEqualTo(why.replace("%s", prefix));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			org.springframework.dao.DuplicateKeyException                  | duplicate         | 409
			org.springframework.dao.OptimisticLockingFailureException      | concurrent_update | 409
			org.springframework.web.server.ServerErrorException            | internal_error    | 500
			java.lang.IllegalStateException                                | state             | 422
			java.lang.IllegalArgumentException                             | internal_error    | 500
			dev.errata.error.ErrorCodeException                            |                   |
			""")
	void exceptionOfThePlatform(String name, String code, String status) {
		JsonNode mapping = json("/" + name).at("/contracts/default");
		assertThat(mapping.path("code").asString("")).as(mapping.toString()).isEqualTo((code != null) ? code : "");
		assertThat(mapping.path("status").asString("")).isEqualTo((status != null) ? status : "");
	}

	@Test
	void contractsDiffer() {
		JsonNode json = json("/" + SoldOutToday.class.getName());
		assertThat(json.at("/contracts/default/code").asString()).isEqualTo("sold_out");
		assertThat(json.at("/contracts/v1/code").asString()).isEqualTo("taken");
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.acme.Nobody", "java.lang.String", "int", "[Ljava.lang.Exception;", "java/lang/Error",
			"%24", "..", "dev.errata.browser.CatalogEndpointTests$Trap" })
	void whatIsNoExceptionIsNotFound(String name) {
		Answer answer = answer(Exchange.get("/actuator/errorcatalog/" + name));
		assertThat(answer.status()).isIn(400, 404);
		assertThat(System.getProperty("dev.errata.browser.CatalogEndpointTests$Trap")).isNull();
	}

	@Test
	void nameThatIsTooLongIsNotFound() {
		assertThat(answer(Exchange.get("/actuator/errorcatalog/" + "a".repeat(3000))).status()).isEqualTo(404);
	}

	@Test
	void endpointOfAManagementPort() {
		try (Service shop = Service.start(container(), false, List.of(Application.class), "management.server.port=0",
				"management.endpoints.web.exposure.include=errorcatalog",
				"management.endpoints.web.path-mapping.errorcatalog=codes", "errata.codes.sold_out.status=409",
				"errata.codes.sold_out.fix.en=Order again.", "errata.codes.sold_out.fix.de=Neu bestellen.")) {
			int port = shop.bean(Environment.class).getRequiredProperty("local.management.port", Integer.class);
			assertThat(Exchange.get("/actuator/codes").on(port).body()).contains("Order again.");
			assertThat(Exchange.get("/actuator/codes").header("Accept-Language: de").on(port).body())
				.contains("Neu bestellen.")
				.doesNotContain("Order again.");
			assertThat(shop.answer(Exchange.get("/actuator/codes")).status()).isEqualTo(404);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@Order(1)
		ErrorTranslator toldErrors() {
			return (exception) -> (exception instanceof Told) ? Failure.of("told") : null;
		}

		@Bean
		@Order(2)
		ErrorTranslator pickyErrors() {
			return (exception) -> {
				if (exception instanceof Stumbling stumbling) {
					return Failure.of("told_" + stumbling.getMessage().length());
				}
				if (exception instanceof PickyRefusal) {
					return Failure.of("picky");
				}
				return (exception instanceof Picky picky) ? Failure.of("picky_" + picky.getMessage()) : null;
			};
		}

	}

	/** Is no exception, and must not be initialized. */
	static class Trap {

		static {
			System.setProperty(Trap.class.getName(), "sprung");
		}

	}

	static class SoldOut extends RuntimeException {

		SoldOut(int hidden) {
		}

	}

	static class SoldOutToday extends SoldOut {

		SoldOutToday() {
			super(0);
		}

	}

	@ErrorCode("shipped")
	static class Shipped extends RuntimeException {

	}

	static class ShippedTwice extends Shipped {

	}

	@ErrorCode("no_such_code_here")
	static class Misspelt extends RuntimeException {

	}

	static class Told extends RuntimeException {

		public Told(String message) {
			super(message);
		}

	}

	static class Picky extends RuntimeException {

		public Picky() {
		}

	}

	@ResponseStatus(HttpStatus.I_AM_A_TEAPOT)
	static class PickyRefusal extends Picky {

	}

	static class Stumbling extends RuntimeException {

		public Stumbling() {
		}

	}

	@ResponseStatus(HttpStatus.GONE)
	static class Gone extends RuntimeException {

		public Gone(String message, Throwable cause) {
			super(message, cause);
		}

	}

	@ResponseStatus(HttpStatus.GONE)
	static class GoneUnseen extends RuntimeException {

		GoneUnseen(int hidden) {
		}

	}

	static class Unseen extends RuntimeException {

		public Unseen() {
			throw new IllegalStateException("not today");
		}

	}

	static class Named extends ErrorCodeException {

		public Named() {
			super("told");
		}

	}

	static class Nobodys extends Exception {

		public Nobodys() {
		}

	}

}
