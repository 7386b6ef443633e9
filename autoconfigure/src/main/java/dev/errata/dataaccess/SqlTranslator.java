package dev.errata.dataaccess;

import java.sql.SQLException;

import dev.errata.error.Failure;
import dev.errata.error.PlatformErrorTranslator;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * Translates what JDBC throws where no {@code JdbcClient} is in between, and what is at
 * the bottom of an exception that nobody knows. It means what it does to Spring.
 */
final class SqlTranslator implements PlatformErrorTranslator, Ordered {

	private final DataAccessTranslator dataAccess;

	private final SQLExceptionTranslator states = new SQLExceptionSubclassTranslator();

	SqlTranslator(DataAccessTranslator dataAccess) {
		this.dataAccess = dataAccess;
	}

	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	public @Nullable Failure translate(Throwable exception) {
		if (!(exception instanceof SQLException raw)) {
			return null;
		}
		DataAccessException translated = this.states.translate("", null, raw);
		return (translated != null) ? this.dataAccess.translate(translated) : null;
	}

}
