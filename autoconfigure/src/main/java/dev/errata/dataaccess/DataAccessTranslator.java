package dev.errata.dataaccess;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Translates the exceptions of Spring's data access. If a constraint of the database is
 * violated, the code is the one that lists the constraint under {@code constraints}, or
 * else the one that lists the SQLState.
 */
final class DataAccessTranslator implements BuiltInErrorTranslator {

	private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

	private static final int MAX_NAMES = 100;

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof ConcurrencyFailureException) {
			return Failure.of(StandardCode.CONCURRENT_UPDATE);
		}
		if (exception instanceof DataIntegrityViolationException violation) {
			return integrity(violation);
		}
		if (exception instanceof QueryTimeoutException || exception instanceof TransactionTimedOutException) {
			return Failure.of(StandardCode.TIMEOUT);
		}
		boolean unavailable = exception instanceof DataAccessResourceFailureException
				|| exception instanceof TransientDataAccessResourceException
				|| exception instanceof RecoverableDataAccessException
				|| exception instanceof CannotCreateTransactionException;
		return unavailable ? Failure.of(StandardCode.SERVICE_UNAVAILABLE) : null;
	}

	private static Failure integrity(DataIntegrityViolationException exception) {
		SQLException cause = Causes.find(exception, SQLException.class);
		StandardCode code = StandardCode.INTERNAL_ERROR;
		if (exception instanceof DuplicateKeyException || isDuplicate(cause)) {
			code = StandardCode.DUPLICATE;
		}
		else if (isForeignKey(cause)) {
			code = StandardCode.CONFLICT;
		}
		List<String> names = names((cause != null) ? cause : exception);
		if (cause != null && cause.getSQLState() != null) {
			names.add(cause.getSQLState());
		}
		return Failure.of(code).rules(names);
	}

	private static boolean isDuplicate(@Nullable SQLException exception) {
		// MySQL has one state for all violations
		return exception != null && ("23505".equals(exception.getSQLState())
				|| ("23000".equals(exception.getSQLState()) && exception.getErrorCode() == 1062));
	}

	private static boolean isForeignKey(@Nullable SQLException exception) {
		return exception != null && ("23503".equals(exception.getSQLState()) || "23506".equals(exception.getSQLState())
				|| ("23000".equals(exception.getSQLState())
						&& (exception.getErrorCode() == 1451 || exception.getErrorCode() == 1452)));
	}

	/**
	 * Return every word of the message that may be the name of a constraint. The words
	 * are only compared with the names in the catalog.
	 */
	private static List<String> names(Throwable exception) {
		List<String> names = new ArrayList<>();
		String message = String.valueOf(exception.getMessage());
		Matcher matcher = NAME.matcher(message);
		while (names.size() < MAX_NAMES && matcher.find()) {
			names.add(matcher.group());
		}
		return names;
	}

}
