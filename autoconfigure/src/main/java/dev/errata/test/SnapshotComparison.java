package dev.errata.test;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds the changes from one snapshot to another that break clients.
 */
final class SnapshotComparison {

	private final List<String> faults = new ArrayList<>();

	List<String> compare(Map<?, ?> before, Map<?, ?> after) {
		Map<?, ?> contracts = map(after.get("contracts"));
		map(before.get("contracts")).forEach((name, contract) -> {
			if (contracts.containsKey(name)) {
				compareContracts(name + ": ", map(contract), map(contracts.get(name)));
			}
			else {
				this.faults.add("The contract " + name + " is gone.");
			}
		});
		return this.faults;
	}

	private void compareContracts(String contract, Map<?, ?> before, Map<?, ?> after) {
		compareValues(contract + "The media type", before.get("mediaType"), after.get("mediaType"));
		compareValues(contract + "The header of the request id", before.get("requestIdHeader"),
				after.get("requestIdHeader"));
		compareHeaders(contract + "The header ", list(before.get("headers")), list(after.get("headers")));
		compareHeaders(contract + "The header for quotas ", list(before.get("quotaHeaders")),
				list(after.get("quotaHeaders")));
		compareEnvelopes(contract, "", map(before.get("envelope")), map(after.get("envelope")));
		Map<?, ?> codes = map(after.get("codes"));
		map(before.get("codes")).forEach((code, facts) -> {
			if (codes.containsKey(code)) {
				compareCodes(contract + "The code " + code, map(facts), map(codes.get(code)));
			}
			else {
				this.faults.add(contract + "The code " + code + " is gone.");
			}
		});
	}

	private void compareHeaders(String what, List<?> before, List<?> after) {
		before.stream()
			.filter((header) -> !after.contains(header))
			.forEach((header) -> this.faults.add(what + header + " is gone."));
	}

	private void compareCodes(String code, Map<?, ?> before, Map<?, ?> after) {
		List<?> statuses = list(after.get("statuses"));
		List<?> known = list(before.get("statuses"));
		if (!known.isEmpty() && !statuses.isEmpty() && !known.get(0).equals(statuses.get(0))) {
			this.faults.add(code + " has the status " + statuses.get(0) + "; it was " + known.get(0) + ".");
		}
		known.stream()
			.skip(1)
			.filter((status) -> !statuses.contains(status))
			.forEach((status) -> this.faults.add(code + " has no longer the status " + status + "."));
		compareValues(code + " in its family", before.get("family"), after.get("family"));
		compareExtensions(code, map(before.get("extensions")), map(after.get("extensions")));
	}

	/**
	 * Compare the extensions of a code by status. One more is fine, as is one more member
	 * of {@code {extensions}}.
	 */
	private void compareExtensions(String code, Map<?, ?> before, Map<?, ?> after) {
		before.forEach((status, extensions) -> map(extensions).forEach((name, value) -> {
			Map<?, ?> others = map(after.get(status));
			String extension = code + " (" + status + "): its extension " + name;
			if (!others.containsKey(name)) {
				this.faults.add(extension + " is gone.");
			}
			else {
				compareValues(extension, value, others.get(name));
			}
		}));
	}

	private void compareValues(String what, @Nullable Object before, @Nullable Object after) {
		if (!Objects.equals(before, after)) {
			this.faults.add(what + " is " + after + "; it was " + before + ".");
		}
	}

	/**
	 * Compare two schemas, and name the member of the document that differs.
	 */
	private void compareEnvelopes(String contract, String place, Map<?, ?> before, Map<?, ?> after) {
		Map<?, ?> properties = map(before.get("properties"));
		Map<?, ?> others = map(after.get("properties"));
		String name = place.isEmpty() ? "The envelope" : "The member " + place + " of the envelope";
		Set<Object> keys = new LinkedHashSet<>(before.keySet());
		keys.addAll(after.keySet());
		keys.removeAll(List.of("properties", "required"));
		for (Object key : keys) {
			if (!Objects.equals(before.get(key), after.get(key))) {
				this.faults.add(contract + name + " has changed: " + change(key, before.get(key), after.get(key)));
			}
		}
		properties.forEach((property, schema) -> {
			String member = place + "/" + property;
			if (!others.containsKey(property)) {
				this.faults.add(contract + "The member " + member + " of the envelope is gone.");
				return;
			}
			compareEnvelopes(contract, member, map(schema), map(others.get(property)));
			boolean always = list(before.get("required")).contains(property);
			if (always != list(after.get("required")).contains(property)) {
				this.faults.add(contract + "The member " + member + " of the envelope is "
						+ (always ? "no longer always there." : "now always there."));
			}
		});
		others.keySet()
			.stream()
			.filter((property) -> !properties.containsKey(property))
			.forEach((property) -> this.faults
				.add(contract + "The member " + place + "/" + property + " of the envelope is new."));
	}

	private static String change(Object key, @Nullable Object before, @Nullable Object after) {
		if (key.equals("additionalProperties") && (before == null || after == null)) {
			return "members of any name are " + ((before == null) ? "now allowed." : "no longer allowed.");
		}
		if (before == null) {
			return "it has now the " + key + " " + after + ".";
		}
		return (after == null) ? "it has no longer the " + key + " " + before + "."
				: "its " + key + " is " + after + "; it was " + before + ".";
	}

	private static Map<?, ?> map(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? map : Map.of();
	}

	private static List<?> list(@Nullable Object value) {
		return (value instanceof List<?> list) ? list : List.of();
	}

}
