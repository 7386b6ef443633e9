package dev.errata.properties;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * A {@code FailureAnalyzer} that reports a {@link StartupFaultException}, in all versions
 * of Spring Boot alike.
 */
final class StartupFaultAnalyzer extends AbstractFailureAnalyzer<StartupFaultException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StartupFaultException cause) {
		return cause.analysis();
	}

}
