package dev.errata.idempotency.jdbc;

import java.util.List;

import javax.sql.DataSource;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a key sends to PostgreSQL.
 */
class KeyStatementsWireTests {

	@Test
	void requestSendsTwoStatementsAndItsReplayOne() {
		try (Service service = Service.start(Container.TOMCAT, false, List.of(Application.class),
				"errata.idempotency.enabled=true", "errata.idempotency.store=jdbc",
				"errata.idempotency.jdbc.initialize-schema=always", "errata.idempotency.jdbc.table=counted_keys",
				"spring.datasource.url=" + TestDatabase.POSTGRESQL.address())) {
			CountedStatements counted = (CountedStatements) service.bean(DataSource.class);
			Exchange order = Exchange.json("/orders", "{}").header("Idempotency-Key: statements");
			counted.sent();
			assertThat(service.answer(order).header("Idempotency-Replayed")).isNull();
			assertThat(counted.sent()).containsExactly("executeQuery", "executeUpdate");
			Answer replay = service.answer(order);
			assertThat(replay.header("Idempotency-Replayed")).isEqualTo("true");
			assertThat(replay.body()).isEqualTo("{}");
			assertThat(counted.sent()).containsExactly("executeQuery");
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Orders.class)
	static class Application {

		@Bean
		static BeanPostProcessor counting() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String name) {
					return (bean instanceof DataSource dataSource) ? new CountedStatements(dataSource) : bean;
				}

			};
		}

	}

	@RestController
	static class Orders {

		@PostMapping("/orders")
		String order(@RequestBody String order) {
			return order;
		}

	}

}
