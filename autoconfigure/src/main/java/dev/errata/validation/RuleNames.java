package dev.errata.validation;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The names of a broken rule, by which a code can claim it. They are in the words of
 * Spring's message codes, most specific first: {@code Size.lines.sku}, {@code Size.sku},
 * {@code Size}.
 *
 * @since 0.1.0
 * @hidden
 */
public final class RuleNames {

	private RuleNames() {
	}

	/**
	 * Return the names of a rule.
	 * @param rule the plain name of the rule, or {@code null} if it has none
	 * @param paths the names of the input, without indexes and keys: as clients know it,
	 * then as classes do
	 * @return the names, most specific first
	 */
	public static List<String> of(@Nullable String rule, String... paths) {
		return of(rule, List.of(paths), null);
	}

	/**
	 * Return the names of a rule that Spring has found broken.
	 * @param messageCodes the message codes of the error, or {@code null}
	 */
	static List<String> of(@Nullable String rule, List<String> paths, String @Nullable [] messageCodes) {
		if (rule == null) {
			return List.of();
		}
		List<String> names = new ArrayList<>();
		for (String path : paths) {
			if (!path.isEmpty()) {
				add(names, rule + "." + path);
				add(names, rule + "." + path.substring(path.lastIndexOf('.') + 1));
			}
		}
		if (messageCodes != null) {
			List.of(messageCodes).forEach((code) -> add(names, code));
		}
		add(names, rule);
		return names;
	}

	private static void add(List<String> names, String name) {
		if (!names.contains(name)) {
			names.add(name);
		}
	}

}
