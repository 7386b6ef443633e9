package dev.errata.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a request shorter for as long as the same is wrong with its answer.
 */
final class Reduction {

	private static final Pattern PIECES = Pattern.compile("(?<=\\n)|(?=[/?&;,])|(?<=[{}\\[\\]])|(?<=: )");

	private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)\\r\\n");

	private static final int MAX_ATTEMPTS = 300;

	private final int port;

	private final Oracle oracle;

	private int attempts;

	Reduction(int port, Oracle oracle) {
		this.port = port;
		this.oracle = oracle;
	}

	FuzzedRequest reduce(Finding finding) throws IOException {
		if (!finding.recurs(finding.request(), this.port, this.oracle)) {
			return finding.request();
		}
		FuzzedRequest reduced = reduce(finding, finding.request(), List.of(PIECES.split(finding.request().text())));
		List<String> characters = List.of(reduced.text().split(""));
		return (characters.size() < 400) ? reduce(finding, reduced, characters) : reduced;
	}

	private FuzzedRequest reduce(Finding finding, FuzzedRequest request, List<String> pieces) throws IOException {
		FuzzedRequest reduced = request;
		List<String> left = pieces;
		for (int size = Math.max(1, pieces.size() / 2); size > 0; size /= 2) {
			for (int start = left.size() - size; start >= 0; start -= size) {
				List<String> fewer = new ArrayList<>(left.subList(0, start));
				fewer.addAll(left.subList(start + size, left.size()));
				FuzzedRequest shorter = request.withText(measured(request, String.join("", fewer)));
				if (this.attempts++ < MAX_ATTEMPTS && finding.recurs(shorter, this.port, this.oracle)) {
					reduced = shorter;
					left = fewer;
				}
			}
		}
		return reduced;
	}

	/**
	 * Return the text with the length that its body has now, if it had that of its body
	 * before.
	 */
	private static String measured(FuzzedRequest request, String text) {
		Matcher length = LENGTH.matcher(text);
		int body = text.indexOf("\r\n\r\n") + 4;
		if (!request.framed() || !length.find() || length.start() > body || body < 4) {
			return text;
		}
		return text.substring(0, length.start(1)) + (text.length() - body) + text.substring(length.end(1));
	}

}
