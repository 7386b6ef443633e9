package dev.errata.fuzz;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.errata.contract.Contracts;
import dev.errata.wire.InEveryStack;
import dev.errata.wire.Service;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a client sends, the contract holds. What is sent comes from a grammar, a seed
 * and an index; the system properties {@code errata.fuzz.requests} and
 * {@code errata.fuzz.seed} say how much of it, and which.
 */
@Tag("full")
@InEveryStack
@Tag("fuzz")
class FuzzWireTests {

	private static final long REQUESTS = Long.getLong("errata.fuzz.requests", 1_000);

	private static final long SEED = Long.getLong("errata.fuzz.seed", 1);

	private static final int SERVICES = 6;

	/** How many requests to one whose connection is at odds with it for once. */
	private static final long RARE = 50_000;

	@Parameter
	private Service.Container container;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void everyAnswerKeepsTheContract(boolean secured, TestReporter reporter) throws Exception {
		List<Class<?>> sources = secured ? List.of(FuzzedService.class, stack(), security())
				: List.of(FuzzedService.class, stack());
		// the log is opened last, for the start of a service resets all appenders
		try (Service service = Service.start(this.container, secured, sources, Service.WITH_ENDPOINTS,
				"spring.config.additional-location=classpath:/dev/errata/fuzz/service.yml");
				ErrorLog log = ErrorLog.open()) {
			Oracle oracle = new Oracle(service.bean(Contracts.class), log);
			Fuzzer fuzzer = new Fuzzer(new RequestGrammar(SEED), service.port(), oracle);
			long count = REQUESTS / SERVICES;
			long first = (this.container.ordinal() * 2L + (secured ? 1 : 0)) * count;
			long start = System.nanoTime();
			fuzzer.run(first, first + count / 3);
			Footprint before = Footprint.taken();
			fuzzer.run(first + count / 3, first + count);
			Footprint after = Footprint.taken();
			long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
			reporter.publishEntry(Map.of("requests per second", String.valueOf(count * 1_000 / millis), "before",
					before.toString(), "after", after.toString(), "once only", fuzzer.onceOnly().toString()));
			assertThat(reduced(fuzzer, new Reduction(service.port(), oracle))).isEmpty();
			assertThat(fuzzer.onceOnly()).hasSizeLessThanOrEqualTo(1 + (int) (count / RARE));
			assertThat(log.others()).as("logged at ERROR").isEmpty();
			after.assertFlatSince(before);
		}
	}

	private Class<?> stack() {
		return this.container.isReactive() ? FuzzedStreams.class : FuzzedServlets.class;
	}

	private Class<?> security() {
		return this.container.isReactive() ? SecuredStreams.class : SecuredServlets.class;
	}

	private static List<String> reduced(Fuzzer fuzzer, Reduction reduction) throws IOException {
		List<String> findings = new ArrayList<>();
		for (Finding finding : fuzzer.findings().values()) {
			findings.add("%d times %s%nreduced: %s%n".formatted(fuzzer.count(finding.kind()), finding,
					reduction.reduce(finding)));
		}
		return findings;
	}

}
