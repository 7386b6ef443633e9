package dev.errata.idempotency.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;

/**
 * An SQL statement with named parameters, parsed once.
 *
 * @param sql the statement with question marks
 * @param parsed the statement with the names of its parameters
 */
record NamedStatement(String sql, ParsedSql parsed) {

	static NamedStatement of(String text) {
		ParsedSql parsed = NamedParameterUtils.parseSqlStatement(text.strip());
		return new NamedStatement(NamedParameterUtils.substituteNamedParameters(parsed, null), parsed);
	}

	void bind(PreparedStatement statement, Map<String, ? extends @Nullable Object> values) throws SQLException {
		@Nullable Object[] inOrder = NamedParameterUtils.buildValueArray(this.parsed, new MapSqlParameterSource(values), null);
		new ArgumentPreparedStatementSetter(inOrder).setValues(statement);
	}

}
