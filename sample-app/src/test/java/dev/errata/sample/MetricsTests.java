package dev.errata.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.errata.sample.docs.Page;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the sample's metrics tell of a burst of requests, and whether the queries ask for
 * what is there.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class MetricsTests {

	private static final Pattern METRIC = Pattern.compile("\\b((?:errata|http)_[a-z_]+)(?:\\{([^}]*)})?");

	private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)");

	private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"");

	private static final Pattern SERIES = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? (\\S+)");

	@LocalServerPort
	private int port;

	private Wire wire;

	@BeforeEach
	void connect() {
		this.wire = new Wire(this.port);
	}

	private Map<String, Double> scrape() {
		Wire.Answer answer = this.wire.get("/actuator/prometheus");
		assertThat(answer.response().statusCode()).isEqualTo(200);
		Map<String, Double> series = new LinkedHashMap<>();
		answer.response().body().lines().filter((line) -> !line.startsWith("#")).forEach((line) -> {
			int end = line.lastIndexOf(' ');
			series.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
		});
		return series;
	}

	private void burst() {
		Wire engine = this.wire.with("Authorization", "Bearer engine-valid");
		Wire joule = this.wire.with("Authorization", "Bearer joule-valid");
		for (int i = 0; i < 3; i++) {
			this.wire.get("/joule/raise/service_unavailable");
			this.wire.get("/engine/raise/internal_error?status=422");
			this.wire.get("/contrib/raise/rate_limit_error");
			engine.get("/engine/v1/parts/part_0");
			joule.get("/joule/v1/nowhere/" + i);
			Wire keyed = engine.withNewKey();
			keyed.post("/engine/v1/parts", "{\"name\":\"bracket\"}");
			keyed.post("/engine/v1/parts", "{\"name\":\"bracket\"}");
			keyed.post("/engine/v1/parts", "{\"name\":\"plate\"}");
			engine.post("/engine/v1/parts", "{\"name\":\"bracket\"}");
			this.wire.get("/errors");
		}
	}

	private static String errors(String contract, String code, int status, String retryable) {
		return "errata_errors_total{code=\"%s\",contract=\"%s\",retryable=\"%s\",status=\"%d\"}".formatted(code,
				contract, retryable, status);
	}

	private static String requests(String outcome) {
		return "errata_idempotency_requests_total{outcome=\"%s\"}".formatted(outcome);
	}

	@Test
	void burstAddsUpExactly() {
		Map<String, Double> before = scrape();
		burst();
		Map<String, Double> grown = new LinkedHashMap<>();
		scrape().forEach((series, value) -> {
			double growth = value - before.getOrDefault(series, 0.0);
			if (growth != 0 && series.matches("errata_(errors_total|idempotency_requests_total).*")) {
				grown.put(series, growth);
			}
		});
		assertThat(grown).containsExactlyInAnyOrderEntriesOf(
				Map.ofEntries(Map.entry(errors("joule", "service_unavailable", 503, "true"), 3.0),
						Map.entry(errors("engine", "internal_error", 422, "false"), 3.0),
						Map.entry(errors("contrib", "rate_limit_error", 429, "true"), 3.0),
						Map.entry(errors("engine", "not_found", 404, "false"), 3.0),
						Map.entry(errors("joule", "not_found", 404, "unknown"), 3.0),
						Map.entry(errors("engine", "conflict", 409, "false"), 3.0),
						Map.entry(errors("engine", "invalid_request", 400, "false"), 3.0),
						Map.entry(requests("admitted"), 3.0), Map.entry(requests("replayed"), 3.0),
						Map.entry(requests("key_reused"), 3.0), Map.entry(requests("key_missing"), 3.0)));
	}

	@Test
	void everyCodeOfTheFiveSystemsIsThereFromTheStart() throws IOException {
		Set<String> series = scrape().keySet();
		List<String> codes = Files.readAllLines(Path.of("src/test/resources/codes.csv"));
		List<String> header = List.of(codes.get(0).split(","));
		assertThat(codes.stream().skip(1).map((line) -> List.of(line.split(",", -1)))).allSatisfy((row) -> {
			String system = row.get(header.indexOf("system"));
			String code = row.get(header.indexOf("code"));
			String status = row.get(header.indexOf("status"));
			assertThat(series).anyMatch((it) -> it.toLowerCase()
				.startsWith("errata_errors_total{code=\"" + code.toLowerCase() + "\",contract=\"" + system + "\"")
					&& it.endsWith("status=\"" + status + "\"}"));
		});
	}

	@Test
	void managementIsLeftAlone() {
		Wire.Answer missing = this.wire.get("/actuator/errorcatalog/com.acme.Nobody");
		assertThat(missing.response().statusCode()).isEqualTo(404);
		assertThat(missing.response().body()).isEmpty();
		assertThat(this.wire.get("/actuator/health").response().body()).contains("\"UP\"");
		assertThat(this.wire.get("/actuator/idempotency").response().body()).contains("\"rule\":\"engine\"");
		assertThat(this.wire.get("/actuator/errorcatalog/dev.errata.sample.joule.ProviderException").response().body())
			.contains("\"joule\":{\"code\":\"upstream_error\",\"status\":502,\"why\":\"'exceptions' of the code\"}");
	}

	/** Those of the dashboard and of the documentation. */
	static Stream<String> queries() throws IOException {
		JsonNode dashboard = JsonMapper.builder()
			.build()
			.readTree(Files.readString(Path.of("../docs/grafana-dashboard.json")));
		List<String> queries = new ArrayList<>(Page.blocks("promql").map(Page.Block::text).toList());
		for (JsonNode panel : dashboard.path("panels")) {
			panel.path("targets").forEach((target) -> queries.add(target.path("expr").asString()));
		}
		for (JsonNode variable : dashboard.at("/templating/list")) {
			if (variable.path("type").asString().equals("query")) {
				queries.add(variable.path("query").asString());
			}
		}
		return queries.stream();
	}

	@ParameterizedTest
	@MethodSource("queries")
	void queryAsksForWhatIsThere(String query) {
		burst();
		Map<String, Set<String>> labels = new LinkedHashMap<>();
		for (String series : scrape().keySet()) {
			Matcher matcher = SERIES.matcher(series + " 0");
			assertThat(matcher.matches()).as(series).isTrue();
			Set<String> ofMetric = labels.computeIfAbsent(matcher.group(1), (key) -> new LinkedHashSet<>());
			ofMetric.addAll(labelsIn((matcher.group(2) != null) ? matcher.group(2) : ""));
		}
		List<String> metrics = new ArrayList<>();
		Matcher matcher = METRIC.matcher(query);
		while (matcher.find()) {
			metrics.add(matcher.group(1));
			assertThat(labels).as(query).containsKey(matcher.group(1));
			if (matcher.group(2) != null) {
				assertThat(labels.get(matcher.group(1))).as(query).containsAll(labelsIn(matcher.group(2)));
			}
		}
		assertThat(metrics).as(query).isNotEmpty();
		Matcher grouping = GROUPING.matcher(query);
		while (grouping.find()) {
			for (String label : grouping.group(1).split("\\s*,\\s*")) {
				assertThat(metrics).as(query).allMatch((metric) -> labels.get(metric).contains(label));
			}
		}
		Matcher values = Pattern.compile("label_values\\(([a-z_]+), ([a-z_]+)\\)").matcher(query);
		if (values.matches()) {
			assertThat(labels.get(values.group(1))).contains(values.group(2));
		}
	}

	private static Set<String> labelsIn(String text) {
		Set<String> labels = new LinkedHashSet<>();
		Matcher matcher = LABEL.matcher(text);
		while (matcher.find()) {
			labels.add(matcher.group(1));
		}
		return labels;
	}

}
