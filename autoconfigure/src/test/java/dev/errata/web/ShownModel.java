package dev.errata.web;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.errata.wire.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a view is given, but for the time, as the text that it shows.
 */
public final class ShownModel {

	private ShownModel() {
	}

	/**
	 * Return the text of a view.
	 */
	public static String text(String view, Map<String, ?> model) {
		Map<String, Object> all = new TreeMap<>(model);
		all.remove("timestamp");
		if (all.get("errors") instanceof List<?> errors) {
			all.put("errors", errors.size());
		}
		return all.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining("\u001f", view + "{", "}"));
	}

	/**
	 * Return the model that an answer shows.
	 */
	public static Map<String, Object> of(Answer answer, String view) {
		assertThat(answer.body()).startsWith(view + "{").endsWith("}").contains("=");
		Map<String, Object> model = new TreeMap<>();
		for (String entry : answer.body().substring(view.length() + 1, answer.body().length() - 1).split("\u001f")) {
			int equals = entry.indexOf('=');
			model.put(entry.substring(0, equals), entry.substring(equals + 1));
		}
		assertThat(model).containsEntry("status", String.valueOf(answer.status()));
		return model;
	}

}
