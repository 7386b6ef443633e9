package dev.errata.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.CodeNames;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.contract.RemoteContractProperties;
import dev.errata.properties.FaultReport;
import dev.errata.properties.PropertiesReader;
import org.jspecify.annotations.Nullable;

/**
 * Builds the services that this one calls from the bound properties.
 */
final class RemoteApisFactory {

	private static final String CLIENTS = "errata.clients";

	private static final int MOST_RETRIES = 20;

	private final Contracts contracts;

	private final PropertiesReader reader;

	private final FaultReport report;

	private final Clock clock;

	private final Map<String, String> owners = new HashMap<>();

	RemoteApisFactory(Contracts contracts, PropertiesReader reader, Clock clock) {
		this.contracts = contracts;
		this.reader = reader;
		this.report = reader.report();
		this.clock = clock;
	}

	/**
	 * Build the services. Faults are added to the report.
	 */
	List<RemoteApi> create(ClientsProperties properties) {
		List<RemoteApi> apis = new ArrayList<>();
		this.reader.declared(CLIENTS, properties.clients()).forEach((name, client) -> {
			RemoteApi api = api(name, CLIENTS + "." + name, client);
			if (api != null) {
				apis.add(api);
			}
		});
		return apis;
	}

	private @Nullable RemoteApi api(String name, String property, ClientProperties properties) {
		if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,49}")) {
			this.report.add(property, null, "The name of a client consists of letters, digits, dashes and underscores.",
					"Rename the client.");
		}
		List<URI> bases = bases(property + ".url", properties.url());
		checkRetry(property + ".retry", properties.retry());
		Map<String, String> translations = this.reader.declared(property + ".translate", properties.translate());
		translations.forEach((code, own) -> {
			if (!isOwnCode(own)) {
				List<String> nearest = CodeNames.nearest(own, ownCodes());
				this.report.add(property + ".translate." + code, own, "This application has no such code.",
						nearest.isEmpty() ? "Declare the code, or use another one." : CodeNames.didYouMean(nearest));
			}
		});
		Contract contract = contract(property + ".contract", name, properties.contract());
		if (contract == null) {
			return null;
		}
		Map<String, String> known = new LinkedHashMap<>();
		translations
			.forEach((code, own) -> known.put(codeOf(contract, property, "translate." + code, code, null), own));
		Set<String> exposed = new LinkedHashSet<>();
		if (properties.exposeMessage() != null) {
			properties.exposeMessage()
				.stream()
				.filter(Objects::nonNull)
				.forEach((code) -> exposed.add(codeOf(contract, property, "expose-message", code, code)));
		}
		return new RemoteApi(name, bases, contract, Map.copyOf(known), Set.copyOf(exposed), properties.retry(),
				new AnswerReader(name, contract, this.clock));
	}

	/**
	 * Return the contract of a client, or {@code null} if its codes are not known.
	 */
	private @Nullable Contract contract(String property, String client, @Nullable RemoteContractProperties properties) {
		if (properties == null && this.report.isAboutOrBelow(property)) {
			return null;
		}
		return ((properties != null) ? properties : RemoteContractProperties.NONE).contract(property, client,
				this.contracts, this.reader);
	}

	private Set<String> ownCodes() {
		Set<String> codes = new LinkedHashSet<>();
		this.contracts.all()
			.forEach((contract) -> contract.catalog().entries().forEach((entry) -> codes.add(entry.code())));
		return codes;
	}

	private boolean isOwnCode(String code) {
		return this.contracts.all().stream().anyMatch((contract) -> isCodeOf(contract, code));
	}

	/**
	 * Return whether a contract of this application has a code, even if it has a fault.
	 */
	private boolean isCodeOf(Contract contract, String code) {
		String codes = contract.isDefault() ? "errata.codes" : "errata.contracts." + contract.name() + ".codes";
		return contract.catalog().find(code) != null || this.reader.isDeclared(codes, code);
	}

	private String codeOf(Contract contract, String client, String property, String code, @Nullable Object value) {
		CatalogEntry entry = contract.catalog().find(code);
		if (entry != null) {
			return entry.code();
		}
		if (!this.reader.isDeclared(client + ".contract.codes", code)
				&& !(this.contracts.all().contains(contract) && isCodeOf(contract, code))) {
			List<String> nearest = contract.catalog().nearest(code);
			this.report.add(client + "." + property, value, "The contract of the client has no code '" + code + "'.",
					nearest.isEmpty() ? "Use one of its codes." : CodeNames.didYouMean(nearest));
		}
		return code;
	}

	private List<URI> bases(String property, @Nullable List<String> urls) {
		List<URI> bases = new ArrayList<>();
		if (urls == null || urls.isEmpty()) {
			this.report.add(property, null, "'url' is required.", "Add it, e.g. https://api.example.com/v1.");
			return bases;
		}
		for (String url : urls) {
			URI base = base(url);
			if (base == null) {
				this.report.add(property, url, "Not a base URL.",
						"Use an http or https URL without user, query and fragment.");
				continue;
			}
			String owner = this.owners.putIfAbsent(base.toString().toLowerCase(Locale.ROOT), property);
			if (owner != null && !owner.equals(property)) {
				this.report.add(property, url, "'" + owner + "' has the same URL.",
						"Keep it in only one of the two clients.");
			}
			bases.add(base);
		}
		return bases;
	}

	private static @Nullable URI base(String url) {
		try {
			URI base = new URI(url.strip().replaceFirst("/+$", "")).normalize();
			boolean http = "http".equalsIgnoreCase(base.getScheme()) || "https".equalsIgnoreCase(base.getScheme());
			return (http && base.getHost() != null && base.getRawUserInfo() == null && base.getRawQuery() == null
					&& base.getRawFragment() == null) ? base : null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private void checkRetry(String property, ClientProperties.RetryProperties retry) {
		if (retry.maxRetries() < 0 || retry.maxRetries() > MOST_RETRIES) {
			this.report.add(property + ".max-retries", retry.maxRetries(),
					"The number of retries must be between 0 and " + MOST_RETRIES + ".", "Use a number in that range.");
		}
		checkTime(property + ".delay", retry.delay());
		checkTime(property + ".max-delay", retry.maxDelay());
		checkTime(property + ".max-retry-after", retry.maxRetryAfter());
		checkTime(property + ".timeout", retry.timeout());
	}

	private void checkTime(String property, @Nullable Duration time) {
		// what could not be converted has been reported
		if (time != null && (time.toMillis() < 1 || time.compareTo(Duration.ofDays(1)) > 0)) {
			this.report.add(property, time, "The duration must be between one millisecond and one day.",
					"Use a duration such as 200ms or 30s.");
		}
	}

}
