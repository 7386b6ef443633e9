package dev.errata.properties;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * A {@code FailureAnalyzer} for configuration files that are not valid YAML: a tab, a
 * wrong indentation, a duplicate key.
 */
final class YamlFailureAnalyzer extends AbstractFailureAnalyzer<MarkedYAMLException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MarkedYAMLException cause) {
		StringBuilder description = new StringBuilder("A configuration file is not valid YAML: ")
			.append(cause.getProblem())
			.append('.');
		// the name of the file is not known; the line is quoted
		Mark mark = cause.getProblemMark();
		if (mark != null) {
			description.append("\n\nLine " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ":");
			String snippet = mark.get_snippet();
			if (snippet != null) {
				description.append("\n\n").append(snippet);
			}
		}
		return new FailureAnalysis(description.toString(), action(String.valueOf(cause.getProblem())), cause);
	}

	private static String action(String problem) {
		if (problem.contains("TAB")) {
			return "Indent with spaces instead of tabs.";
		}
		if (problem.startsWith("found duplicate key")) {
			return "Write the key once, with everything that belongs below it.";
		}
		return "Check the indentation there and in the lines above: keys of one level start in the same column. "
				+ "Quote a text that contains ': ' or ' #', or begins with one of { [ * & ! % @ `.";
	}

}
