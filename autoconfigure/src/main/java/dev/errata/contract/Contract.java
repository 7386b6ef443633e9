package dev.errata.contract;

import java.util.List;

import dev.errata.catalog.ErrorCatalog;
import dev.errata.envelope.ErrorEnvelope;
import dev.errata.envelope.HeaderTemplate;
import dev.errata.envelope.LastEvent;
import dev.errata.error.ErrorComposer;
import dev.errata.quota.QuotaHeaders;
import dev.errata.requestid.RequestIdPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * The contract for the errors of a set of paths: catalog, envelope, headers and request
 * ids.
 *
 * @param name the name; {@value #DEFAULT} for the contract at the root
 * @param title the name for the readers of the catalog, or {@code null}
 * @param description what it is for, or {@code null}
 * @param paths the paths that the contract applies to, unless another one has a more
 * specific pattern
 * @param catalog the codes
 * @param composer turns failures into errors of this contract
 * @param envelope the document that carries an error
 * @param headers the headers of every error
 * @param requestId how requests get their ids
 * @param quota the headers that show quotas
 * @param lastEvent the last event of a stream that fails, or {@code null} if it is cut
 * off
 * @since 0.1.0
 * @hidden
 */
public record Contract(String name, @Nullable String title, @Nullable String description, List<PathPattern> paths,
		ErrorCatalog catalog, ErrorComposer composer, ErrorEnvelope envelope, List<HeaderTemplate> headers,
		RequestIdPolicy requestId, QuotaHeaders quota, @Nullable LastEvent lastEvent) {

	/** The name of the contract at the root of {@code errata}. */
	public static final String DEFAULT = "default";

	/**
	 * Return whether this is the default contract.
	 * @return whether the contract has the name {@value #DEFAULT}
	 */
	public boolean isDefault() {
		return DEFAULT.equals(this.name);
	}

}
