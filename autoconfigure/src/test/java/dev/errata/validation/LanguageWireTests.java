package dev.errata.validation;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Row.invalid;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The language of what bean validation says, on a system that speaks German.
 */
class LanguageWireTests extends EveryStackTests {

	private static final Locale SYSTEM = Locale.getDefault();

	@Override
	protected Service start(Service.Container container) {
		Locale.setDefault(Locale.GERMANY);
		return Service.start(container, false, List.of(Application.class), ENVELOPE);
	}

	@AfterAll
	static void speakAsBefore() {
		Locale.setDefault(SYSTEM);
	}

	@TestFactory
	Stream<DynamicTest> nobodyNamesLanguage() {
		return table(
				invalid("body", json("/body", "{\"name\":\"\",\"text\":\"ok\"}"), "field_empty", "name",
						"must not be blank"),
				invalid("body with attributes", json("/body", "{\"name\":\"a\",\"text\":\"much too long\"}"),
						"field_length", "text", "size must be between 0 and 5"),
				invalid("form", get("/form?name=&text=ok"), "field_empty", "name", "must not be blank"),
				invalid("parameter", get("/parameter?count=7"), "field_range", "count",
						"must be less than or equal to 3"),
				invalid("service", get("/service?name="), "field_empty", "name", "must not be blank"),
				invalid("own template", json("/body", "{\"name\":\"odd\",\"text\":\"ok\"}"), "field_invalid", "name",
						"ist seltsam"));
	}

	@TestFactory
	Stream<DynamicTest> clientNamesLanguage() {
		return table(
				invalid("german", json("/body", "{\"name\":\"\",\"text\":\"ok\"}").header("Accept-Language: de"),
						"field_empty", "name", "darf nicht leer sein")
					.with("Content-Language", "de"),
				invalid("french", get("/parameter?count=7").header("Accept-Language: fr"), "field_range", "count",
						"doit être inférieur ou égal à 3")
					.with("Content-Language", "fr"),
				invalid("german, service", get("/service?name=").header("Accept-Language: de"), "field_empty", "name",
						"darf nicht leer sein")
					.with("Content-Language", "de"));
	}

	@Test
	void validatorOfTheApplicationIsItsOwn() {
		assertThat(bean(Validator.class).validate(new Item("", "ok"))).singleElement()
			.satisfies((violation) -> assertThat(violation.getMessage()).isEqualTo("darf nicht leer sein"));
	}

	record Item(@NotBlank @NotOdd String name, @Size(max = 5) String text) {
	}

	@Constraint(validatedBy = NotOddValidator.class)
	@Retention(RetentionPolicy.RUNTIME)
	@interface NotOdd {

		String message() default "is odd";

		Class<?>[] groups() default {};

		Class<? extends Payload>[] payload() default {};

	}

	static class NotOddValidator implements ConstraintValidator<NotOdd, String> {

		@Override
		public boolean isValid(String value, ConstraintValidatorContext context) {
			context.disableDefaultConstraintViolation();
			context.buildConstraintViolationWithTemplate("ist seltsam").addConstraintViolation();
			return !"odd".equals(value);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, ItemController.class, ItemService.class })
	static class Application {

	}

	@RestController
	static class ItemController {

		private final ItemService service;

		ItemController(ItemService service) {
			this.service = service;
		}

		@PostMapping("/body")
		void body(@Valid @RequestBody Item item) {
		}

		@GetMapping("/form")
		void form(@Valid Item item) {
		}

		@GetMapping("/parameter")
		void parameter(@RequestParam @Max(3) int count) {
		}

		@GetMapping("/service")
		void service(@RequestParam String name) {
			this.service.take(name);
		}

	}

	@Validated
	static class ItemService {

		void take(@NotBlank String name) {
		}

	}

}
