package dev.errata.exitcode;

import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.error.ErrorTranslation;
import dev.errata.error.ErrorTranslator;
import dev.errata.web.WebAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the exit codes of command-line applications, which have no web.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { ContractAutoConfiguration.class, WebAutoConfiguration.class })
public final class ExitCodeAutoConfiguration {

	@Bean
	CatalogExitCodes errataExitCodes(Contracts contracts, ObjectProvider<ErrorTranslation> translation,
			ObjectProvider<ErrorTranslator> translators) {
		ErrorTranslation available = translation.getIfAvailable();
		return new CatalogExitCodes(contracts,
				(available != null) ? available : ErrorTranslation.of(translators.orderedStream().toList()));
	}

}
