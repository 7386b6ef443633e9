package dev.errata.idempotency.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * An SQL statement with named parameters, taken apart once.
 *
 * @param sql the statement with question marks
 * @param names the names of the parameters, in the order of the question marks
 */
record NamedStatement(String sql, List<String> names) {

	private static final Pattern PARAMETER = Pattern.compile(":([a-z]+)");

	static NamedStatement of(String text) {
		List<String> names = new ArrayList<>();
		String sql = PARAMETER.matcher(text).replaceAll((match) -> {
			names.add(match.group(1));
			return Matcher.quoteReplacement("?");
		});
		return new NamedStatement(sql.strip(), List.copyOf(names));
	}

	void bind(PreparedStatement statement, Map<String, ? extends @Nullable Object> values) throws SQLException {
		for (int i = 0; i < this.names.size(); i++) {
			String name = this.names.get(i);
			Assert.state(values.containsKey(name), () -> "There is no value for '" + name + "'");
			bind(statement, i + 1, values.get(name));
		}
	}

	private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
		if (value == null) {
			statement.setNull(index, Types.VARBINARY);
		}
		else if (value instanceof byte[] bytes) {
			statement.setBytes(index, bytes);
		}
		else if (value instanceof Long number) {
			statement.setLong(index, number);
		}
		else if (value instanceof Integer number) {
			statement.setInt(index, number);
		}
		else if (value instanceof Boolean condition) {
			statement.setBoolean(index, condition);
		}
		else {
			throw new IllegalStateException("There is no binding for " + value.getClass());
		}
	}

}
