package dev.errata.browser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StatusAdvice;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * The catalog as data: contracts, their codes, the statuses of these with texts and
 * advice. It is the same for the life of the application and holds nothing of Java's.
 */
final class CatalogView {

	private final Contracts contracts;

	CatalogView(Contracts contracts) {
		this.contracts = contracts;
	}

	Map<String, Object> all() {
		return Map.of("contracts", this.contracts.all().stream().map(this::contract).toList());
	}

	@Nullable Map<String, Object> contract(String name) {
		Contract contract = this.contracts.get(name);
		return (contract != null) ? contract(contract) : null;
	}

	@Nullable Map<String, Object> code(String contractName, String code) {
		Contract contract = this.contracts.get(contractName);
		CatalogEntry entry = (contract != null) ? contract.catalog().find(code) : null;
		return (contract != null && entry != null) ? code(contract, entry) : null;
	}

	private Map<String, Object> contract(Contract contract) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("name", contract.name());
		view.put("paths", contract.paths().stream().map(Object::toString).toList());
		view.put("closed", contract.catalog().isClosed());
		view.put("mediaType", contract.envelope().mediaType());
		view.put("requestIdHeader", contract.requestId().header());
		view.put("codes", contract.catalog().entries().stream().map((entry) -> code(contract, entry)).toList());
		return view;
	}

	private Map<String, Object> code(Contract contract, CatalogEntry entry) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("code", entry.code());
		view.put("family", entry.family());
		view.put("standard", contract.catalog().isBuiltIn(entry));
		put(view, "exitCode", entry.exitCode());
		List<Map<String, Object>> statuses = new ArrayList<>();
		entry.statuses().forEach((status) -> statuses.add(status(entry, status)));
		view.put("statuses", statuses);
		return view;
	}

	private Map<String, Object> status(CatalogEntry entry, int status) {
		StatusAdvice advice = entry.advice(status);
		HttpStatus known = HttpStatus.resolve(status);
		String title = (advice.title() != null) ? advice.title() : (known != null) ? known.getReasonPhrase() : null;
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("status", status);
		put(view, "title", title);
		put(view, "message", (advice.message() != null) ? advice.message() : title);
		put(view, "detail", advice.detail());
		put(view, "meaning", advice.meaning());
		put(view, "fix", advice.fix());
		put(view, "docs", advice.docs());
		put(view, "retryable", advice.retryable());
		if (advice.retryAfter() != null && !Boolean.FALSE.equals(advice.retryable())) {
			put(view, "retryAfter", advice.retryAfter().toSeconds());
		}
		return view;
	}

	private static void put(Map<String, Object> view, String name, @Nullable Object value) {
		if (value != null) {
			view.put(name, value);
		}
	}

}
