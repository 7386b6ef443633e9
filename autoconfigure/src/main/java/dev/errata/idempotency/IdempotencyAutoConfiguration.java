package dev.errata.idempotency;

import java.util.List;
import java.util.Locale;

import dev.errata.contract.CheckedProperties;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.PropertiesPart;
import dev.errata.contract.StartupLog;
import dev.errata.contract.StartupRemark;
import dev.errata.idempotency.IdempotencyProperties.Memory;
import dev.errata.idempotency.IdempotencyProperties.Store;
import dev.errata.properties.StartupFaultException;
import dev.errata.web.Mappings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * Auto-configuration for idempotency keys: the guard, and the store that it works with.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ContractAutoConfiguration.class)
public final class IdempotencyAutoConfiguration {

	private static final String CAFFEINE = "com.github.benmanes.caffeine.cache.Caffeine";

	@Bean
	PropertiesPart<IdempotencyProperties, IdempotencyRules> errataIdempotencyProperties() {
		return new PropertiesPart<>("idempotency", IdempotencyProperties.class,
				(properties, contracts, reader) -> new IdempotencyRulesFactory(properties, contracts, reader).create());
	}

	/**
	 * Also where keys are disabled, since a handler that asks for them is a fault then.
	 */
	@Bean
	@ConditionalOnWebApplication
	@ConditionalOnClass(HandlerMethod.class)
	IdempotentHandlers errataIdempotentHandlers(ObjectProvider<Mappings> mappings,
			ObjectProvider<IdempotencyRules> rules) {
		return new IdempotentHandlers(mappings, rules.getIfAvailable());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("errata.idempotency.enabled")
	static class GuardConfiguration {

		private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

		@Bean
		IdempotencyRules errataIdempotencyRules(CheckedProperties checked, PropertiesPart<?, IdempotencyRules> part) {
			return checked.get(part);
		}

		@Bean
		@ConditionalOnMissingBean
		IdempotencyScope errataIdempotencyScope(IdempotencyRules rules) {
			return new PrincipalScope(rules.properties().anonymousScope());
		}

		@Bean
		@ConditionalOnMissingBean
		IdempotencyStore errataIdempotencyStore(IdempotencyRules rules,
				ObjectProvider<IdempotencyStoreFactory> factories) {
			Store store = rules.properties().store();
			List<IdempotencyStoreFactory> all = factories.orderedStream().toList();
			if (store == Store.MEMORY) {
				return memory(rules.properties().memory());
			}
			if (store == Store.AUTO) {
				return auto(all, rules.properties().memory());
			}
			String name = store.name().toLowerCase(Locale.ROOT);
			for (IdempotencyStoreFactory factory : all) {
				if (factory.name().equals(name)) {
					return factory.create();
				}
			}
			throw new StartupFaultException(
					"errata.idempotency.store is '" + name + "', but the application has no connection for it.",
					name.equals("jdbc")
							? "Add spring-boot-starter-jdbc and configure a data source, or choose another store."
							: "Add spring-boot-starter-data-redis and configure a connection, or choose another store.");
		}

		private static IdempotencyStore auto(List<IdempotencyStoreFactory> factories, Memory memory) {
			if (factories.size() > 1) {
				throw new StartupFaultException("Idempotency keys can be stored in several places: "
						+ String.join(", ", factories.stream().map(IdempotencyStoreFactory::name).toList()) + ".",
						"Choose one: errata.idempotency.store: " + factories.get(0).name());
			}
			if (factories.size() == 1) {
				return factories.get(0).create();
			}
			logger.warn("Idempotency keys are stored in memory: they are lost on restart and not shared between "
					+ "instances. Set errata.idempotency.store to another store, or to 'memory' if that is intended.");
			return memory(memory);
		}

		private static IdempotencyStore memory(Memory memory) {
			if (!ClassUtils.isPresent(CAFFEINE, IdempotencyAutoConfiguration.class.getClassLoader())) {
				throw new StartupFaultException("Storing idempotency keys in memory requires Caffeine.",
						"Add com.github.ben-manes.caffeine:caffeine, or choose another errata.idempotency.store.");
			}
			return MemoryIdempotencyStore.of(memory);
		}

		@Bean
		IdempotencyGuard errataIdempotencyGuard(IdempotencyStore store, IdempotencyRules rules, Environment environment,
				ObjectProvider<IdempotencyListener> listeners) {
			IdempotencyProperties properties = rules.properties();
			// memory answers at once
			IdempotencyStore limited = (store instanceof MemoryIdempotencyStore) ? store
					: new TimeLimitedStore(store, properties.storeTimeout());
			return new IdempotencyGuard(limited, properties, environment.getProperty("spring.application.name", ""),
					listeners.orderedStream().toList());
		}

		@Bean
		@Order(1)
		StartupRemark errataIdempotencyRemark(IdempotencyStore store) {
			return new StartupRemark("idempotency " + TimeLimitedStore.kindOf(store));
		}

		@Bean
		ShutdownFlush errataIdempotencyShutdownFlush(IdempotencyGuard guard) {
			return new ShutdownFlush(guard);
		}

	}

}
