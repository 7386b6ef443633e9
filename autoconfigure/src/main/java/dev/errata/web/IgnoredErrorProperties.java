package dev.errata.web;

import java.util.Map;

import dev.errata.contract.StartupLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Warns at start-up if {@code server.error.*} is set, since it has no effect.
 */
final class IgnoredErrorProperties implements InitializingBean {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

	private final Environment environment;

	IgnoredErrorProperties(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void afterPropertiesSet() {
		Map<String, Object> properties = Binder.get(this.environment)
			.bind("server.error", Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of());
		if (!properties.isEmpty()) {
			logger.warn("server.error.* has no effect ({}): Spring Boot reads spring.web.error.* since version 4, "
					+ "and Errata shows what the contract says", String.join(", ", properties.keySet()));
		}
	}

}
