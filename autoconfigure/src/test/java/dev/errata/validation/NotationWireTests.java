package dev.errata.validation;

import java.beans.PropertyEditorSupport;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.module.SimpleModule;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.form;
import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Constants and dates, told as clients write them.
 */
class NotationWireTests extends EveryStackTests {

	private static final String NO_LIST = "is not an allowed value";

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			plain    | "geheim"        | must be one of FAST, CHEAP
			property | "geheim"        | must be one of fast, cheap
			value    | "geheim"        | must be one of 1st, 2nd
			text     | "geheim"        | must be one of Fast!, Cheap!
			own      | "geheim"        | is not valid
			list     | ["geheim"]      | must be one of fast, cheap
			map      | {"k": "geheim"} | must be one of fast, cheap
			date     | "geheim"        | must be a date such as 2026-01-31
			date     | true            | must be a date such as 2026-01-31
			german   | "geheim"        | must be a date such as 31.01.2026
			days     | ["geheim"]      | must be a date such as 31.01.2026
			minute   | "geheim"        | must be a date and time such as 2026-01-31 13:45
			dateTime | "geheim"        | must be a date and time in ISO 8601
			instant  | "geheim"        | must be a date and time in ISO 8601
			offset   | "geheim"        | must be a date and time in ISO 8601
			old      | "geheim"        | must be a date and time in ISO 8601
			time     | "geheim"        | must be a time of day such as 13:45:30
			month    | "geheim"        | must be a month such as 2026-01
			period   | "geheim"        | must be a period such as P30D
			custom   | "geheim"        | must be a date
			""")
	void propertiesOfADocument(String property, String value, String message) {
		assertTold(json("/document", "{\"" + property + "\": " + value + "}"), message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			plain    | must be one of FAST, CHEAP
			property | must be one of FAST, CHEAP
			own      | is not an allowed value
			date     | must be a date such as 2026-01-31
			german   | must be a date such as 31.01.2026
			days     | must be a date such as 31.01.2026
			minute   | must be a date and time such as 2026-01-31 13:45
			dateTime | must be a date and time in ISO 8601
			instant  | must be a date and time in ISO 8601
			time     | must be a time of day such as 13:45
			month    | must be a month such as 2026-01
			period   | must be a period such as P30D
			""")
	void parametersAndFieldsOfForms(String name, String message) {
		assertTold(get("/parameter/" + name + "?" + name + "=geheim"), message);
		// the example is the same in every language
		assertThat(answer(get("/parameter/" + name + "?" + name + "=geheim").header("Accept-Language: de")).body())
			.contains("\"message\":\"Der Parameter '" + name + "' ",
					message.replaceAll(".* (such as|one of|in) |.*value$", ""));
		assertTold(form("/record", name + "=geheim"), message);
	}

	@Test
	void propertiesOfABean() {
		assertTold(form("/bean", "german=geheim"), "must be a date such as 31.01.2026");
		assertTold(form("/bean", "edited=geheim"), NO_LIST);
	}

	@Test
	void settingsOfTheApplicationCount() {
		try (Service service = Service.start(Service.Container.TOMCAT, false,
				List.of(Application.class, Settings.class), ENVELOPE, "spring.mvc.format.date=dd/MM/yyyy",
				"spring.jackson.date-format=dd.MM.yyyy")) {
			assertTold(service.answer(get("/parameter/date?date=geheim")), "must be a date such as 31/01/2026");
			assertTold(service.answer(json("/document", "{\"old\": \"geheim\"}")),
					"must be a date and time such as 31.01.2026");
			assertTold(service.answer(json("/document", "{\"date\": \"geheim\"}")), "must be a date");
		}
	}

	private void assertTold(Exchange exchange, String message) {
		assertTold(answer(exchange), message);
	}

	private static void assertTold(Answer answer, String message) {
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).endsWith("\"message\":\"" + message + "\"}]}").doesNotContain(SECRET);
	}

	enum Plain {

		FAST, CHEAP

	}

	enum Property {

		@JsonProperty("fast")
		FAST,

		@JsonProperty("cheap")
		CHEAP

	}

	enum Value {

		FIRST("1st"), SECOND("2nd");

		private final String value;

		Value(String value) {
			this.value = value;
		}

		@JsonValue
		String value() {
			return this.value;
		}

	}

	enum Text {

		FAST, CHEAP;

		@Override
		public String toString() {
			return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT) + "!";
		}

	}

	enum Own {

		FAST, CHEAP;

		@JsonCreator
		static Own of(String text) {
			return switch (text) {
				case "f" -> FAST;
				case "c" -> CHEAP;
				default -> throw new IllegalArgumentException(SECRET);
			};
		}

	}

	static class ShortDate extends ValueDeserializer<LocalDate> {

		@Override
		public LocalDate deserialize(JsonParser parser, DeserializationContext context) {
			return (LocalDate) context.handleWeirdStringValue(LocalDate.class, parser.getString(), "short");
		}

	}

	record Document(Plain plain, Property property, Value value, Text text, Own own, List<Property> list,
			Map<String, Property> map, LocalDate date, @JsonFormat(pattern = "dd.MM.yyyy") LocalDate german,
			@JsonFormat(pattern = "dd.MM.yyyy") List<LocalDate> days,
			@JsonFormat(pattern = "yyyy-MM-dd HH:mm") LocalDateTime minute, LocalDateTime dateTime, Instant instant,
			OffsetDateTime offset, Date old, LocalTime time, YearMonth month, Period period,
			@JsonDeserialize(using = ShortDate.class) LocalDate custom) {
	}

	record Fields(Plain plain, Property property, Own own, LocalDate date,
			@DateTimeFormat(pattern = "dd.MM.yyyy") LocalDate german,
			@DateTimeFormat(pattern = "dd.MM.yyyy") List<LocalDate> days,
			@DateTimeFormat(pattern = "yyyy-MM-dd HH:mm") LocalDateTime minute, LocalDateTime dateTime, Instant instant,
			LocalTime time, YearMonth month, Period period) {
	}

	static class Edited {

		@DateTimeFormat(pattern = "dd.MM.yyyy")
		private LocalDate german;

		private Plain edited;

		public LocalDate getGerman() {
			return this.german;
		}

		public void setGerman(LocalDate german) {
			this.german = german;
		}

		public Plain getEdited() {
			return this.edited;
		}

		public void setEdited(Plain edited) {
			this.edited = edited;
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@Bean
		Converter<String, Own> ownConverter() {
			return new Converter<>() {

				@Override
				public Own convert(String source) {
					return Own.of(source);
				}

			};
		}

		@RestController
		static class InputController {

			@InitBinder("edited")
			void editor(WebDataBinder binder) {
				binder.registerCustomEditor(Plain.class, new PropertyEditorSupport() {

					@Override
					public void setAsText(String text) {
						throw new IllegalArgumentException(SECRET);
					}

				});
			}

			@PostMapping("/document")
			String document(@RequestBody Document document) {
				return "taken";
			}

			@PostMapping("/record")
			String fields(@ModelAttribute Fields fields) {
				return "taken";
			}

			@PostMapping("/bean")
			String bean(@ModelAttribute Edited edited) {
				return "taken";
			}

			@GetMapping("/parameter/plain")
			String plain(@RequestParam Plain plain) {
				return "taken";
			}

			@GetMapping("/parameter/property")
			String property(@RequestParam Property property) {
				return "taken";
			}

			@GetMapping("/parameter/own")
			String own(@RequestParam Own own) {
				return "taken";
			}

			@GetMapping("/parameter/date")
			String date(@RequestParam LocalDate date) {
				return "taken";
			}

			@GetMapping("/parameter/german")
			String german(@RequestParam @DateTimeFormat(pattern = "dd.MM.yyyy") LocalDate german) {
				return "taken";
			}

			@GetMapping("/parameter/days")
			String days(@RequestParam @DateTimeFormat(pattern = "dd.MM.yyyy") List<LocalDate> days) {
				return "taken";
			}

			@GetMapping("/parameter/minute")
			String minute(@RequestParam @DateTimeFormat(pattern = "yyyy-MM-dd HH:mm") LocalDateTime minute) {
				return "taken";
			}

			@GetMapping("/parameter/dateTime")
			String dateTime(@RequestParam LocalDateTime dateTime) {
				return "taken";
			}

			@GetMapping("/parameter/instant")
			String instant(@RequestParam Instant instant) {
				return "taken";
			}

			@GetMapping("/parameter/time")
			String time(@RequestParam LocalTime time) {
				return "taken";
			}

			@GetMapping("/parameter/month")
			String month(@RequestParam YearMonth month) {
				return "taken";
			}

			@GetMapping("/parameter/period")
			String period(@RequestParam Period period) {
				return "taken";
			}

		}

	}

	static class Settings {

		@Bean
		JsonMapperBuilderCustomizer shortDates() {
			return (builder) -> builder.addModule(new SimpleModule().addDeserializer(LocalDate.class, new ShortDate()));
		}

	}

}
