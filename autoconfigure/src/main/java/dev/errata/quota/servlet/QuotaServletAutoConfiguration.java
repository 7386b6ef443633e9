package dev.errata.quota.servlet;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import dev.errata.contract.CatalogPage;
import dev.errata.contract.Contracts;
import dev.errata.contract.StartupLog;
import dev.errata.error.ApplicationClock;
import dev.errata.quota.QuotaAutoConfiguration;
import dev.errata.quota.Quotas;
import dev.errata.web.servlet.ErrorDispatchAutoConfiguration;
import dev.errata.web.servlet.FilterOrder;
import dev.errata.web.servlet.OptionalFilterRegistrationBean;
import dev.errata.web.servlet.ServletExchanges;
import jakarta.servlet.DispatcherType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration for the headers of quotas.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = ErrorDispatchAutoConfiguration.class, after = QuotaAutoConfiguration.class)
@AutoConfigureOrder(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
public final class QuotaServletAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

	private static final String ACTUATOR = "management.endpoints.web.base-path";

	@Bean
	OptionalFilterRegistrationBean errataQuotaFilter(ObjectProvider<ServletExchanges> exchanges, Quotas quotas,
			Contracts contracts, ObjectProvider<CatalogPage> catalog, Environment environment,
			ObjectProvider<Clock> clock) {
		OptionalFilterRegistrationBean registration = new OptionalFilterRegistrationBean(
				areSent(contracts, quotas) ? new QuotaFilter(exchanges.getObject(), quotas,
						exempt(catalog, environment), new ApplicationClock(clock.getIfUnique())) : null);
		registration.setOrder(FilterOrder.QUOTA);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.ASYNC,
				DispatcherType.ERROR);
		return registration;
	}

	/**
	 * Return the paths of the catalog and of the actuator, which count towards no quota.
	 */
	private static List<String> exempt(ObjectProvider<CatalogPage> catalog, Environment environment) {
		List<String> paths = new ArrayList<>();
		catalog.ifAvailable((page) -> paths.add(page.path()));
		String actuator = environment.getProperty(ACTUATOR, "/actuator");
		// at the root, endpoints stand among everything else
		if (actuator.length() > 1) {
			paths.add(actuator);
		}
		return paths;
	}

	private static boolean areSent(Contracts contracts, Quotas quotas) {
		boolean headers = contracts.all().stream().anyMatch((contract) -> !contract.quota().isEmpty());
		if (headers && quotas.isEmpty()) {
			logger.warn(
					"There is no QuotaProvider bean, so the headers of errata.quota are never sent. Declare one, or remove the headers.");
		}
		else if (!headers && !quotas.isEmpty()) {
			logger.warn("No contract has quota headers, so the QuotaProvider is never asked. Set errata.quota.preset "
					+ "or errata.quota.headers.");
		}
		return headers && !quotas.isEmpty();
	}

}
