package dev.errata.fuzz;

import java.io.IOException;
import java.util.List;

import dev.errata.wire.Answer;
import org.jspecify.annotations.Nullable;

/**
 * A request whose answer is not as it has to be.
 *
 * @param kind what is wrong, the same for all requests that go wrong for one reason
 * @param request the request
 * @param before the one before it on the same connection, or {@code null}
 * @param answers what came back for it and for the probe
 */
record Finding(String kind, FuzzedRequest request, @Nullable FuzzedRequest before, List<Answer> answers) {

	private static final List<String> OF_THE_CONNECTION = List.of("two answers", "next request answered by",
			"closed without a word", "no answer", "no head", "no HTTP", "nothing in time");

	/**
	 * Return whether the connection is at odds with what was sent over it. With or
	 * without Errata, one is once in some hundred thousand requests, and never again for
	 * the same ones.
	 */
	boolean isOfTheConnection() {
		return OF_THE_CONNECTION.stream().anyMatch(this.kind::startsWith);
	}

	/**
	 * Return whether a request has the same wrong with it over a connection of its own.
	 */
	boolean recurs(FuzzedRequest request, int port, Oracle oracle) throws IOException {
		try (Conversation conversation = new Conversation(port, oracle)) {
			if (isOfTheConnection() && this.before != null) {
				conversation.findingOf(this.before);
			}
			Finding again = conversation.findingOf(request);
			return again != null && again.kind().equals(this.kind);
		}
	}

	@Override
	public String toString() {
		return this.kind + "\n" + this.request + ((this.before != null) ? "\nafter " + this.before.name() : "")
				+ "\nanswered by " + this.answers;
	}

}
