package dev.errata.contract;

import java.util.List;
import java.util.StringJoiner;

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
 * Logs one line at start-up that shows the active configuration: the contracts, and a
 * remark of each other part of Errata.
 */
final class StartupLine implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

	private final Contracts contracts;

	private final ObjectProvider<StartupRemark> remarks;

	StartupLine(Contracts contracts, ObjectProvider<StartupRemark> remarks) {
		this.contracts = contracts;
		this.remarks = remarks;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (logger.isInfoEnabled()) {
			StringJoiner line = new StringJoiner("; ");
			line.add(StartupLog.some(this.contracts.all().stream().map(StartupLine::describe).toList(), ", "));
			for (StartupRemark remark : this.remarks.orderedStream().toList()) {
				line.add(remark.text());
			}
			logger.info("Errata: {}", line);
		}
	}

	private static String describe(Contract contract) {
		String paths = StartupLog.some(contract.paths().stream().map(PathPattern::getPatternString).toList(), " ");
		return contract.name() + " " + (paths.isEmpty() ? "without paths" : paths) + " (" + count(contract.catalog())
				+ ", envelope " + describe(contract.envelope()) + ")";
	}

	private static String count(ErrorCatalog catalog) {
		List<CatalogEntry> declared = catalog.listed().stream().filter((entry) -> !catalog.isBuiltIn(entry)).toList();
		return declared.size() + ((declared.size() == 1) ? " code, " : " codes, ")
				+ (catalog.isClosed() ? "closed" : catalog.listed().size() - declared.size() + " standard");
	}

	private static String describe(ErrorEnvelope envelope) {
		return (envelope instanceof JsonEnvelope) ? envelope.toString()
				: ClassUtils.getShortName(ClassUtils.getUserClass(envelope));
	}

}
