package dev.errata.idempotency.crash;

import java.util.ArrayList;
import java.util.List;

import dev.errata.idempotency.jdbc.TestDatabase;

/**
 * What a {@link Shop} runs on.
 */
enum Stack {

	SERVLET,

	REACTIVE,

	/** Spring WebFlux, with work in transactions of R2DBC in PostgreSQL. */
	R2DBC;

	/**
	 * Return the properties of a shop.
	 * @param properties those for the store
	 */
	List<String> properties(List<String> properties) {
		List<String> all = new ArrayList<>(properties);
		all.add("--spring.main.web-application-type=" + ((this == SERVLET) ? "servlet" : "reactive"));
		if (this == R2DBC) {
			all.add("--shop.r2dbc=" + TestDatabase.POSTGRESQL.reactiveAddress());
		}
		return all;
	}

}
