package dev.errata.idempotency.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;

/**
 * An SQL statement with named parameters, parsed once. It has no colons but theirs.
 *
 * @param text the statement with the names of its parameters
 * @param sql the statement with question marks
 * @param names the names of its parameters, in their order
 */
record NamedStatement(String text, String sql, List<String> names) {

	private static final Pattern PARAMETER = Pattern.compile(":([a-z]+)");

	static NamedStatement of(String text) {
		Matcher parameters = PARAMETER.matcher(text.strip());
		return new NamedStatement(text.strip(), parameters.replaceAll("?"),
				parameters.reset().results().map((parameter) -> parameter.group(1)).toList());
	}

	void bind(PreparedStatement statement, Map<String, ? extends @Nullable Object> values) throws SQLException {
		@Nullable Object[] inOrder = new Object[this.names.size()];
		for (int i = 0; i < inOrder.length; i++) {
			inOrder[i] = values.get(this.names.get(i));
		}
		new ArgumentPreparedStatementSetter(inOrder).setValues(statement);
	}

}
