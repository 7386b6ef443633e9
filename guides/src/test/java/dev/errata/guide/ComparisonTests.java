package dev.errata.guide;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.contract.Contracts;
import dev.errata.sample.docs.Exchange;
import dev.errata.sample.docs.Page;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many kinds of failures of one service come in the format that its clients know from
 * its own exceptions. The table of the documentation says the same.
 */
@Tag("full")
class ComparisonTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String JSON_BODY = " -H 'Content-Type: application/json' -d ";

	private static final Map<String, String> FAILURES = failures();

	private static Map<String, String> failures() {
		Map<String, String> failures = new LinkedHashMap<>();
		failures.put("an exception of your own", "-X DELETE localhost:8080/orders/7");
		failures.put("an unexpected exception", "localhost:8080/unexpected");
		failures.put("an invalid field", JSON_BODY + "'{\"sku\": \"\", \"quantity\": 1}' localhost:8080/orders");
		failures.put("malformed JSON", JSON_BODY + "'{\"sku\": ' localhost:8080/orders");
		failures.put("a path variable of the wrong type", "localhost:8080/orders/seven");
		failures.put("a missing parameter", "localhost:8080/parameter");
		failures.put("a method that is not supported", "-X PUT localhost:8080/orders/7");
		failures.put("a content type that is not supported",
				"-H 'Content-Type: text/csv' -d 'a,b' localhost:8080/orders");
		failures.put("an `Accept` that cannot be satisfied", "-H 'Accept: image/png' localhost:8080/orders/7");
		failures.put("an unknown path", "localhost:8080/nowhere");
		failures.put("an asynchronous time-out", "localhost:8080/slow");
		failures.put("an exception of a filter", "localhost:8080/filter/exception");
		failures.put("`sendError` in a filter", "localhost:8080/filter/send-error");
		failures.put("no credentials", "localhost:8080/account");
		failures.put("a wrong password", "-u kim:wrong localhost:8080/account");
		failures.put("access denied", "-u kim:secret localhost:8080/admin");
		failures.put("a missing CSRF token", "-X POST localhost:8080/fine");
		failures.put("a rejected CORS request", "-H 'Origin: https://evil.example' localhost:8080/orders/7");
		failures.put("a path that the firewall rejects", "localhost:8080/orders//7");
		failures.put("a malformed escape in the path", "localhost:8080/%zz");
		failures.put("headers that are too large", "-H 'X-Long: " + "x".repeat(10_000) + "' localhost:8080/fine");
		return failures;
	}

	@Test
	void tableIsTrue() throws Exception {
		Map<String, List<String>> held = new LinkedHashMap<>();
		for (Approach approach : Approach.values()) {
			for (Map.Entry<String, Boolean> failure : approach.answer().entrySet()) {
				held.computeIfAbsent(failure.getKey(), (key) -> new ArrayList<>()).add(failure.getValue() ? "✓" : "");
			}
		}
		held.put("**of " + FAILURES.size() + "**", new ArrayList<>());
		for (int i = 0; i < Approach.values().length; i++) {
			int column = i;
			long count = held.values()
				.stream()
				.filter((row) -> row.size() > column && row.get(column).equals("✓"))
				.count();
			held.get("**of " + FAILURES.size() + "**").add("**" + count + "**");
		}
		List<List<String>> rows = held.entrySet().stream().map((row) -> {
			List<String> cells = new ArrayList<>(List.of(row.getKey()));
			cells.addAll(row.getValue());
			return cells;
		}).toList();
		assertThat(Page.of("docs/comparison.md").table("| failure |")).isEqualTo(rows);
		List<String> sums = rows.get(rows.size() - 1).stream().map((cell) -> cell.replace("**", "")).toList();
		assertThat(Page.of("README.md").table("| measured |").get(0))
			.endsWith(sums.subList(1, sums.size()).toArray(new String[0]))
			.first()
			.asString()
			.endsWith(sums.get(0));
	}

	/**
	 * A way to answer errors. The format is told by the members that a document has to
	 * have.
	 */
	private enum Approach {

		SPRING_BOOT("", false, "timestamp", "status", "path"),

		PROBLEM_DETAIL("", true, "title", "status", "instance"),

		ERROR_HANDLING_STARTER("io.github.wimdeblauwe", false, "code", "message"),

		ERRATA(null, false, "code", "request_id");

		private final String library;

		private final boolean advice;

		private final Set<String> members;

		Approach(String library, boolean advice, String... members) {
			this.library = library;
			this.advice = advice;
			this.members = Set.of(members);
		}

		private Map<String, Boolean> answer() throws Exception {
			GuideProject project = new GuideProject("spring-boot-starter-security " + this.library);
			project.add(Page.PROJECT.resolve("guides/src/test/resources/comparison"));
			if (this.advice) {
				project.add(Page.PROJECT.resolve("guides/src/test/resources/comparison-advice"));
			}
			project.write("src/main/resources/application.yml", """
					spring:
					  mvc: { problemdetails: { enabled: %s }, async: { request-timeout: 300 } }
					  security: { user: { name: kim, password: "{noop}secret" } }
					  autoconfigure: { exclude: [ %s ] }
					logging: { level: { root: off } }
					""".formatted(this.advice, (this == ERRATA) ? "" : ownAutoConfigurations()));
			Map<String, Boolean> answers = new LinkedHashMap<>();
			project.run((port) -> FAILURES.forEach((name, command) -> answers.put(name,
					isHeld(new Exchange("curl -i " + command.strip(), "").run(port)))));
			return answers;
		}

		private boolean isHeld(String response) {
			String[] parts = response.split("\n\n", 2);
			if (!parts[0].matches("(?s).*\\nContent-Type: application/([a-z]+\\+)?json.*") || parts.length < 2) {
				return false;
			}
			try {
				JsonNode document = JSON.readTree(parts[1]);
				return this.members.stream().allMatch(document::has);
			}
			catch (JacksonException ex) {
				return false;
			}
		}

		private static String ownAutoConfigurations() throws IOException {
			List<String> names = new ArrayList<>();
			for (var files = Contracts.class.getClassLoader()
				.getResources("META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports"); files
					.hasMoreElements();) {
				try (InputStream file = files.nextElement().openStream()) {
					new String(file.readAllBytes(), StandardCharsets.UTF_8).lines()
						.filter((name) -> name.startsWith("dev.errata."))
						.forEach(names::add);
				}
			}
			return String.join(", ", names);
		}

	}

}
