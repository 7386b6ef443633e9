package dev.errata.error;

import java.util.List;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.ResolvedCode;
import dev.errata.catalog.StandardCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the codes that failures and invalid inputs have in a catalog. A code that claims
 * the broken rule comes first.
 */
final class FailureCodes {

	private static final Logger logger = LoggerFactory.getLogger(FailureCodes.class);

	private final ErrorCatalog catalog;

	private final Reported unlistedStatuses = new Reported();

	FailureCodes(ErrorCatalog catalog) {
		this.catalog = catalog;
	}

	/**
	 * Return the entry and the status that a failure ends in, or {@code null} if the
	 * catalog does not know the code.
	 */
	@Nullable ResolvedCode of(Failure failure) {
		StandardCode standardCode = failure.standardCode();
		CatalogEntry claimant = (standardCode != null) ? this.catalog.findByConstraint(rules(failure)) : null;
		if (claimant != null) {
			return new ResolvedCode(claimant, statusOf(claimant, failure));
		}
		if (standardCode == StandardCode.VALIDATION_FAILED && !failure.violations().isEmpty()) {
			StandardCode field = StandardCode.find(failure.violations().get(0).violation().code());
			return this.catalog.answerField((field != null) ? field : standardCode);
		}
		if (standardCode == null) {
			CatalogEntry entry = this.catalog.find(failure.code());
			if (entry != null) {
				return new ResolvedCode(entry, statusOf(entry, failure));
			}
			standardCode = StandardCode.find(failure.code());
		}
		if (standardCode == null) {
			return null;
		}
		Integer status = failure.status();
		return this.catalog.resolve(standardCode, (status != null) ? status : standardCode.status());
	}

	/**
	 * Return the code of an invalid input.
	 */
	String of(Violation violation) {
		CatalogEntry claimant = this.catalog.findByConstraint(violation.rules());
		if (claimant != null) {
			return claimant.code();
		}
		StandardCode standardCode = StandardCode.find(violation.code());
		if (standardCode != null) {
			return this.catalog.fieldCode(standardCode);
		}
		CatalogEntry entry = this.catalog.find(violation.code());
		return (entry != null) ? entry.code() : this.catalog.fieldCode(StandardCode.FIELD_INVALID);
	}

	/**
	 * Return whether a failure has an answer.
	 */
	boolean knows(Failure failure) {
		return failure.standardCode() != null || this.catalog.find(failure.code()) != null
				|| StandardCode.find(failure.code()) != null;
	}

	private static List<String> rules(Failure failure) {
		return failure.violations().isEmpty() ? failure.rules() : failure.violations().get(0).violation().rules();
	}

	private int statusOf(CatalogEntry entry, Failure failure) {
		Integer status = failure.status();
		StandardCode namesake = (status != null) ? StandardCode.find(entry.code()) : null;
		if (status != null && namesake != null && namesake.isRoot() && status / 100 == namesake.status() / 100) {
			return this.catalog.resolve(namesake, status).status();
		}
		if (status == null || entry.statuses().contains(status)) {
			return (status != null) ? status : entry.statuses().get(0);
		}
		// the status of an exception that a code claims gives way silently
		if (failure.exception() == null && this.unlistedStatuses.isFirst(entry.code() + " " + status)) {
			logger.warn(
					"The code '{}' was raised with the status {}, which it does not list; it is sent with {}. Add the "
							+ "status to the code's 'status'.",
					entry.code(), status, entry.statuses().get(0));
		}
		return entry.statuses().get(0);
	}

}
