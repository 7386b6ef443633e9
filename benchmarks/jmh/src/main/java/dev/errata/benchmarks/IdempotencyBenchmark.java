package dev.errata.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.errata.contract.Contract;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.idempotency.Caller;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.Fingerprint;
import dev.errata.idempotency.IdempotencyAutoConfiguration;
import dev.errata.idempotency.IdempotencyDecision;
import dev.errata.idempotency.IdempotencyGuard;
import dev.errata.idempotency.IdempotencyKey;
import dev.errata.idempotency.IdempotencyPolicy;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.idempotency.KeyDisposition;
import dev.errata.idempotency.StoredResponse;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * What a request pays for its key, on the store in memory and without any door, and what
 * one without a key pays.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IdempotencyBenchmark {

	private static final int KEYS = 50_000;

	private static final Caller CALLER = new Caller("someone", "someone");

	private final String path = "/orders";

	private final Digest fingerprint = new Fingerprint().add("POST").add("/orders").toDigest();

	private final StoredResponse response = new StoredResponse(201, Map.of("Content-Type", List.of("application/json")),
			"{\"id\":1}".getBytes(StandardCharsets.UTF_8));

	private final IdempotencyKey replayed = new IdempotencyKey("replayed");

	private ConfigurableApplicationContext context;

	private IdempotencyGuard guard;

	private IdempotencyRules rules;

	private Contract contract;

	private IdempotencyPolicy policy;

	private long number;

	@Setup
	public void start() {
		// a key that comes by again has expired, so that the store does not fill up
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("errata.idempotency.enabled=true", "errata.idempotency.store=memory",
					"errata.idempotency.rules.all.paths=/**", "errata.idempotency.rules.brief.paths=/orders",
					"errata.idempotency.rules.brief.ttl=1ms", "logging.level.root=warn")
			.run();
		this.guard = this.context.getBean(IdempotencyGuard.class);
		this.rules = this.context.getBean(IdempotencyRules.class);
		this.contract = this.context.getBean(Contracts.class).get(Contract.DEFAULT);
		this.policy = this.rules.find("POST", this.path, Contract.DEFAULT);
		IdempotencyPolicy lasting = this.rules.find("POST", "/other", Contract.DEFAULT);
		IdempotencyDecision decision = this.guard.admit(this.replayed, this.contract, CALLER, this.fingerprint,
				lasting);
		this.guard.settle(((IdempotencyDecision.Run) decision).claim(), KeyDisposition.KEEP, this.response);
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

	@Benchmark
	public IdempotencyPolicy withoutKey() {
		IdempotencyPolicy found = this.rules.find("POST", this.path, Contract.DEFAULT);
		this.guard.admitWithoutKey(this.contract, found);
		return found;
	}

	@Benchmark
	public StoredResponse claimAndComplete() {
		IdempotencyKey key = new IdempotencyKey("key-" + this.number++ % KEYS);
		IdempotencyDecision decision = this.guard.admit(key, this.contract, CALLER, this.fingerprint, this.policy);
		return this.guard.settle(((IdempotencyDecision.Run) decision).claim(), KeyDisposition.KEEP, this.response);
	}

	@Benchmark
	public IdempotencyDecision replay() {
		return this.guard.admit(this.replayed, this.contract, CALLER, this.fingerprint, this.policy);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ContractAutoConfiguration.class, IdempotencyAutoConfiguration.class })
	static class Application {

	}

}
