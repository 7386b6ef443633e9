package dev.errata.quota.reactive;

import java.time.Clock;

import dev.errata.contract.CatalogPage;
import dev.errata.contract.Contracts;
import dev.errata.error.ApplicationClock;
import dev.errata.quota.QuotaAutoConfiguration;
import dev.errata.quota.Quotas;
import dev.errata.web.ExchangeQuotas;
import dev.errata.web.reactive.FilterOrder;
import dev.errata.web.reactive.WebReactiveAutoConfiguration;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * Auto-configuration for the headers of quotas in a reactive application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { QuotaAutoConfiguration.class, WebReactiveAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
public final class QuotaReactiveAutoConfiguration {

	@Bean
	@Order(FilterOrder.QUOTA)
	@Nullable QuotaFilter errataQuotaFilter(Quotas quotas, Contracts contracts, ObjectProvider<CatalogPage> catalog,
			Environment environment, ObjectProvider<Clock> clock) {
		ExchangeQuotas sent = ExchangeQuotas.create(contracts, quotas, catalog.getIfAvailable(), environment,
				new ApplicationClock(clock.getIfUnique()));
		return (sent != null) ? new QuotaFilter(sent) : null;
	}

}
