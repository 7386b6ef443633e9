package dev.errata.idempotency.crash;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import reactor.core.publisher.Mono;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.idempotency.IdempotencyAutoConfiguration;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.RunningClaim;
import dev.errata.idempotency.jdbc.JdbcIdempotencyAutoConfiguration;
import dev.errata.idempotency.redis.RedisIdempotencyAutoConfiguration;
import dev.errata.idempotency.reactive.IdempotencyReactiveAutoConfiguration;
import dev.errata.idempotency.servlet.IdempotencyServletAutoConfiguration;
import dev.errata.web.WebAutoConfiguration;
import dev.errata.web.reactive.WebReactiveAutoConfiguration;
import dev.errata.web.servlet.WebServletAutoConfiguration;
import jakarta.servlet.Filter;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.boot.web.server.context.ConfigurableWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.WebFilter;

/**
 * A service whose orders leave an effect: a row in a table or, where keys are in Redis, a
 * line in a file. It can be told to die at a {@link Step}, and to stand still in its
 * handler until a file appears.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class,
		TomcatServletWebServerAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
		HttpHandlerAutoConfiguration.class, WebFluxAutoConfiguration.class,
		NettyReactiveWebServerAutoConfiguration.class, CodecsAutoConfiguration.class, ContractAutoConfiguration.class,
		WebAutoConfiguration.class, WebServletAutoConfiguration.class, WebReactiveAutoConfiguration.class,
		IdempotencyAutoConfiguration.class, IdempotencyServletAutoConfiguration.class,
		IdempotencyReactiveAutoConfiguration.class, JdbcIdempotencyAutoConfiguration.class,
		RedisIdempotencyAutoConfiguration.class, DataSourceAutoConfiguration.class,
		DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
		TransactionManagerCustomizationAutoConfiguration.class, DataRedisAutoConfiguration.class })
@Import({ Shop.Reactive.class, Shop.Table.class, Shop.LinesInFile.class, Shop.Orders.class, Shop.ReactiveOrders.class,
		Shop.OnServlets.class, Shop.OnWebFlux.class })
public class Shop {

	private static final String MORE_THAN_A_CONTAINER_BUFFERS = " and sugar".repeat(1000);

	static final String LISTENS = "The shop listens on ";

	public static void main(String[] arguments) {
		System.out.println(LISTENS + start(List.of(arguments)).getWebServer().getPort());
	}

	static ConfigurableWebServerApplicationContext start(List<String> arguments) {
		return (ConfigurableWebServerApplicationContext) new SpringApplicationBuilder(Shop.class)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.application.name=shop",
					"errata.idempotency.enabled=true", "errata.idempotency.lease=1500ms",
					"errata.idempotency.store-timeout=5s")
			.run(arguments.toArray(String[]::new));
	}

	@Bean
	static Death death(Environment environment) {
		return new Death(environment.getProperty("shop.dies", Step.class));
	}

	@Bean
	static BeanPostProcessor deadlyStore(Environment environment) {
		Death death = death(environment);
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String name) {
				return (bean instanceof IdempotencyStore store) ? deadly(store, death) : bean;
			}

		};
	}

	private static Object deadly(IdempotencyStore store, Death death) {
		return Proxy.newProxyInstance(Shop.class.getClassLoader(), new Class<?>[] { IdempotencyStore.class },
				(proxy, method, arguments) -> {
					try {
						Object result = method.invoke(store, arguments);
						switch (method.getName()) {
							case "claim" -> death.at(Step.CLAIMED);
							case "complete" -> death.at(Step.COMPLETED);
							default -> {
							}
						}
						return result;
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	/**
	 * The end of this process, without a word to anybody.
	 */
	record Death(@Nullable Step step) {

		void at(Step step) {
			if (step == this.step) {
				Runtime.getRuntime().halt(1);
			}
		}

	}

	/**
	 * What an order leaves behind.
	 */
	interface Effects {

		/**
		 * Make an effect permanent.
		 * @param key the key of the request
		 * @param before what is done right before
		 */
		void add(String key, Runnable before);

	}

	@RestController
	@ConditionalOnProperty(name = "shop.r2dbc", havingValue = "false", matchIfMissing = true)
	static class Orders {

		private final Effects effects;

		Orders(Effects effects) {
			this.effects = effects;
		}

		@PostMapping("/orders")
		ResponseEntity<String> order(@RequestBody String order, RunningClaim claim,
				@RequestHeader("X-Gate-Before") @Nullable Path before,
				@RequestHeader("X-Gate-After") @Nullable Path after) {
			this.effects.add(claim.key(), () -> Gate.pass(before));
			Gate.pass(after);
			return answer(order, claim);
		}

		static ResponseEntity<String> answer(String order, RunningClaim claim) {
			return ResponseEntity.status(201)
				.header("X-Attempt", Integer.toString(claim.attempt()))
				.body(order + " " + UUID.randomUUID() + MORE_THAN_A_CONTAINER_BUFFERS);
		}

	}

	/**
	 * Orders that leave a row by R2DBC.
	 */
	@RestController
	@ConditionalOnProperty("shop.r2dbc")
	static class ReactiveOrders {

		private final DatabaseClient database;

		private final TransactionalOperator transaction;

		private final Death death;

		ReactiveOrders(ConnectionFactory connections, ReactiveTransactionManager transactionManager, Death death) {
			this.database = DatabaseClient.create(connections);
			this.transaction = TransactionalOperator.create(transactionManager);
			this.death = death;
		}

		@PostMapping("/orders")
		Mono<ResponseEntity<String>> order(@RequestBody String order, RunningClaim claim,
				@RequestHeader("X-Gate-Before") @Nullable Path before,
				@RequestHeader("X-Gate-After") @Nullable Path after) {
			return this.database.sql("INSERT INTO effects (name) VALUES (:key)")
				.bind("key", claim.key())
				.fetch()
				.rowsUpdated()
				.publishOn(Schedulers.boundedElastic())
				.doOnNext((count) -> {
					Gate.pass(before);
					this.death.at(Step.IN_HANDLER);
				})
				.as(this.transaction::transactional)
				.publishOn(Schedulers.boundedElastic())
				.map((count) -> {
					Gate.pass(after);
					return Orders.answer(order, claim);
				});
		}

	}

	/**
	 * Spring Boot makes no {@link DataSource} where there is R2DBC.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty("shop.r2dbc")
	static class Reactive {

		@Bean
		ConnectionFactory connections(@Value("${shop.r2dbc}") String url) {
			return ConnectionFactories.get(url);
		}

		@Bean
		R2dbcTransactionManager reactiveTransactionManager(ConnectionFactory connections, Death death) {
			R2dbcTransactionManager transactionManager = new R2dbcTransactionManager(connections);
			transactionManager.setTransactionExecutionListeners(List.of(new DeadlyCommit(death)));
			return transactionManager;
		}

		@Bean
		DataSource dataSource(@Value("${spring.datasource.url}") String url) {
			return DataSourceBuilder.create().url(url).build();
		}

	}

	/**
	 * A directory in which a handler says that it is there, and waits to be let through.
	 */
	record Gate(Path directory) {

		static void pass(@Nullable Path directory) {
			if (directory != null) {
				Gate gate = new Gate(directory);
				create(gate.entered());
				Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(gate.opened()));
			}
		}

		void awaitEntered() {
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(entered()));
		}

		void open() {
			create(opened());
		}

		private Path entered() {
			return this.directory.resolve("entered");
		}

		private Path opened() {
			return this.directory.resolve("opened");
		}

		private static void create(Path file) {
			try {
				Files.writeString(file, "");
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class OnServlets {

		@Bean
		FilterRegistrationBean<Filter> deadlyFilter(Death death) {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				chain.doFilter(request, response);
				response.flushBuffer();
				death.at(Step.SENT);
			});
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return registration;
		}

	}

	/**
	 * Handlers wait for their effects, in threads that may.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class OnWebFlux {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		WebFilter deadlyWebFilter(Death death) {
			// the server sends the last bytes once this has returned
			return (exchange, chain) -> chain.filter(exchange)
				.doOnSuccess((ended) -> Schedulers.boundedElastic()
					.schedule(() -> death.at(Step.SENT), 2, TimeUnit.SECONDS));
		}

		@Bean
		WebFluxConfigurer waiting() {
			return new WebFluxConfigurer() {

				@Override
				public void configureBlockingExecution(BlockingExecutionConfigurer configurer) {
					configurer.setControllerMethodPredicate((method) -> true);
					configurer.setExecutor(new SimpleAsyncTaskExecutor("waiting-"));
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "errata.idempotency.store", havingValue = "jdbc")
	@ConditionalOnProperty(name = "shop.r2dbc", havingValue = "false", matchIfMissing = true)
	static class Table {

		@Bean
		Effects rows(JdbcTemplate jdbc, PlatformTransactionManager transactionManager, Death death) {
			TransactionTemplate transaction = new TransactionTemplate(transactionManager);
			return (key, before) -> transaction.executeWithoutResult((status) -> {
				jdbc.update("INSERT INTO effects (name) VALUES (?)", key);
				before.run();
				death.at(Step.IN_HANDLER);
			});
		}

		@Bean
		TransactionExecutionListener deadlyCommit(Death death) {
			return new DeadlyCommit(death);
		}

	}

	record DeadlyCommit(Death death) implements TransactionExecutionListener {

		@Override
		public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
			this.death.at(Step.COMMITTED);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "errata.idempotency.store", havingValue = "redis")
	static class LinesInFile {

		@Bean
		Effects lines(Environment environment, Death death) {
			Path file = Path.of(environment.getRequiredProperty("shop.effects"));
			return (key, before) -> {
				before.run();
				death.at(Step.IN_HANDLER);
				append(file, key);
				death.at(Step.COMMITTED);
			};
		}

		private static void append(Path file, String key) {
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
				channel.write(ByteBuffer.wrap((key + "\n").getBytes(StandardCharsets.UTF_8)));
				channel.force(true);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
