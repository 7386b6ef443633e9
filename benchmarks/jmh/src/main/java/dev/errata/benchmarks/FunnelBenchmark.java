package dev.errata.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.envelope.HeaderTemplate;
import dev.errata.envelope.JsonEnvelope;
import dev.errata.envelope.Preset;
import dev.errata.error.ErrorCodeException;
import dev.errata.error.ErrorComposer;
import dev.errata.error.ErrorRequest;
import dev.errata.error.ErrorTranslation;
import dev.errata.error.Failure;
import dev.errata.error.Violation;
import dev.errata.quota.QuotaHeaders;
import dev.errata.requestid.RequestIdPolicy;
import dev.errata.requestid.RequestIdStyle;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.ErrorFunnel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs to translate and render one failure, without any door. The number to
 * watch is {@code gc.alloc.rate.norm}: bytes per failure, the same in every run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FunnelBenchmark {

	private final ErrorFunnel funnel = new ErrorFunnel(new ErrorTranslation(List.of(), List.of()), List.of(),
			List.of());

	private final Contract contract = contract();

	private final ErrorRequest request = new ErrorRequest("7c0c1e9b-9c2b-4f7e-9c91-7b9c8e2c1a93", "GET", "/orders/1",
			"", Locale.ROOT, Instant.EPOCH);

	private final RuntimeException unexpected = new IllegalStateException("Nobody expected this");

	private static Contract contract() {
		ErrorCatalog catalog = ErrorCatalog.of(List.of(
				CatalogEntry.of("order_shipped",
						(entry) -> entry.status(409).message("The order was shipped already.")),
				CatalogEntry.of("busy",
						(entry) -> entry.status(503)
							.message("Try again in {retry-after:a few} seconds.")
							.retryAfter(Duration.ofSeconds(30)))),
				false);
		return new Contract(Contract.DEFAULT, null, null, List.of(), catalog,
				new ErrorComposer(Contract.DEFAULT, catalog, null, "/errors"),
				JsonEnvelope.compile(Preset.PROBLEM.body(), null, Preset.PROBLEM.mediaType()),
				List.of(HeaderTemplate.compile("X-Error-Code", "{code}")),
				new RequestIdPolicy("X-Request-Id", RequestIdStyle.UUID, "", true), QuotaHeaders.NONE, null);
	}

	@Benchmark
	public ErrorAnswer code() {
		return this.funnel.answer(new ErrorCodeException("order_shipped"), this.contract, this.request);
	}

	@Benchmark
	public ErrorAnswer codeWithTemplate() {
		return this.funnel.answer(new ErrorCodeException("busy"), this.contract, this.request);
	}

	@Benchmark
	public ErrorAnswer codeWithAttributes() {
		return this.funnel.answer(new ErrorCodeException("order_shipped").detail("It left on Monday.").with("day", 1),
				this.contract, this.request);
	}

	@Benchmark
	public ErrorAnswer unexpected() {
		return this.funnel.answer(this.unexpected, this.contract, this.request);
	}

	@Benchmark
	public ErrorAnswer violations() {
		return this.funnel.answer(
				Failure.of(StandardCode.VALIDATION_FAILED)
					.violation(new Violation("name", "field_empty", "must not be blank"))
					.violation(new Violation("lines[0].quantity", "field_range", "must be greater than 0")),
				this.contract, this.request);
	}

	@Benchmark
	public String requestId() {
		return this.contract.requestId().idFor(null);
	}

}
