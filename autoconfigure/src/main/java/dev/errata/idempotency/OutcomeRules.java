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

	private static final String ONE_OF_THESE = "Write one of these.";

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
	 * @param faults is told of each word that is neither a status nor a code, or of which
	 * both are said
	 */
	static OutcomeRules of(Set<String> reopen, Set<String> store, UnaryOperator<@Nullable String> code, Faults faults) {
		Map<String, Verdict> rules = new HashMap<>();
		for (String word : reopen) {
			String known = word(word, code);
			if (known == null) {
				faults.add("reopen", word, unknown(word), ONE_OF_THESE);
				continue;
			}
			rules.put(known, Verdict.REOPEN);
		}
		for (String word : store) {
			String known = word(word, code);
			if (known == null) {
				faults.add("store", word, unknown(word), ONE_OF_THESE);
			}
			else if (rules.put(known, Verdict.STORE) == Verdict.REOPEN) {
				faults.add("store", word, "'" + word + "' cannot be both kept and reopened.",
						"Leave it to 'reopen' or to 'store'.");
			}
		}
		return new OutcomeRules(rules);
	}

	private static String unknown(String word) {
		return "'" + word + "' is neither a status (409), a class of statuses (5xx) nor a code of the contract.";
	}

	private static @Nullable String word(String word, UnaryOperator<@Nullable String> code) {
		if (word.matches("[1-5][0-9]{2}|[1-5][xX]{2}")) {
			return word.toLowerCase(Locale.ROOT);
		}
		return code.apply(word);
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

	/**
	 * Takes what is wrong with a word.
	 */
	interface Faults {

		/**
		 * Add a fault.
		 * @param list where the word stands, {@code reopen} or {@code store}
		 */
		void add(String list, String word, String rule, String action);

	}

}
