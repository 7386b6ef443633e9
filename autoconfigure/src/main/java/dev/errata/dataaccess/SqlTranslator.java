package dev.errata.dataaccess;

import java.sql.SQLException;
import java.util.Locale;

import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * Translates an {@link SQLException} that no {@code JdbcClient} has translated, and one
 * that is the cause of an unknown exception, as Spring would.
 */
final class SqlTranslator implements BuiltInErrorTranslator {

	private final DataAccessTranslator dataAccess;

	private final SQLExceptionTranslator states = new SQLExceptionSubclassTranslator();

	SqlTranslator(DataAccessTranslator dataAccess) {
		this.dataAccess = dataAccess;
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (!(exception instanceof SQLException raw)) {
			return null;
		}
		DataAccessException translated = this.states.translate("", null, raw);
		return (translated != null) ? this.dataAccess.translate(translated) : null;
	}

}
