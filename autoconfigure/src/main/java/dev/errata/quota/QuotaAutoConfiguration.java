package dev.errata.quota;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for quotas.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWebApplication
public final class QuotaAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Quotas errataQuotas(ObjectProvider<QuotaProvider> providers) {
		return new Quotas(providers.orderedStream().toList());
	}

}
