package dev.errata.web;

import java.util.List;

import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.contract.Limits;
import dev.errata.contract.PathMap;
import dev.errata.contract.StartupLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Warns at start-up of contracts and limits that never take effect, because nothing is
 * mapped to their paths.
 */
final class UnmappedPaths implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

	private final Contracts contracts;

	private final ObjectProvider<Mappings> mappings;

	UnmappedPaths(Contracts contracts, ObjectProvider<Mappings> mappings) {
		this.contracts = contracts;
		this.mappings = mappings;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (hasPathsOfSome()) {
			this.mappings.ifAvailable((mappings) -> warn(mappings.paths()));
		}
	}

	/**
	 * Return whether anything applies to some paths only. All are mapped to something.
	 */
	private boolean hasPathsOfSome() {
		for (Contract contract : this.contracts.all()) {
			for (PathPattern path : contract.paths()) {
				if (!path.getPatternString().equals(MappedPaths.EVERYTHING)) {
					return true;
				}
			}
		}
		Limits limits = this.contracts.limits();
		return !limits.body().isEmpty() || !limits.asyncTimeout().isEmpty();
	}

	private void warn(MappedPaths mapped) {
		for (Contract contract : this.contracts.all()) {
			List<String> paths = contract.paths().stream().map(PathPattern::getPatternString).toList();
			if (!paths.isEmpty() && paths.stream().noneMatch(mapped::overlap)) {
				logger.warn("No handler is mapped to the paths of the contract '{}': {}. Correct them, unless a filter "
						+ "answers there.", contract.name(), paths);
			}
		}
		warn("errata.limits.body", this.contracts.limits().body(), mapped);
		warn("errata.limits.async-timeout", this.contracts.limits().asyncTimeout(), mapped);
	}

	private static void warn(String property, PathMap<?> limits, MappedPaths mapped) {
		for (PathMap.Entry<?> limit : limits.entries()) {
			String path = limit.pattern().getPatternString();
			if (!mapped.overlap(path)) {
				logger.warn("No handler is mapped to '{}', a path of {}. Correct it, unless a filter answers there.",
						path, property);
			}
		}
	}

}
