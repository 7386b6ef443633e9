package dev.errata.idempotency.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import dev.errata.idempotency.IdempotencyProperties.InitializeSchema;
import dev.errata.properties.StartupFaultException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;

/**
 * The table of the store, created by the script of its database if configured.
 */
final class IdempotencyTable extends DataSourceScriptDatabaseInitializer {

	private static final int MAX_TRIES = 3;

	private static final String DEFAULT_NAME = "errata_idempotency";

	private final Dialect dialect;

	private final String name;

	IdempotencyTable(DataSource dataSource, Dialect dialect, InitializeSchema initialize, String name) {
		super(dataSource, settings(dialect, initialize));
		setResourceLoader(new DefaultResourceLoader(IdempotencyTable.class.getClassLoader()));
		this.dialect = dialect;
		this.name = name;
	}

	private static DatabaseInitializationSettings settings(Dialect dialect, InitializeSchema initialize) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setSchemaLocations(List.of("classpath:" + dialect.schema()));
		settings.setMode(DatabaseInitializationMode.valueOf(initialize.name()));
		return settings;
	}

	@Override
	protected void runScripts(Scripts scripts) {
		List<Resource> renamed = new ArrayList<>();
		for (Resource script : scripts) {
			renamed.add(rename(script));
		}
		super.runScripts(new Scripts(renamed).separator(scripts.getSeparator()));
	}

	private Resource rename(Resource script) {
		try {
			String text = script.getContentAsString(StandardCharsets.UTF_8);
			String index = (this.dialect == Dialect.H2) ? this.name : this.name.substring(this.name.indexOf('.') + 1);
			return new ByteArrayResource(text.replace(DEFAULT_NAME + "_expires_at", "{index}")
				.replace(DEFAULT_NAME, this.name)
				.replace("{index}", index + "_expires_at")
				.getBytes(StandardCharsets.UTF_8), script.getDescription());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Create the table, if that is wanted. Where another process does so at the same
	 * time, the database may fail although it was asked to create only what is not there,
	 * and does not the next time.
	 * @param probe what fails if the table is not there
	 */
	void prepare(Runnable probe) {
		RuntimeException failure = null;
		for (int tries = 0; tries < MAX_TRIES; tries++) {
			failure = attempt(this::initializeDatabase);
			if (failure == null) {
				break;
			}
		}
		RuntimeException missing = attempt(probe);
		if (missing == null) {
			return;
		}
		if (failure != null) {
			missing.addSuppressed(failure);
		}
		throw new StartupFaultException(
				"The store of idempotency keys does not find its table '" + this.name + "', or not all of its columns"
						+ ((failure != null) ? ", and could not create it: " + failure.getMessage() : "") + ".",
				"Create it with the script " + this.dialect.schema() + ", which is in the jar of Errata, or set "
						+ "errata.idempotency.jdbc.initialize-schema to 'always' to let Errata do so. "
						+ "The name is that of errata.idempotency.jdbc.table.",
				missing);
	}

	private static @Nullable RuntimeException attempt(Runnable action) {
		try {
			action.run();
			return null;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

}
