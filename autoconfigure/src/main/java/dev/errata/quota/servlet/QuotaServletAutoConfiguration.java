package dev.errata.quota.servlet;

import java.time.Clock;

import dev.errata.contract.CatalogPage;
import dev.errata.contract.Contracts;
import dev.errata.error.ApplicationClock;
import dev.errata.quota.QuotaAutoConfiguration;
import dev.errata.quota.Quotas;
import dev.errata.web.ExchangeQuotas;
import dev.errata.web.servlet.ErrorDispatchAutoConfiguration;
import dev.errata.web.servlet.FilterOrder;
import dev.errata.web.servlet.OptionalFilterRegistrationBean;
import dev.errata.web.servlet.ServletExchanges;
import jakarta.servlet.DispatcherType;

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

	@Bean
	OptionalFilterRegistrationBean errataQuotaFilter(ObjectProvider<ServletExchanges> exchanges, Quotas quotas,
			Contracts contracts, ObjectProvider<CatalogPage> catalog, Environment environment,
			ObjectProvider<Clock> clock) {
		ExchangeQuotas sent = ExchangeQuotas.create(contracts, quotas, catalog.getIfAvailable(), environment,
				new ApplicationClock(clock.getIfUnique()));
		OptionalFilterRegistrationBean registration = new OptionalFilterRegistrationBean(
				(sent != null) ? new QuotaFilter(exchanges.getObject(), sent) : null);
		registration.setOrder(FilterOrder.QUOTA);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.ASYNC,
				DispatcherType.ERROR);
		return registration;
	}

}
