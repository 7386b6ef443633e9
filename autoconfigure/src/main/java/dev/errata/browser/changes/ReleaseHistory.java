package dev.errata.browser.changes;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.errata.browser.changes.Release.Change;
import dev.errata.browser.changes.Release.Kind;
import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.Deprecation;
import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * The history of the codes of a service, read from the snapshots of its contracts on the
 * class path: {@code errata/snapshots/VERSION.json}. Standard codes are left out; they
 * change with Errata, not with the service.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ReleaseHistory {

	/** Where the snapshots are. */
	public static final String LOCATION = "errata/snapshots/";

	private static final Logger logger = LoggerFactory.getLogger(ReleaseHistory.class);

	private final Contracts contracts;

	private final @Nullable String version;

	private final Supplier<List<Release>> releases;

	/**
	 * Create a history.
	 * @param contracts the contracts as they are
	 * @param version the version of the service as it is, or {@code null}
	 * @param classLoader has the snapshots
	 */
	public ReleaseHistory(Contracts contracts, @Nullable String version, @Nullable ClassLoader classLoader) {
		this.contracts = contracts;
		this.version = version;
		this.releases = SingletonSupplier.of(() -> compare(snapshots(classLoader)));
	}

	/**
	 * Return the releases.
	 * @return the releases, the latest first; none if there are no snapshots
	 */
	public List<Release> releases() {
		return this.releases.get();
	}

	private static Map<String, Codes> snapshots(@Nullable ClassLoader classLoader) {
		Map<String, Codes> snapshots = new TreeMap<>(ReleaseHistory::compareVersions);
		try {
			for (Resource file : new PathMatchingResourcePatternResolver(classLoader)
				.getResources("classpath*:" + LOCATION + "*.json")) {
				String version = StringUtils.stripFilenameExtension(Objects.requireNonNull(file.getFilename()));
				try {
					snapshots.put(version, Codes.of(JsonMapper.shared().readTree(file.getContentAsByteArray())));
				}
				catch (JacksonException ex) {
					logger.warn("{} is no snapshot of contracts, so the changes of this version are not shown", file);
				}
			}
		}
		catch (IOException ex) {
			logger.warn("The snapshots of contracts cannot be read, so no changes are shown", ex);
		}
		return snapshots;
	}

	private static int compareVersions(String a, String b) {
		try {
			int order = ModuleDescriptor.Version.parse(a).compareTo(ModuleDescriptor.Version.parse(b));
			return (order != 0) ? order : a.compareTo(b);
		}
		catch (IllegalArgumentException ex) {
			// no version that begins with a number
			return a.compareTo(b);
		}
	}

	private List<Release> compare(Map<String, Codes> snapshots) {
		List<Release> releases = new ArrayList<>();
		Codes before = null;
		for (Map.Entry<String, Codes> snapshot : snapshots.entrySet()) {
			releases.add(new Release(snapshot.getKey(),
					(before != null) ? changes(before, snapshot.getValue()) : List.of()));
			before = snapshot.getValue();
		}
		if (before != null) {
			List<Change> changes = changes(before, Codes.of(this.contracts));
			if (!changes.isEmpty()) {
				boolean released = this.version == null || snapshots.containsKey(this.version);
				releases.add(new Release(released ? null : this.version, changes));
			}
		}
		Collections.reverse(releases);
		return releases;
	}

	private List<Change> changes(Codes before, Codes after) {
		List<Change> changes = new ArrayList<>();
		after.byContract.forEach((contract, codes) -> codes.forEach((code, facts) -> {
			Facts known = before.find(contract, code);
			if (known == null) {
				add(changes, Kind.ADDED, contract, code, "");
			}
			else {
				String difference = facts.differenceTo(known);
				if (!difference.isEmpty()) {
					add(changes, Kind.CHANGED, contract, code, difference);
				}
			}
			if (facts.deprecation != null && (known == null || known.deprecation == null)) {
				String use = facts.deprecation.use();
				add(changes, Kind.DEPRECATED, contract, code, (use != null) ? "use " + use : "");
			}
		}));
		before.byContract.forEach((contract, codes) -> codes.keySet()
			.stream()
			.filter((code) -> after.find(contract, code) == null)
			.forEach((code) -> add(changes, Kind.REMOVED, contract, code, "")));
		changes.sort(Comparator.comparing(Change::kind));
		return changes;
	}

	private void add(List<Change> changes, Kind kind, String contractName, String code, String detail) {
		Contract contract = this.contracts.get(contractName);
		CatalogEntry entry = (contract != null) ? contract.catalog().find(code) : null;
		boolean standard = (contract != null && entry != null) ? contract.catalog().isBuiltIn(entry)
				: StandardCode.find(code) != null;
		if (!standard) {
			changes.add(new Change(kind, contract, contractName, code, detail));
		}
	}

	/**
	 * The codes of a version.
	 */
	private record Codes(Map<String, Map<String, Facts>> byContract) {

		static Codes of(JsonNode snapshot) {
			Map<String, Map<String, Facts>> byContract = new LinkedHashMap<>();
			snapshot.path("contracts").properties().forEach((contract) -> {
				Map<String, Facts> codes = new LinkedHashMap<>();
				contract.getValue()
					.path("codes")
					.properties()
					.forEach((code) -> codes.put(code.getKey(), Facts.of(code.getValue())));
				byContract.put(contract.getKey(), codes);
			});
			return new Codes(byContract);
		}

		static Codes of(Contracts contracts) {
			Map<String, Map<String, Facts>> byContract = new LinkedHashMap<>();
			contracts.all().forEach((contract) -> {
				Map<String, Facts> codes = new LinkedHashMap<>();
				contract.catalog()
					.listed()
					.forEach((entry) -> codes.put(entry.code(),
							new Facts(entry.statuses(), entry.family(), entry.deprecation())));
				byContract.put(contract.name(), codes);
			});
			return new Codes(byContract);
		}

		@Nullable Facts find(String contract, String code) {
			return this.byContract.getOrDefault(contract, Map.of()).get(code);
		}

	}

	/**
	 * What clients rely on.
	 */
	private record Facts(List<Integer> statuses, String family, @Nullable Deprecation deprecation) {

		static Facts of(JsonNode code) {
			JsonNode deprecated = code.path("deprecated");
			return new Facts(code.path("statuses").valueStream().map((status) -> status.asInt(0)).toList(),
					code.path("family").asString(""),
					deprecated.isObject() ? new Deprecation(deprecated.path("since").asString(null),
							deprecated.path("use").asString(null)) : null);
		}

		String differenceTo(Facts before) {
			List<String> differences = new ArrayList<>();
			if (!this.statuses.equals(before.statuses)) {
				differences.add("status " + words(this.statuses) + " instead of " + words(before.statuses));
			}
			if (!this.family.equals(before.family)) {
				differences.add("family " + this.family + " instead of " + before.family);
			}
			return String.join("; ", differences);
		}

		private static String words(List<Integer> statuses) {
			return String.join(", ", statuses.stream().map(Object::toString).toList());
		}

	}

}
