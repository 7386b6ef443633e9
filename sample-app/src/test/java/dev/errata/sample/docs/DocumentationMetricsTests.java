package dev.errata.sample.docs;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.errata.idempotency.IdempotencyOutcome;
import dev.errata.sample.SampleApplication;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of metrics, compared with the meters of the sample application.
 */
@SpringBootTest(classes = SampleApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class DocumentationMetricsTests {

	@Autowired
	private MeterRegistry registry;

	@Test
	void metersAreThoseOfTheTable() {
		TreeMap<String, Set<String>> meters = new TreeMap<>();
		for (Meter meter : this.registry.getMeters()) {
			Meter.Id id = meter.getId();
			if (id.getName().startsWith("errata.")) {
				Set<String> tags = meters.computeIfAbsent(
						"`" + id.getName() + "` " + id.getType().name().toLowerCase(Locale.ROOT),
						(name) -> new TreeSet<>());
				id.getTags().stream().map(Tag::getKey).forEach(tags::add);
			}
		}
		List<String> expected = Page.of("docs/observability.md")
			.table("| meter |")
			.stream()
			.map((row) -> row.get(0) + " " + row.get(1) + " " + sorted(row.get(2)))
			.sorted(Comparator.naturalOrder())
			.toList();
		assertThat(meters.entrySet().stream().map((meter) -> meter.getKey() + " " + meter.getValue()).sorted().toList())
			.isEqualTo(expected);
	}

	private static Set<String> sorted(String tags) {
		Set<String> sorted = new TreeSet<>();
		for (String tag : tags.replace("`", "").split(",")) {
			if (!tag.isBlank()) {
				sorted.add(tag.strip());
			}
		}
		return sorted;
	}

	@Test
	void outcomesAreToldOf() {
		String text = Page.of("docs/observability.md").text();
		for (IdempotencyOutcome outcome : IdempotencyOutcome.values()) {
			assertThat(text).contains("`" + outcome.name().toLowerCase(Locale.ROOT) + "`");
		}
	}

}
