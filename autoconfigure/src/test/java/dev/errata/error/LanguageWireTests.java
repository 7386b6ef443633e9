package dev.errata.error;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.LocalizedText;
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.Parameter;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The language of an answer: whose words they are, and that all of them are in one
 * language.
 */
class LanguageWireTests extends EveryStackTests {

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(LanguageConfiguration.class),
				"errata.envelope.body={\"title\":\"{title}\",\"message\":\"{message}\",\"detail\":\"{detail}\"}",
				// plain texts
				"errata.codes.plain.status=409", "errata.codes.plain.message=The order has left.",
				"errata.codes.invalid.status=400", "errata.codes.invalid.replaces=bad_request",
				"errata.codes.invalid.message=Invalid: {detail:the request is not valid}",
				// texts in two languages
				"errata.codes.gone.status=410,404", "errata.codes.gone.title.en=Sold out",
				"errata.codes.gone.title.de=Ausverkauft",
				"errata.codes.gone.message.en=All {details.what:of it} is gone.",
				"errata.codes.gone.message.de={details.what:Alles} ist weg.",
				"errata.codes.gone.message.de-AT={details.what:Alles} is' weg.",
				"errata.codes.gone.detail=See you on Monday.", "errata.codes.gone.at.404.message.de=Nie da gewesen.",
				// a message in two languages and a title in one
				"errata.codes.mixed.status=409", "errata.codes.mixed.title=Mixed",
				"errata.codes.mixed.message.en=Mixed: {detail:nothing}",
				"errata.codes.mixed.message.de=Gemischt: {detail:nichts}", "errata.codes.mixed.detail=only in English",
				// a translation and no text for others
				"errata.codes.not_found.status=404", "errata.codes.not_found.message.de=Hier ist nichts.",
				"errata.codes.titled.status=409", "errata.codes.titled.title=On its way",
				"errata.codes.deutsch.status=409",
				// a contract in another language
				"errata.contracts.v1.paths=/v1/**", "errata.contracts.v1.language=de",
				"errata.contracts.v1.codes.plain.status=409", "errata.contracts.v1.codes.plain.message=Sie ist weg.");
	}

	@TestFactory
	Stream<DynamicTest> authorsTexts() {
		return Stream.of(
				row("a German client gets German", "/raise?code=gone", "de", "Ausverkauft", "Alles ist weg.", null,
						"de"),
				row("arguments are nobody's language", "/raise?code=gone&what=Brot", "de-CH", "Ausverkauft",
						"Brot ist weg.", null, "de"),
				row("region", "/raise?code=gone", "de-AT", "Ausverkauft", "Alles is' weg.", null, "de-AT"),
				row("English is chosen as well", "/raise?code=gone", "en-GB", "Sold out", "All of it is gone.",
						"See you on Monday.", "en"),
				row("no language", "/raise?code=gone", null, "Sold out", "All of it is gone.", "See you on Monday.",
						null),
				row("a language that there is not", "/raise?code=gone", "sv", "Sold out", "All of it is gone.",
						"See you on Monday.", null),
				row("any language", "/raise?code=gone", "*", "Sold out", "All of it is gone.", "See you on Monday.",
						null),
				row("nothing that is a language", "/raise?code=gone", ";;q=x, -, 12", "Sold out", "All of it is gone.",
						"See you on Monday.", null),
				row("extensions", "/raise?code=gone", "de-DE-u-co-phonebk-x-evil", "Ausverkauft", "Alles ist weg.",
						null, "de"),
				row("translation for a status", "/raise?code=gone&status=404", "de", "Ausverkauft", "Nie da gewesen.",
						null, "de"),
				row("the rest of that status", "/raise?code=gone&status=404", "fr", "Sold out", "All of it is gone.",
						"See you on Monday.", null),
				row("plain text", "/raise?code=plain", "de", "Conflict", "The order has left.", null, null),
				row("plain text for whoever asks for its language", "/raise?code=plain", "en", "Conflict",
						"The order has left.", null, null),
				row("title and detail that are in English only", "/raise?code=mixed", "en", "Mixed",
						"Mixed: only in English", "only in English", "en"),
				row("title and detail in another language are not sent", "/raise?code=mixed", "de", "Konflikt",
						"Gemischt: nichts", null, "de"),
				row("translation alone", "/raise?code=not_found", "fr", "Introuvable", "Introuvable", null, "fr"),
				row("translation alone in its language", "/raise?code=not_found", "de", "Nicht gefunden",
						"Hier ist nichts.", null, "de"),
				row("text of a bean", "/raise?code=library", "de", "Bibliothek", "Aus der Bibliothek.", null, "de"),
				row("message source", "/raise?code=source", "fr-CA", "Source", "De la source.", null, "fr"),
				row("message source without the language", "/raise?code=source", "sv", "Quelle", "Aus der Quelle.",
						null, null),
				row("contract in German", "/v1/raise?code=plain", null, "Konflikt", "Sie ist weg.", null, null),
				row("inherited text of two languages", "/v1/raise?code=gone", "sv", "Ausverkauft", "Alles ist weg.",
						null, null),
				row("inherited text in the other language", "/v1/raise?code=titled", null, "On its way", "On its way",
						null, null));
	}

	@TestFactory
	Stream<DynamicTest> thrownWords() {
		return Stream.of(
				row("replace the message", "/raise?code=gone&detail=Nix+da", "de", "Ausverkauft", "Nix da", "Nix da",
						null),
				row("are part of a message with detail", "/raise?code=mixed&detail=Nix+da", "de", "Konflikt",
						"Gemischt: Nix da", "Nix da", null),
				row("reason", "/reason", "de", "I'm a teapot", "No coffee.", "No coffee.", null),
				row("of a code without texts", "/raise?code=deutsch&detail=Nix+da", "en", "Conflict", "Nix da",
						"Nix da", null));
	}

	@TestFactory
	Stream<DynamicTest> messagesThatExceptionsName() {
		return Stream.of(row("reason", "/named?by=reason", "de", "I'm a teapot", "Kein Kaffee.", "Kein Kaffee.", null),
				row("reason, in the language of most", "/named?by=reason", null, "I'm a teapot", "There is no coffee.",
						"There is no coffee.", null),
				row("reason of an annotation", "/named?by=annotation", "de", "I'm a teapot", "Kein Kaffee.",
						"Kein Kaffee.", null),
				row("class", "/named?by=class", "de", "Conflict", "Der Kaffee ist kalt.", "Der Kaffee ist kalt.", null),
				row("class, without the language", "/named?by=class", "fr", "Conflict", "The coffee is cold.",
						"The coffee is cold.", null),
				row("code with an argument", "/named?by=code", "de", "Conflict", "Noch 2 Tassen.", "Noch 2 Tassen.",
						null),
				row("message that cannot be formatted", "/named?by=broken", "de", "I'm a teapot", "tea.broken",
						"tea.broken", null),
				row("arguments that fail", "/named?by=arguments", "de", "Conflict", "Der Kaffee ist kalt.",
						"Der Kaffee ist kalt.", null),
				row("fault of the service", "/named?by=service", "de", "Fehlerhaftes Gateway",
						"Ein nachgelagerter Dienst ist fehlgeschlagen.", null, "de"));
	}

	@TestFactory
	Stream<DynamicTest> sentencesOfErrata() {
		return Stream.of(row("inside of a plain text", "/number?n=x", "de", "Bad Request",
				"Invalid: Parameter 'n' must be a whole number.", "Parameter 'n' must be a whole number.", null),
				row("give way to the author's text", "/raise?code=plain&field=a", null, "Conflict",
						"The order has left.", "a is wrong", null),
				row("are sent in place of a title", "/raise?code=titled&field=a", null, "On its way", "a is wrong",
						"a is wrong", null));
	}

	@Test
	void languageOfTheSuccessIsDropped() {
		for (String code : Set.of("plain", "gone")) {
			Answer answer = answer(get("/italian?code=" + code).header("Accept-Language: de"));
			assertThat(answer.header("Content-Language")).isEqualTo(code.equals("gone") ? "de" : null);
		}
	}

	@Test
	void languageOfTheThrowerIsDropped() {
		assertThat(answer(get("/raise?code=plain&language=it")).header("Content-Language")).isNull();
	}

	@Test
	void logIsInTheLanguageOfTheContract() {
		try (Failures failures = Failures.logged()) {
			answer(get("/raise?code=gone").header("Accept-Language: de"));
			assertThat(failures.lines()).singleElement()
				.asString()
				.contains("All of it is gone.")
				.doesNotContain("Alles ist weg.");
		}
	}

	private DynamicTest row(String name, String target, String language, String title, String message, String detail,
			String contentLanguage) {
		return DynamicTest.dynamicTest(name, () -> {
			Exchange exchange = get(target);
			Answer answer = answer((language != null) ? exchange.header("Accept-Language: " + language) : exchange);
			assertThat(answer.body()).isEqualTo("{\"title\":\"" + title + "\",\"message\":\"" + message + "\""
					+ ((detail != null) ? ",\"detail\":\"" + detail + "\"" : "") + "}");
			assertThat(answer.header("Content-Language")).isEqualTo(contentLanguage);
		});
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	static class LanguageConfiguration {

		@Bean
		CatalogEntry library() {
			return CatalogEntry.of("library",
					(entry) -> entry.status(409)
						.title(LocalizedText.of("Library").with(Locale.GERMAN, "Bibliothek"))
						.message(LocalizedText.of("Of the library.").with(Locale.GERMAN, "Aus der Bibliothek.")));
		}

		@Bean
		CatalogEntry source() {
			return CatalogEntry.of("source", (entry) -> entry.status(409).title("Unused").message("Unused."));
		}

		@Bean
		StaticMessageSource messageSource() {
			StaticMessageSource messages = new StaticMessageSource();
			messages.addMessage("errata.source", Locale.ROOT, "Aus der Quelle.");
			messages.addMessage("errata.source.title", Locale.ROOT, "Quelle");
			for (Locale locale : Set.of(Locale.FRENCH, Locale.CANADA_FRENCH)) {
				messages.addMessage("errata.source", locale, "De la source.");
				messages.addMessage("errata.source.title", locale, "Source");
			}
			messages.addMessage("tea.coffee", Locale.ROOT, "There is no coffee.");
			messages.addMessage("tea.coffee", Locale.GERMAN, "Kein Kaffee.");
			messages.addMessage("problemDetail." + ColdException.class.getName(), Locale.GERMAN,
					"Der Kaffee ist kalt.");
			messages.addMessage("tea.cups", Locale.GERMAN, "Noch {0} Tassen.");
			messages.setAlwaysUseMessageFormat(true);
			messages.addMessage("tea.broken", Locale.GERMAN, "{");
			messages.addMessage("errata.source", new Locale("sv"), "Aus der Quelle.");
			messages.addMessage("errata.source.title", new Locale("sv"), "Quelle");
			return messages;
		}

		@RestController
		static class RaisingController {

			@GetMapping({ "/raise", "/v1/raise" })
			String raise(@RequestParam String code, @RequestParam(required = false) Integer status,
					@RequestParam(required = false) String detail, @RequestParam(required = false) String what,
					@RequestParam(required = false) String field) {
				ErrorCodeException exception = new ErrorCodeException(code).detail(detail).arg("what", what);
				if (status != null) {
					exception.status(status);
				}
				throw (field != null) ? exception.violation(field, "is wrong") : exception;
			}

			@GetMapping("/reason")
			String reason() {
				throw new ResponseStatusException(HttpStatus.I_AM_A_TEAPOT, "No coffee.");
			}

			@GetMapping("/named")
			String named(@RequestParam String by) {
				throw switch (by) {
					case "reason" -> new ResponseStatusException(HttpStatus.I_AM_A_TEAPOT, "tea.coffee");
					case "annotation" -> new TeaException();
					case "class" -> new ColdException(null);
					case "code" -> new ColdException("tea.cups");
					case "arguments" -> new ColdException("problemDetail." + ColdException.class.getName()) {

						@Override
						public Object[] getDetailMessageArguments(MessageSource messages, Locale locale) {
							throw new IllegalStateException("no arguments");
						}

					};
					case "service" -> new ResponseStatusException(HttpStatus.BAD_GATEWAY, "tea.coffee");
					default -> new ResponseStatusException(HttpStatus.I_AM_A_TEAPOT, "tea.broken");
				};
			}

			@GetMapping("/number")
			String number(@RequestParam int n) {
				return "fine";
			}

			@GetMapping("/italian")
			ResponseEntity<Failing> italian(@RequestParam String code) {
				return ResponseEntity.ok().header("Content-Language", "it").body(new Failing(code));
			}

		}

		@ResponseStatus(code = HttpStatus.I_AM_A_TEAPOT, reason = "tea.coffee")
		static class TeaException extends RuntimeException {

		}

		static class ColdException extends ErrorResponseException {

			ColdException(@Nullable String code) {
				super(HttpStatus.CONFLICT, ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "The coffee is cold."),
						null, code, new Object[] { 2 });
			}

		}

		/** It fails when it is written. */
		record Failing(String code) {

			public String getText() {
				throw new ErrorCodeException(this.code);
			}

		}

	}

}
