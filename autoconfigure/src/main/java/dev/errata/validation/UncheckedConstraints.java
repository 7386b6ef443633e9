package dev.errata.validation;

import java.util.LinkedHashSet;
import java.util.Set;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.contract.StartupLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Warns at start-up of constraints that never take effect, because no provider of Jakarta
 * Validation checks them. Only well-known constraints are named: the names of others may
 * be those of the database.
 */
final class UncheckedConstraints implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

	private final ObjectProvider<Contracts> contracts;

	UncheckedConstraints(ObjectProvider<Contracts> contracts) {
		this.contracts = contracts;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Contracts contracts = this.contracts.getIfAvailable();
		if (contracts != null) {
			warn(constraints(contracts));
		}
	}

	private static Set<String> constraints(Contracts contracts) {
		Set<String> constraints = new LinkedHashSet<>();
		for (Contract contract : contracts.all()) {
			for (CatalogEntry entry : contract.catalog().entries()) {
				for (String constraint : entry.constraints()) {
					if (ConstraintRules.isWellKnown(constraint.split("\\.", 2)[0])) {
						constraints.add(constraint + " (" + entry.code() + ")");
					}
				}
			}
		}
		return constraints;
	}

	private static void warn(Set<String> constraints) {
		if (!constraints.isEmpty()) {
			logger.warn("Constraints of codes are not checked, because there is no provider of Jakarta Validation: {}. "
					+ "Add spring-boot-starter-validation.", StartupLog.some(constraints, ", "));
		}
	}

}
