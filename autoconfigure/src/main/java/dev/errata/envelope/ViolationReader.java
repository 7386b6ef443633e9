package dev.errata.envelope;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.error.ErrorElement;
import dev.errata.error.InputLocation;
import dev.errata.error.Violation;
import dev.errata.template.Condition;
import dev.errata.template.Reading;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists whose elements have the shape of a violation.
 */
final class ViolationReader {

	private static final String FIELD = "field";

	private static final String IN = "in";

	private static final String ERROR = "error.";

	private static final Set<String> WORDS = Set.of(FIELD, IN, "code", "message");

	private final JsonTemplate<ErrorElement> shape;

	private final Reading reading;

	/**
	 * Create a reader.
	 * @param reading takes the values of the error that the elements have as well
	 */
	ViolationReader(JsonTemplate<ErrorElement> shape, Reading reading) {
		this.shape = shape;
		this.reading = reading;
	}

	/**
	 * Read a list.
	 * @param errors whether the only element can be the error itself
	 * @return the violations; empty if there is none, or the element is the error
	 */
	List<Violation> read(List<?> nodes, boolean errors) {
		List<Map<String, Object>> elements = new ArrayList<>();
		for (Object node : nodes.subList(0, Math.min(nodes.size(), JsonWriter.MAX_ELEMENTS))) {
			Map<String, Object> values = new HashMap<>();
			JsonReader.read(node, this.shape, (candidates, sure) -> take(values, candidates, sure));
			if (!values.isEmpty()) {
				elements.add(values);
			}
		}
		if (errors && elements.size() == 1 && !elements.get(0).containsKey(FIELD) && !elements.get(0).containsKey(IN)) {
			elements.get(0)
				.forEach((name, value) -> this.reading.value(List.of(new Reading.Candidate(name, value, true, null)),
						true));
			return List.of();
		}
		return elements.stream()
			.map((values) -> ErrorElement.violation(values.get(FIELD), values.get(IN), values.get("code"),
					values.get("message")))
			.toList();
	}

	/**
	 * Take a value of an element: one of the violation, the first of several, or one of
	 * the error.
	 */
	private void take(Map<String, Object> values, List<Reading.Candidate> candidates, boolean sure) {
		for (Reading.Candidate candidate : candidates) {
			if (WORDS.contains(candidate.name())) {
				values.putIfAbsent(candidate.name(), candidate.value());
				String location = sure ? location(candidate.condition()) : null;
				if (location != null) {
					values.putIfAbsent(IN, location);
				}
				return;
			}
		}
		this.reading.value(candidates.stream()
			.map((candidate) -> candidate.name().startsWith(ERROR)
					? new Reading.Candidate(candidate.name().substring(ERROR.length()), candidate.value(),
							candidate.always(), candidate.condition())
					: candidate)
			.toList(), sure);
	}

	/**
	 * Return the location that an invalid input must have for a condition to hold, or
	 * {@code null} if there are several.
	 */
	private static @Nullable String location(@Nullable Condition<?> condition) {
		if (condition == null || !condition.word().name().equals(IN)) {
			return null;
		}
		List<String> locations = Arrays.stream(InputLocation.values())
			.map(InputLocation::word)
			.filter(condition::test)
			.toList();
		return (locations.size() == 1) ? locations.get(0) : null;
	}

}
