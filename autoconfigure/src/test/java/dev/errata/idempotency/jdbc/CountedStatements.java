package dev.errata.idempotency.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A {@link DataSource} that notes what its connections send to the database.
 */
class CountedStatements extends DelegatingDataSource {

	private static final Set<String> SENT = Set.of("commit", "rollback", "setAutoCommit", "setTransactionIsolation",
			"getTransactionIsolation", "setReadOnly", "setSchema", "executeQuery", "executeUpdate", "execute");

	private final List<String> sent = new ArrayList<>();

	CountedStatements(DataSource dataSource) {
		super(dataSource);
	}

	/**
	 * Return what was sent since the last call.
	 */
	List<String> sent() {
		List<String> sent = List.copyOf(this.sent);
		this.sent.clear();
		return sent;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return spy(Connection.class, super.getConnection());
	}

	private <T> T spy(Class<T> type, T target) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				if (SENT.contains(method.getName())) {
					this.sent.add(method.getName());
				}
				try {
					Object result = method.invoke(target, arguments);
					return (result instanceof PreparedStatement statement) ? spy(PreparedStatement.class, statement)
							: result;
				}
				catch (InvocationTargetException ex) {
					throw ex.getTargetException();
				}
			}));
	}

}
