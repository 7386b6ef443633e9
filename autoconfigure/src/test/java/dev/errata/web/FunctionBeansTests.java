package dev.errata.web;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.errata.wire.InEveryStack;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Cloud Function serves beans that are functions, and takes the only one for
 * requests that name none.
 */
@InEveryStack
class FunctionBeansTests {

	@Parameter
	Service.Container container;

	@Test
	void noneIsOfErrata() {
		try (Service service = Service.start(this.container, true, List.of(Application.class), WireTests.ENVELOPE,
				"errata.limits.body.all.paths=/**", "errata.limits.body.all.max=10KB",
				"errata.limits.async-timeout.all.paths=/**", "errata.limits.async-timeout.all.timeout=10s",
				"errata.idempotency.enabled=true", "errata.quota.preset=ratelimit")) {
			ApplicationContext context = service.bean(Application.class).context;
			assertThat(Stream.of(Function.class, Supplier.class, Consumer.class)
				.flatMap((type) -> Arrays.stream(context.getBeanNamesForType(type))))
				.noneMatch((name) -> name.startsWith("errata")
						|| String.valueOf(context.getType(name)).contains("dev.errata"));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final ApplicationContext context;

		Application(ApplicationContext context) {
			this.context = context;
		}

	}

}
