package dev.errata.error;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Exchange.post;
import static dev.errata.wire.Row.row;

/**
 * Errata's own texts in the languages of callers, on a system that speaks German.
 */
class OwnTextsWireTests extends EveryStackTests {

	private static final Locale SYSTEM = Locale.getDefault();

	private static final String ENVELOPE = "errata.envelope.body={\"code\":\"{code}\",\"status\":\"{status}\","
			+ "\"message\":\"{title} - {message}\",\"request_id\":\"{request-id}\",\"errors\":\"{violations}\"}";

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
	Stream<DynamicTest> german() {
		return spoken("de-AT", "Ungültige Anfrage", "name darf nicht leer sein", "darf nicht leer sein",
				"count muss eine ganze Zahl sein", "muss eine ganze Zahl sein",
				"Der Body ist in Zeile 1, Spalte 2 kein gültiges JSON.", "Der Body muss ein Objekt sein.",
				"Methode nicht erlaubt - Die Methode PUT wird hier nicht unterstützt; verwenden Sie GET oder POST.",
				"Nicht unterstützter Medientyp - Der Inhaltstyp 'text/plain' wird hier nicht unterstützt; senden Sie "
						+ "application/json.",
				"Der Parameter 'count' fehlt.", "fehlt", "Der Header 'X-Depth' muss eine ganze Zahl sein.",
				"Nicht gefunden - Die angeforderte Ressource existiert nicht.",
				"Interner Serverfehler - Ein unerwarteter Fehler ist aufgetreten.");
	}

	@TestFactory
	Stream<DynamicTest> japanese() {
		return spoken("ja,en;q=0.5", "不正なリクエスト", "name: 空白は許可されていません", "空白は許可されていません", "count: 整数にしてください", "整数にしてください",
				"本文が有効な JSON ではありません (1 行目、2 列目)。", "本文は、オブジェクトにしてください。",
				"許可されていないメソッド - メソッド PUT はここではサポートされていません。GET または POST を使用してください。",
				"サポートされていないメディアタイプ - コンテンツタイプ 'text/plain' はここではサポートされていません。application/json を送信してください。",
				"パラメーター 'count' がありません。", "指定されていません", "ヘッダー 'X-Depth' は、整数にしてください。", "見つかりません - 要求されたリソースは存在しません。",
				"サーバー内部エラー - 予期しないエラーが発生しました。");
	}

	@TestFactory
	Stream<DynamicTest> unknownLanguage() {
		return english("sw");
	}

	@TestFactory
	Stream<DynamicTest> languageThatOnlyTheValidatorSpeaks() {
		return english("nl");
	}

	@TestFactory
	Stream<DynamicTest> nonsense() {
		return english("!?;q=x");
	}

	@TestFactory
	Stream<DynamicTest> anyLanguage() {
		return english("*");
	}

	@TestFactory
	Stream<DynamicTest> languageThatTheContainerCannotRead() {
		return english("\u00E4;q=x,,*;;");
	}

	@TestFactory
	Stream<DynamicTest> noLanguage() {
		return english(null);
	}

	private Stream<DynamicTest> english(String language) {
		return spoken(language, "Bad Request", "name must not be blank", "must not be blank",
				"count must be a whole number", "must be a whole number",
				"The body is not valid JSON at line 1, column 2.", "The body must be an object.",
				"Method Not Allowed - Method PUT is not supported here; use GET or POST.",
				"Unsupported Media Type - Content type 'text/plain' is not supported here; send application/json.",
				"Parameter 'count' is missing.", "is missing", "Header 'X-Depth' must be a whole number.",
				"Not Found - The requested resource does not exist.",
				"Internal Server Error - An unexpected error occurred.");
	}

	private Stream<DynamicTest> spoken(String language, String badRequest, String blank, String blankAlone,
			String number, String numberAlone, String malformed, String object, String method, String mediaType,
			String missing, String missingAlone, String header, String notFound, String internal) {
		String title = badRequest + " - ";
		return table(
				in(language, "rule", json("/items", "{\"name\":\" \",\"count\":1}"))
					.is(400, "validation_failed", title + blank)
					.violation("name", "field_empty", blankAlone),
				in(language, "type", json("/items", "{\"name\":\"a\",\"count\":\"x\"}"))
					.is(400, "validation_failed", title + number)
					.violation("count", "field_type", numberAlone),
				in(language, "JSON", json("/items", "{geheim")).is(400, "malformed_body", title + malformed),
				in(language, "JSON of another type", json("/items", "[]")).is(400, "malformed_body", title + object),
				in(language, "method", Exchange.of("PUT", "/items")).is(405, "method_not_allowed", method),
				in(language, "media type", post("/items").header("Content-Type: text/plain").body("x")).is(415,
						"unsupported_media_type", mediaType),
				in(language, "missing parameter", get("/items")).is(400, "parameter_missing", title + missing)
					.violation("count", "parameter_missing", missingAlone),
				in(language, "header", get("/items?count=1").header("X-Depth: x"))
					.is(400, "parameter_type", title + header)
					.violation("X-Depth", "parameter_type", numberAlone),
				in(language, "nothing", get("/nothing")).is(404, "not_found", notFound),
				in(language, "failure", get("/broken")).is(500, "internal_error", internal));
	}

	private static Row in(String language, String name, Exchange exchange) {
		if (language == null) {
			return row(name, exchange);
		}
		String selected = language.matches("(de|ja).*") ? language.substring(0, 2) : null;
		return row(name, exchange.header("Accept-Language: " + language)).with("Content-Language", selected);
	}

	record Item(@NotBlank String name, @Max(3) int count) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, ItemController.class })
	static class Application {

	}

	@RestController
	static class ItemController {

		@PostMapping(path = "/items", consumes = "application/json")
		void create(@Valid @RequestBody Item item) {
		}

		@GetMapping("/items")
		void find(@RequestParam int count, @RequestHeader(name = "X-Depth", required = false) Integer depth) {
		}

		@GetMapping("/broken")
		void fail() {
			throw new IllegalStateException(SECRET);
		}

	}

}
