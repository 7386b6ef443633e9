package dev.errata.fuzz;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.errata.wire.Answer;
import org.jspecify.annotations.Nullable;

/**
 * One client and the service: requests over one connection for as long as it lasts, each
 * followed by a probe that has to get its own answer.
 */
final class Conversation implements AutoCloseable {

	/**
	 * How long a request that is perhaps complete may be unanswered; after that no more
	 * of it comes.
	 */
	private static final int PATIENCE_MILLIS = 300;

	private static final int BOUND_MILLIS = 20_000;

	/** What Tomcat reads of a body that nobody wants before it closes the connection. */
	private static final int MAX_SWALLOWED = 2 * 1024 * 1024;

	/** What is wrong with an answer in chunks that ends before the last one. */
	private static final String BROKEN_OFF = "chunk size 'null'";

	private static final String RANGES = "multipart/byteranges";

	private static final String PROBE = "GET /fine HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: %s\r\n\r\n";

	private static final Pattern COMPLETE = Pattern.compile("(?s)\\s*\\S+ \\S+ [^\\n]*HTTP/1.*\\n\\r?\\n.*");

	private static final Pattern CLOSE = Pattern.compile("(?is)[^\\n]* HTTP/1\\.0.*|.*\\nconnection:[^\\r\\n]*close.*");

	private final int port;

	private final Oracle oracle;

	private @Nullable Connection connection;

	private @Nullable FuzzedRequest last;

	private final List<Answer> answers = new ArrayList<>();

	private int probes;

	Conversation(int port, Oracle oracle) {
		this.port = port;
		this.oracle = oracle;
	}

	/**
	 * Send a request and return what is wrong with what comes back, or {@code null}.
	 */
	@Nullable Finding findingOf(FuzzedRequest request) throws IOException {
		FuzzedRequest before = (this.connection != null) ? this.last : null;
		if (this.connection == null) {
			this.connection = new Connection(this.port);
		}
		this.last = request;
		this.answers.clear();
		String flaw;
		try {
			flaw = flawOf(request, this.connection);
		}
		catch (Connection.MalformedAnswerException ex) {
			// Reactor Netty takes a client that closes its side for gone
			flaw = (request.cut() && ex.getMessage().equals(BROKEN_OFF)) ? null
					: "no HTTP: " + ex.getMessage().substring(0, Math.min(40, ex.getMessage().length()));
		}
		catch (SocketTimeoutException ex) {
			flaw = "nothing in time";
		}
		catch (IOException ex) {
			flaw = "cut answer: " + ex.getMessage();
		}
		if (flaw != null || !request.framed() || request.cut()) {
			// of a request without a clear end something may be left
			close();
		}
		return (flaw != null) ? new Finding(flaw, request, before, List.copyOf(this.answers)) : null;
	}

	private @Nullable String flawOf(FuzzedRequest request, Connection connection) throws IOException {
		connection.send(request.bytes());
		boolean ended = request.cut() || !connection.awaits(request.framed() ? BOUND_MILLIS : PATIENCE_MILLIS);
		if (ended) {
			connection.end();
		}
		if (connection.isWithoutHead()) {
			return flawOfOldAnswer(request, connection);
		}
		Answer answer = connection.read(request.isHead());
		if (answer == null) {
			close();
			return (ended || !COMPLETE.matcher(request.text()).matches()) ? null : "no answer";
		}
		this.answers.add(answer);
		String flaw = this.oracle.flawOf(request, answer);
		if (flaw != null) {
			return flaw;
		}
		if (answer.headers().getOrDefault("Content-Type", List.of()).toString().contains(RANGES)) {
			// with Spring WebFlux, their length is that of the whole resource
			close();
			return null;
		}
		if (saysClose(answer)) {
			return restOf(request, connection);
		}
		if (ended) {
			connection.rest();
			close();
			return null;
		}
		return flawOfProbe(request, connection, answer);
	}

	private @Nullable String flawOfProbe(FuzzedRequest request, Connection connection, Answer first)
			throws IOException {
		String id = "probe-" + this.probes++;
		connection.send(PROBE.formatted(id).getBytes());
		while (true) {
			if (!connection.awaits(request.framed() ? BOUND_MILLIS : PATIENCE_MILLIS)) {
				if (request.framed()) {
					return "no answer to the next request, after " + first.status();
				}
				connection.end();
			}
			if (connection.isWithoutHead()) {
				return flawOfOldAnswer(request, connection);
			}
			Answer next = connection.read(false);
			if (next == null) {
				close();
				// what follows a success is between the container and its client, and how
				// long a body in chunks will be nobody knows
				boolean due = request.framed() && first.status() >= 400 && !CLOSE.matcher(request.text()).matches()
						&& request.text().length() < MAX_SWALLOWED;
				return due ? "closed without a word, after " + first.status() : null;
			}
			this.answers.add(next);
			if (next.headers().getOrDefault("X-Request-Id", List.of()).contains(id)) {
				if (next.status() == 200 && next.body().equals("fine")) {
					return null;
				}
				close();
				return request.framed() ? "next request answered by " + next.status() : null;
			}
			if (request.framed()) {
				return "two answers, " + first.status() + " and " + next.status();
			}
			String flaw = this.oracle.flawOf(request, next);
			if (flaw != null) {
				return flaw;
			}
			if (saysClose(next)) {
				return restOf(request, connection);
			}
		}
	}

	private @Nullable String flawOfOldAnswer(FuzzedRequest request, Connection connection) throws IOException {
		connection.end();
		String answer = connection.rest();
		close();
		return this.oracle.flawOfOldAnswer(request, answer);
	}

	private @Nullable String restOf(FuzzedRequest request, Connection connection) throws IOException {
		if (!request.framed()) {
			// the server may still wait for the rest of it
			connection.end();
		}
		String rest = connection.rest();
		close();
		// who could not read the request does not know that it was a HEAD
		return (rest.isEmpty() || request.isHead()) ? null : "more after the last answer";
	}

	private static boolean saysClose(Answer answer) {
		return answer.headers().getOrDefault("Connection", List.of()).contains("close");
	}

	@Override
	public void close() {
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
		}
	}

}
