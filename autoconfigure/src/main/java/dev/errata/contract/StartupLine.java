package dev.errata.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.envelope.ErrorEnvelope;
import dev.errata.envelope.JsonEnvelope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.ClassUtils;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The one line that says what is in force: the contracts and what other parts of Errata
 * remark on.
 */
final class StartupLine implements SmartInitializingSingleton {

	/** The logger of what is said at start-up and is no fault. */
	static final Logger logger = LoggerFactory.getLogger("dev.errata.startup");

	private static final int MAX_NAMED = 5;

	private final Contracts contracts;

	private final ObjectProvider<StartupRemark> remarks;

	StartupLine(Contracts contracts, ObjectProvider<StartupRemark> remarks) {
		this.contracts = contracts;
		this.remarks = remarks;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (logger.isInfoEnabled()) {
			logger.info("Errata: {}",
					Stream.concat(
							Stream.of(some(this.contracts.all().stream().map(StartupLine::describe).toList(), ", ")),
							this.remarks.orderedStream().map(StartupRemark::text))
						.collect(Collectors.joining("; ")));
		}
	}

	private static String describe(Contract contract) {
		String paths = some(contract.paths().stream().map(PathPattern::getPatternString).toList(), " ");
		return contract.name() + " " + (paths.isEmpty() ? "without paths" : paths) + " (" + count(contract.catalog())
				+ ", envelope " + describe(contract.envelope()) + ")";
	}

	private static String count(ErrorCatalog catalog) {
		List<CatalogEntry> declared = catalog.entries().stream().filter((entry) -> !catalog.isBuiltIn(entry)).toList();
		return declared.size() + ((declared.size() == 1) ? " code, " : " codes, ")
				+ (catalog.isClosed() ? "closed" : catalog.entries().size() - declared.size() + " standard");
	}

	private static String describe(ErrorEnvelope envelope) {
		return (envelope instanceof JsonEnvelope) ? envelope.toString()
				: ClassUtils.getShortName(ClassUtils.getUserClass(envelope));
	}

	/**
	 * Join texts, but so many only that the line can be read.
	 */
	private static String some(List<String> texts, String delimiter) {
		List<String> some = new ArrayList<>(texts.subList(0, Math.min(texts.size(), MAX_NAMED)));
		if (texts.size() > MAX_NAMED) {
			some.add("and " + (texts.size() - MAX_NAMED) + " more");
		}
		return String.join(delimiter, some);
	}

}
