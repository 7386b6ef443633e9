package dev.errata.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import dev.errata.properties.FaultReport;
import dev.errata.properties.PropertiesReader;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Builds the limits from bound properties, and reports their faults.
 */
final class LimitsFactory {

	private static final Duration LONGEST = Duration.ofDays(1);

	private final PropertiesReader reader;

	private final FaultReport report;

	private final BooleanSupplier ignoringCase;

	LimitsFactory(PropertiesReader reader, BooleanSupplier ignoringCase) {
		this.reader = reader;
		this.report = reader.report();
		this.ignoringCase = ignoringCase;
	}

	Limits create(@Nullable LimitsProperties properties) {
		if (properties == null) {
			return Limits.NONE;
		}
		return new Limits(
				limits("errata.limits.body", properties.body(), LimitsProperties.BodyProperties::paths, "max", "10MB",
						LimitsProperties.BodyProperties::max, this::check),
				limits("errata.limits.async-timeout", properties.asyncTimeout(),
						LimitsProperties.AsyncTimeoutProperties::paths, "timeout", "30s",
						LimitsProperties.AsyncTimeoutProperties::timeout, this::check));
	}

	private <P, T> PathMap<T> limits(String prefix, @Nullable Map<String, P> properties,
			Function<P, @Nullable List<String>> paths, String member, String example, Function<P, @Nullable T> value,
			BiConsumer<String, T> check) {
		List<PathMap.Entry<T>> limits = new ArrayList<>();
		Map<PathPattern, String> owners = new HashMap<>();
		this.reader.declared(prefix, properties).forEach((name, limit) -> {
			String property = prefix + "." + name;
			T said = value.apply(limit);
			if (said != null) {
				check.accept(property + "." + member, said);
			}
			else if (!this.report.isAboutOrBelow(property + "." + member)) {
				this.report.add(property + "." + member, null, "'" + member + "' is required.",
						"Add it, e.g. " + example + ".");
			}
			List<String> patterns = paths.apply(limit);
			if (patterns == null || patterns.isEmpty()) {
				this.report.add(property + ".paths", null, "'paths' is required.",
						"Add it, e.g. [\"/" + name + "/**\"].");
			}
			for (String path : DeclaredCodes.distinct(patterns)) {
				PathPattern pattern = this.report.checkPattern(property + ".paths", path);
				String owner = (pattern != null) ? owners.putIfAbsent(pattern, property) : null;
				if (owner != null && !owner.equals(property)) {
					this.report.add(property + ".paths", path, "'" + owner + ".paths' has the same pattern.",
							"Keep it in only one of the two limits.");
				}
				if (pattern != null && said != null) {
					limits.add(new PathMap.Entry<>(pattern, said));
				}
			}
		});
		return new PathMap<>(limits, this.ignoringCase);
	}

	private void check(String property, DataSize max) {
		if (max.toBytes() <= 0) {
			this.report.add(property, max, "The limit must be at least one byte.", "Use a size such as 10MB.");
		}
	}

	private void check(String property, Duration after) {
		if (after.toMillis() <= 0 || after.compareTo(LONGEST) > 0) {
			this.report.add(property, after, "The timeout must be between one millisecond and one day.",
					"Use a duration such as 30s.");
		}
	}

}
