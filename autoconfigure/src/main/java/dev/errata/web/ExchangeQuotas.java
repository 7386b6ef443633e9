package dev.errata.web;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import dev.errata.contract.CatalogPage;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.contract.StartupLog;
import dev.errata.quota.QuotaHeaders;
import dev.errata.quota.QuotaRequest;
import dev.errata.quota.Quotas;
import dev.errata.quota.RequestQuotas;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.env.Environment;

/**
 * Knows which exchanges have quota headers: those of a contract that has some, except for
 * those of the catalog and of the actuator, which count towards no quota.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ExchangeQuotas {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

	private static final String ACTUATOR = "management.endpoints.web.base-path";

	private final Quotas quotas;

	private final List<String> exempt;

	private final Clock clock;

	private ExchangeQuotas(Quotas quotas, List<String> exempt, Clock clock) {
		this.quotas = quotas;
		this.exempt = List.copyOf(exempt);
		this.clock = clock;
	}

	/**
	 * Create an instance, and warn if there is only one of headers and providers.
	 * @param contracts the contracts
	 * @param quotas calls the providers
	 * @param catalog the page of the catalog, or {@code null}
	 * @param environment the environment
	 * @param clock the clock
	 * @return an instance, or {@code null} if no exchange has quota headers
	 */
	public static @Nullable ExchangeQuotas create(Contracts contracts, Quotas quotas, @Nullable CatalogPage catalog,
			Environment environment, Clock clock) {
		boolean headers = false;
		for (Contract contract : contracts.all()) {
			headers = headers || !contract.quota().isEmpty();
		}
		if (headers && quotas.isEmpty()) {
			logger.warn(
					"There is no QuotaProvider bean, so the headers of errata.quota are never sent. Declare one, or remove the headers.");
		}
		else if (!headers && !quotas.isEmpty()) {
			logger.warn("No contract has quota headers, so the QuotaProvider is never asked. Set errata.quota.preset "
					+ "or errata.quota.headers.");
		}
		return (headers && !quotas.isEmpty()) ? new ExchangeQuotas(quotas, exempt(catalog, environment), clock) : null;
	}

	private static List<String> exempt(@Nullable CatalogPage catalog, Environment environment) {
		List<String> paths = new ArrayList<>();
		if (catalog != null) {
			paths.add(catalog.path());
		}
		String actuator = environment.getProperty(ACTUATOR, "/actuator");
		// at the root, endpoints stand among everything else
		if (actuator.length() > 1) {
			paths.add(actuator);
		}
		return paths;
	}

	/**
	 * Return whether an exchange has quota headers.
	 * @param exchange the exchange
	 * @return whether its quotas are asked for
	 */
	public boolean areSentIn(ContractExchange exchange) {
		return !exchange.contract().quota().isEmpty() && !isExempt(exchange.path());
	}

	private boolean isExempt(String path) {
		for (String exempt : this.exempt) {
			if (path.startsWith(exempt) && (path.length() == exempt.length() || path.charAt(exempt.length()) == '/')) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the quotas of an exchange, which know the time to wait from now on.
	 * @param exchange the exchange
	 * @param request the request as providers see it
	 * @return the quotas
	 */
	public RequestQuotas of(ContractExchange exchange, QuotaRequest request) {
		QuotaHeaders headers = exchange.contract().quota();
		RequestQuotas quotas = new RequestQuotas(request, headers, this.quotas, this.clock);
		exchange.quotaReset(quotas::untilReset);
		return quotas;
	}

}
