package dev.errata.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Sends many requests over several connections at once, and keeps one finding of each
 * kind.
 */
final class Fuzzer {

	private static final int CONNECTIONS = 8;

	private static final int ATTEMPTS = 20;

	private final RequestGrammar grammar;

	private final int port;

	private final Oracle oracle;

	private final Map<String, Finding> findings = new ConcurrentSkipListMap<>();

	private final Collection<String> onceOnly = new ConcurrentLinkedQueue<>();

	private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

	Fuzzer(RequestGrammar grammar, int port, Oracle oracle) {
		this.grammar = grammar;
		this.port = port;
		this.oracle = oracle;
	}

	/**
	 * Send the requests of some indexes.
	 */
	void run(long first, long end) throws Exception {
		AtomicLong index = new AtomicLong(first);
		ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
		try {
			for (Future<?> client : Stream.generate(() -> clients.submit(() -> run(index, end)))
				.limit(CONNECTIONS)
				.toList()) {
				client.get();
			}
		}
		finally {
			clients.shutdownNow();
		}
	}

	private void run(AtomicLong index, long end) {
		try (Conversation conversation = new Conversation(this.port, this.oracle)) {
			for (long i = index.getAndIncrement(); i < end; i = index.getAndIncrement()) {
				FuzzedRequest request = this.grammar.request(i);
				Finding finding = conversation.findingOf(request);
				if (finding != null && finding.isOfTheConnection() && !recurs(finding)) {
					this.onceOnly.add(finding.kind() + ", " + request.name());
				}
				else if (finding != null) {
					this.findings.merge(finding.kind(), finding, Fuzzer::shorter);
					this.counts.computeIfAbsent(finding.kind(), (kind) -> new LongAdder()).increment();
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean recurs(Finding finding) throws IOException {
		for (int i = 0; i < ATTEMPTS; i++) {
			if (finding.recurs(finding.request(), this.port, this.oracle)) {
				return true;
			}
		}
		return false;
	}

	private static Finding shorter(Finding one, Finding other) {
		return (one.request().text().length() <= other.request().text().length()) ? one : other;
	}

	/**
	 * Return what was wrong with connections, and was not when tried again.
	 */
	Collection<String> onceOnly() {
		return this.onceOnly;
	}

	Map<String, Finding> findings() {
		return this.findings;
	}

	long count(String kind) {
		return this.counts.get(kind).sum();
	}

}
