package dev.errata.error;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import dev.errata.template.Condition;
import dev.errata.template.Reading;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The values that are read back from the error of another service, by placeholder. A
 * value that does not fit its placeholder is ignored, and of several that fit the first
 * one counts. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class DecodedError {

	private final Map<Placeholder, Object> values = new EnumMap<>(Placeholder.class);

	// single attributes and extensions, by word
	private final Map<String, Object> named = new LinkedHashMap<>();

	// values of one of several placeholders, which count after those of a single one
	private final List<List<Reading.Candidate>> undecided = new ArrayList<>();

	private final Set<String> extensionNames;

	/**
	 * Create an instance for an API that declares no extensions.
	 */
	public DecodedError() {
		this(Set.of());
	}

	/**
	 * Create an instance.
	 * @param extensionNames the names of the extensions that the API declares; where
	 * extensions and attributes stand in one object, the other members are attributes
	 */
	public DecodedError(Set<String> extensionNames) {
		Assert.notNull(extensionNames, "'extensionNames' must not be null");
		this.extensionNames = extensionNames;
	}

	/**
	 * Add the value of a placeholder.
	 * @param placeholder the placeholder
	 * @param value text, a number, a boolean, a map or a list
	 */
	public void put(Placeholder placeholder, Object value) {
		Object typed = ValueTypes.typed(placeholder, value);
		if (typed != null) {
			this.values.putIfAbsent(placeholder, typed);
		}
	}

	/**
	 * Add a value that was read with a template.
	 * @param candidates what the value can be
	 * @param sure whether the template has a single word there
	 */
	void put(List<Reading.Candidate> candidates, boolean sure) {
		if (!sure) {
			this.undecided.add(candidates);
			return;
		}
		for (Reading.Candidate candidate : candidates) {
			Placeholder placeholder = Placeholder.find(candidate.name());
			if (placeholder != null) {
				put(placeholder, candidate.value());
			}
			else {
				this.named.putIfAbsent(candidate.name(), candidate.value());
			}
		}
	}

	/**
	 * Return the code.
	 * @return the code in the spelling of the other service, or {@code null}
	 */
	public @Nullable String code() {
		return textOf(Placeholder.CODE);
	}

	/**
	 * Return the family.
	 * @return the family, or {@code null}
	 */
	public @Nullable String family() {
		return textOf(Placeholder.FAMILY);
	}

	/**
	 * Return the message. If there is none, return the detail, the sentence about the
	 * first invalid input, or the title.
	 * @return the message, or {@code null}
	 */
	public @Nullable String message() {
		String message = textOf(Placeholder.MESSAGE);
		message = (message != null) ? message : textOf(Placeholder.DETAIL);
		message = (message != null) ? message : sentence();
		return (message != null) ? message : textOf(Placeholder.TITLE);
	}

	private @Nullable String sentence() {
		List<Violation> violations = violations();
		if (violations.isEmpty() || violations.get(0).message().isEmpty()) {
			return null;
		}
		Violation first = violations.get(0);
		return first.field().isEmpty() ? first.message() : first.field() + " " + first.message();
	}

	/**
	 * Return a value that is a text.
	 * @param placeholder the placeholder
	 * @return its text, or {@code null}
	 */
	public @Nullable String textOf(Placeholder placeholder) {
		Assert.notNull(placeholder, "'placeholder' must not be null");
		Object value = value(placeholder);
		return (value != null && !placeholder.isStructure()) ? textOf(value) : null;
	}

	static String textOf(Object value) {
		return (value instanceof Violation violation) ? violation.field()
				: (value instanceof InputLocation in) ? in.word() : value.toString();
	}

	/**
	 * Return whether a retry may succeed.
	 * @return {@code null} if the other service does not say
	 */
	public @Nullable Boolean retryable() {
		return (Boolean) value(Placeholder.RETRYABLE);
	}

	/**
	 * Return how long to wait.
	 * @return the time, or {@code null}
	 */
	public @Nullable Duration retryAfter() {
		Long seconds = (Long) value(Placeholder.RETRY_AFTER);
		return (seconds != null) ? Duration.ofSeconds(seconds) : null;
	}

	/**
	 * Return the attributes.
	 * @return the values by name
	 */
	public Map<String, Object> details() {
		return members(Placeholder.DETAILS, Placeholder.EXTENSIONS, ErrorVocabulary::attribute);
	}

	/**
	 * Return the extensions.
	 * @return the values by name
	 */
	public Map<String, Object> extensions() {
		return members(Placeholder.EXTENSIONS, Placeholder.DETAILS, ErrorVocabulary::extension);
	}

	private Map<String, Object> members(Placeholder placeholder, Placeholder other,
			Function<String, @Nullable String> nameOf) {
		Map<String, Object> members = new LinkedHashMap<>();
		if (value(placeholder) instanceof Map<?, ?> map) {
			// both stand in one object
			boolean mixed = map == value(other);
			map.forEach((key, value) -> {
				String name = String.valueOf(key);
				if (!mixed || this.extensionNames.contains(name) == (placeholder == Placeholder.EXTENSIONS)) {
					members.put(name, value);
				}
			});
		}
		this.named.forEach((word, value) -> putIfAbsent(members, nameOf.apply(word), value));
		for (List<Reading.Candidate> candidates : this.undecided) {
			possible(candidates)
				.forEach((candidate) -> putIfAbsent(members, nameOf.apply(candidate.name()), candidate.value()));
		}
		return Collections.unmodifiableMap(members);
	}

	private static void putIfAbsent(Map<String, Object> members, @Nullable String name, Object value) {
		if (name != null) {
			members.putIfAbsent(name, value);
		}
	}

	/**
	 * Return the invalid inputs. One that was sent without a code has the code
	 * {@code field_invalid}.
	 * @return the violations
	 */
	public List<Violation> violations() {
		List<Violation> violations = new ArrayList<>();
		if (value(Placeholder.VIOLATIONS) instanceof List<?> list) {
			list.forEach((violation) -> violations.add((Violation) violation));
		}
		else if (value(Placeholder.ERRORS) instanceof List<?> list) {
			list.forEach((violation) -> violations.add((Violation) violation));
		}
		else if (value(Placeholder.VIOLATIONS_BY_FIELD) instanceof Map<?, ?> map) {
			map.forEach((field, messages) -> {
				for (Object message : (messages instanceof List<?> list) ? list : List.of(messages)) {
					violations.add(ErrorElement.violation(field, null, null, message));
				}
			});
		}
		else {
			Object field = value(Placeholder.VIOLATION_FIELD);
			Object code = value(Placeholder.VIOLATION_CODE);
			Object message = value(Placeholder.VIOLATION_MESSAGE);
			if (field != null || code != null || message != null) {
				violations.add(ErrorElement.violation(field, value(Placeholder.VIOLATION_IN), code, message));
			}
		}
		return List.copyOf(violations);
	}

	private @Nullable Object value(Placeholder placeholder) {
		Object value = this.values.get(placeholder);
		if (value != null) {
			return value;
		}
		for (List<Reading.Candidate> candidates : this.undecided) {
			for (Reading.Candidate candidate : possible(candidates)) {
				value = candidate.name().equals(placeholder.word()) ? ValueTypes.typed(placeholder, candidate.value())
						: null;
				// a number is a status rather than a text
				if (value != null && (!(value instanceof String) || candidate.value() instanceof String)) {
					return value;
				}
			}
		}
		return null;
	}

	/**
	 * Return those candidates whose condition can hold, up to one that would certainly
	 * have been written.
	 */
	private List<Reading.Candidate> possible(List<Reading.Candidate> candidates) {
		List<Reading.Candidate> possible = new ArrayList<>();
		for (Reading.Candidate candidate : candidates) {
			Boolean holds = (candidate.condition() != null) ? holds(candidate.condition()) : Boolean.TRUE;
			if (!Boolean.FALSE.equals(holds)) {
				possible.add(candidate);
			}
			if (candidate.always() && Boolean.TRUE.equals(holds)) {
				break;
			}
		}
		return possible;
	}

	private @Nullable Boolean holds(Condition<?> condition) {
		Placeholder placeholder = Placeholder.find(condition.word().name());
		Object value = (placeholder != null) ? this.values.get(placeholder) : null;
		return (value != null) ? condition.test(value) : null;
	}

}
