package dev.errata.web;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

/**
 * Writes the head of an answer. Headers that were set for a success are removed; those
 * that others have set for any response are kept.
 *
 * @since 0.1.0
 * @hidden
 */
public final class HeadWriter {

	private static final Set<String> OF_THE_SUCCESS = names("ETag", "Last-Modified", "Cache-Control", "Expires",
			"Pragma", "Accept-Ranges", "Location", "Set-Cookie", "Retry-After", "Transfer-Encoding", "Trailer");

	private static final Set<String> OF_THE_TRANSFER = names("Transfer-Encoding", "Trailer", "Connection", "Keep-Alive",
			"Upgrade");

	private static final String CONTENT_RANGE = "Content-Range";

	private static final int RANGE_NOT_SATISFIABLE = 416;

	/** Room for kept headers in a head that containers limit to 8 KB. */
	private static final int MAX_KEPT = 5000;

	private static final String OF_A_BODY = "Content-";

	private static final String OF_A_POLICY = "Content-Security-Policy";

	private HeadWriter() {
	}

	private static Set<String> names(String... names) {
		Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		all.addAll(List.of(names));
		return Collections.unmodifiableSet(all);
	}

	/**
	 * Write status and headers of an error, without content type and length.
	 * @param answer the answer
	 * @param head the head of the response
	 * @param closing whether the connection is closed after the response
	 */
	public static void write(ErrorAnswer answer, ResponseHead head, boolean closing) {
		int status = answer.error().status();
		Map<String, List<String>> before = head.headers();
		List<String> range = (status == RANGE_NOT_SATISFIABLE) ? find(CONTENT_RANGE, answer.headers(), before) : null;
		write(status, answer.headers(), before, head);
		List<String> language = answer.headers().get(HttpHeaders.CONTENT_LANGUAGE);
		if (language != null) {
			head.header(HttpHeaders.CONTENT_LANGUAGE, language);
		}
		if (range != null) {
			// the size of the resource, which the client needs for another try
			head.header(CONTENT_RANGE, range.subList(0, 1));
		}
		if (closing) {
			head.header("Connection", List.of("close"));
		}
	}

	/**
	 * Write the answer to an exception that is not a failure, such as a redirect.
	 * @param answer the answer
	 * @param head the head of the response
	 */
	public static void write(PlainAnswer answer, ResponseHead head) {
		Map<String, List<String>> headers = new LinkedHashMap<>();
		answer.headers().forEach(headers::put);
		write(answer.status(), headers, head.headers(), head);
	}

	private static void write(int status, Map<String, List<String>> headers, Map<String, List<String>> kept,
			ResponseHead head) {
		kept.keySet().removeIf(HeadWriter::isOfTheSuccess);
		shorten(kept);
		head.reset(kept);
		head.status(status);
		headers.forEach((name, values) -> {
			if (!isOfTheTransfer(name)) {
				head.header(name, values);
			}
		});
	}

	private static @Nullable List<String> find(String name, Map<String, List<String>> first,
			Map<String, List<String>> second) {
		for (Map<String, List<String>> headers : List.of(first, second)) {
			for (Map.Entry<String, List<String>> header : headers.entrySet()) {
				if (header.getKey().equalsIgnoreCase(name) && !header.getValue().isEmpty()) {
					return header.getValue();
				}
			}
		}
		return null;
	}

	/**
	 * Drop the longest headers if the head would be too long. Its length may be the very
	 * reason for the failure.
	 */
	private static void shorten(Map<String, List<String>> headers) {
		int length = 0;
		for (Map.Entry<String, List<String>> header : headers.entrySet()) {
			length += lengthOf(header);
		}
		while (length > MAX_KEPT) {
			Map.Entry<String, List<String>> longest = Collections.max(headers.entrySet(),
					Comparator.comparingInt(HeadWriter::lengthOf));
			length -= lengthOf(longest);
			headers.remove(longest.getKey());
		}
	}

	private static int lengthOf(Map.Entry<String, List<String>> header) {
		int length = 0;
		for (String value : header.getValue()) {
			length += HeadLimit.lengthOf(header.getKey(), value);
		}
		return length;
	}

	private static boolean isOfTheSuccess(String header) {
		return OF_THE_SUCCESS.contains(header) || isOfTheBody(header);
	}

	/**
	 * Return whether a header describes a body and its transfer, of which an exception
	 * that carries headers cannot know.
	 */
	private static boolean isOfTheTransfer(String header) {
		return OF_THE_TRANSFER.contains(header) || isOfTheBody(header);
	}

	/**
	 * Return whether a header describes a body, unlike a content security policy.
	 */
	private static boolean isOfTheBody(String header) {
		return StringUtils.startsWithIgnoreCase(header, OF_A_BODY)
				&& !StringUtils.startsWithIgnoreCase(header, OF_A_POLICY);
	}

}
