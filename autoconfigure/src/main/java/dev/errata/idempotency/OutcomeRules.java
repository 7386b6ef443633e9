package dev.errata.idempotency;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import org.jspecify.annotations.Nullable;

/**
 * Decides by code and status whether a response is kept or its key is reopened. The
 * configured rules come first, a code before a status before a class of statuses; then a
 * code that is declared retryable; then the statuses that leave the outcome open.
 */
final class OutcomeRules {

	private static final Set<Integer> REOPENING = Set.of(401, 403, 408, 409, 423, 425, 429);

	private static final String CORRECT_OR_DECLARE = "Correct the code, or declare it.";

	private final Map<String, KeyDisposition> rules;

	private OutcomeRules(Map<String, KeyDisposition> rules) {
		this.rules = Map.copyOf(rules);
	}

	/**
	 * Create rules.
	 * @param reopen what reopens a key: 409, 5xx or a code
	 * @param keep what is kept
	 * @param contracts the contracts whose codes can be named
	 * @param faults takes each word that is neither a status nor a code, or that is in
	 * both lists
	 */
	static OutcomeRules of(Set<String> reopen, Set<String> keep, List<Contract> contracts, Faults faults) {
		Map<String, KeyDisposition> rules = new HashMap<>();
		for (String word : reopen) {
			String known = word(word, contracts);
			if (known == null) {
				faults.add("reopen", word, unknown(word), CORRECT_OR_DECLARE);
				continue;
			}
			rules.put(known, KeyDisposition.REOPEN);
		}
		for (String word : keep) {
			String known = word(word, contracts);
			if (known == null) {
				faults.add("keep", word, unknown(word), CORRECT_OR_DECLARE);
			}
			else if (rules.put(known, KeyDisposition.KEEP) == KeyDisposition.REOPEN) {
				faults.add("keep", word, "'" + word + "' cannot be both kept and reopened.",
						"List it in only one of 'reopen' and 'keep'.");
			}
		}
		return new OutcomeRules(rules);
	}

	private static String unknown(String word) {
		return "'" + word + "' is neither a status (409), a class of statuses (5xx) nor a code of the contract.";
	}

	/**
	 * Return a status in lower case, or a code as it stands in an answer.
	 */
	private static @Nullable String word(String word, List<Contract> contracts) {
		if (word.matches("[1-5][0-9]{2}|[1-5][xX]{2}")) {
			return word.toLowerCase(Locale.ROOT);
		}
		for (Contract contract : contracts) {
			CatalogEntry entry = contract.catalog().find(word);
			if (entry != null) {
				return entry.code();
			}
		}
		return null;
	}

	/**
	 * Return what becomes of the key.
	 * @param status the status of the answer
	 * @param code its code, if it is an error in a contract
	 * @param retryable whether the code says so
	 */
	KeyDisposition decide(int status, @Nullable String code, @Nullable Boolean retryable) {
		KeyDisposition disposition = (code != null) ? this.rules.get(code) : null;
		if (disposition == null && !this.rules.isEmpty()) {
			disposition = this.rules.get(Integer.toString(status));
			disposition = (disposition != null) ? disposition : this.rules.get(status / 100 + "xx");
		}
		if (disposition != null) {
			return disposition;
		}
		boolean reopening = Boolean.TRUE.equals(retryable) || status >= 500 || REOPENING.contains(status);
		return reopening ? KeyDisposition.REOPEN : KeyDisposition.KEEP;
	}

	/**
	 * Takes what is wrong with a word.
	 */
	interface Faults {

		/**
		 * Add a fault.
		 * @param list where the word stands, {@code reopen} or {@code keep}
		 */
		void add(String list, String word, String rule, String action);

	}

}
