package dev.errata.fuzz;

import java.util.List;

import dev.errata.web.servlet.Answer;
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

	@Override
	public String toString() {
		return this.kind + "\n" + this.request + ((this.before != null) ? "\nafter " + this.before.name() : "")
				+ "\nanswered by " + this.answers;
	}

}
