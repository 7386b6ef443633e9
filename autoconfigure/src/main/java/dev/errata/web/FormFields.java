package dev.errata.web;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Predicate;

import dev.errata.error.ErrorRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.util.UriUtils;

/**
 * The fields of a form in the body of a request, as opposed to the parameters of its
 * query: handlers read both under one name. Nothing is read from the body.
 *
 * @since 0.1.0
 * @hidden
 */
public final class FormFields {

	private FormFields() {
	}

	/**
	 * Return whether a parameter of a name is a field of the form.
	 * @param type the content type of the request, or {@code null}
	 * @param method the method that the request came in with, or {@code null}
	 * @param query the query as sent, or {@code null}
	 * @return what tells fields of the form; {@link ErrorRequest#NO_FORM} if there is
	 * none
	 */
	public static Predicate<String> of(@Nullable String type, @Nullable String method, @Nullable String query) {
		if (type == null || !isForm(type.toLowerCase(Locale.ROOT)) || "GET".equals(method) || "HEAD".equals(method)) {
			return ErrorRequest.NO_FORM;
		}
		return (name) -> query == null || !isInQuery(query, name);
	}

	private static boolean isForm(String type) {
		return type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)
				|| type.startsWith(MediaType.MULTIPART_FORM_DATA_VALUE);
	}

	private static boolean isInQuery(String query, String name) {
		int start = 0;
		while (start <= query.length()) {
			int end = query.indexOf('&', start);
			end = (end >= 0) ? end : query.length();
			int equals = query.indexOf('=', start);
			String sent = query.substring(start, (equals >= 0 && equals < end) ? equals : end);
			if (sent.equals(name) || decoded(sent).equals(name)) {
				return true;
			}
			start = end + 1;
		}
		return false;
	}

	private static String decoded(String sent) {
		try {
			return UriUtils.decode(sent.replace('+', ' '), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return sent;
		}
	}

}
