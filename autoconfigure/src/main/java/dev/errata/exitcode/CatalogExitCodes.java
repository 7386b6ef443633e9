package dev.errata.exitcode;

import java.util.ArrayList;
import java.util.List;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.error.ApiError;
import dev.errata.error.Causes;
import dev.errata.error.ErrorRequest;
import dev.errata.error.ErrorTranslation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ExitCodeExceptionMapper;
import org.springframework.boot.ExitCodeGenerator;

/**
 * Maps the exception that ends an application to the exit code of the error that it means
 * in the default contract, else in the only other one that has an exit code for it.
 */
final class CatalogExitCodes implements ExitCodeExceptionMapper {

	private static final Logger logger = LoggerFactory.getLogger(CatalogExitCodes.class);

	/** The exit code of an exception that no contract has one for. */
	private static final int GENERAL = 1;

	private final List<Contract> contracts = new ArrayList<>();

	private final ErrorTranslation translation;

	CatalogExitCodes(Contracts contracts, ErrorTranslation translation) {
		for (Contract contract : contracts.all()) {
			if (hasExitCodes(contract)) {
				this.contracts.add(contract);
			}
		}
		this.translation = translation;
	}

	private static boolean hasExitCodes(Contract contract) {
		for (CatalogEntry entry : contract.catalog().entries()) {
			if (entry.exitCode() != null) {
				return true;
			}
		}
		return false;
	}

	@Override
	public int getExitCode(Throwable exception) {
		if (this.contracts.isEmpty()) {
			// whatever it is, it is none of ours
			return 0;
		}
		Integer only = null;
		for (Contract contract : this.contracts) {
			Integer exitCode = exitCode(exception, contract);
			if (exitCode != null && contract.isDefault()) {
				return exitCode;
			}
			if (exitCode != null && only != null && !only.equals(exitCode)) {
				return GENERAL;
			}
			only = (exitCode != null) ? exitCode : only;
		}
		if (only != null) {
			return only;
		}
		// which knows its own number, and is asked last
		return isGenerator(exception) ? 0 : GENERAL;
	}

	private @Nullable Integer exitCode(Throwable exception, Contract contract) {
		try {
			ApiError error = contract.composer()
				.compose(this.translation.translate(exception, contract.composer()), ErrorRequest.EXAMPLE, exception);
			CatalogEntry entry = contract.catalog().find(error.code());
			// a code that the contract does not know is another exception by now
			return (entry != null && (contract.isDefault() || error.cause() == exception)) ? entry.exitCode() : null;
		}
		catch (Throwable ex) {
			logger.warn("Cannot determine the exit code of {}", exception.getClass().getName(), ex);
			return null;
		}
	}

	private static boolean isGenerator(Throwable exception) {
		return Causes.find(exception, ExitCodeGenerator.class) != null && Causes.areWellFormed(exception);
	}

}
