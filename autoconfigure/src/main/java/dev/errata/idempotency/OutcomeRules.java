package dev.errata.idempotency;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Tells by code and status whether an answer is kept or the key reopened. What a rule
 * says comes first, a code before a status before a class of statuses; then whether the
 * error is declared retryable; then the statuses that tell of no outcome.
 */
final class OutcomeRules {

	private static final Set<Integer> REOPENING = Set.of(401, 403, 408, 409, 423, 425, 429);

	/** What counts where no rule says otherwise. */
	static final OutcomeRules DEFAULT = new OutcomeRules(Map.of());

	private final Map<String, Verdict> rules;

	private OutcomeRules(Map<String, Verdict> rules) {
		this.rules = Map.copyOf(rules);
	}

	/**
	 * Create rules.
	 * @param reopen what reopens a key: 409, 5xx or a code
	 * @param store what is kept
	 * @param code returns a code as it stands in an answer, or {@code null} if there is
	 * none of this name
	 * @throws IllegalArgumentException if a word is neither a status nor a code, or if
	 * both are said of it
	 */
	static OutcomeRules of(Set<String> reopen, Set<String> store, UnaryOperator<@Nullable String> code) {
		Map<String, Verdict> rules = new HashMap<>();
		reopen.forEach((word) -> rules.put(word(word, code), Verdict.REOPEN));
		for (String word : store) {
			if (rules.put(word(word, code), Verdict.STORE) == Verdict.REOPEN) {
				throw new IllegalArgumentException("'" + word + "' cannot be both kept and reopened.");
			}
		}
		return new OutcomeRules(rules);
	}

	private static String word(String word, UnaryOperator<@Nullable String> code) {
		if (word.matches("[1-5][0-9]{2}|[1-5][xX]{2}")) {
			return word.toLowerCase(Locale.ROOT);
		}
		String known = code.apply(word);
		if (known == null) {
			throw new IllegalArgumentException(
					"'" + word + "' is neither a status (409), a class of statuses (5xx) nor a code of the contract.");
		}
		return known;
	}

	/**
	 * Return what becomes of the key.
	 * @param status the status of the answer
	 * @param code its code, if it is an error in a contract
	 * @param retryable whether the code says so
	 */
	Verdict decide(int status, @Nullable String code, @Nullable Boolean retryable) {
		Verdict verdict = (code != null) ? this.rules.get(code) : null;
		if (verdict == null && !this.rules.isEmpty()) {
			verdict = this.rules.get(Integer.toString(status));
			verdict = (verdict != null) ? verdict : this.rules.get(status / 100 + "xx");
		}
		if (verdict != null) {
			return verdict;
		}
		boolean reopening = Boolean.TRUE.equals(retryable) || status >= 500 || REOPENING.contains(status);
		return reopening ? Verdict.REOPEN : Verdict.STORE;
	}

}
