package dev.errata.sample;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.context.support.StandardServletEnvironment;

/**
 * One fact of a code told otherwise, by the environment and by a profile.
 */
class OverrideTests {

	@ParameterizedTest
	@ValueSource(strings = { "systemEnvironment", "test-systemEnvironment" })
	void environmentOverridesOneMessage(String source) {
		StandardEnvironment environment = new StandardServletEnvironment();
		environment.getPropertySources().remove("systemEnvironment");
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource(source,
					Map.of("ERRATA_CONTRACTS_JOULE_CODES_INSUFFICIENT_BALANCE_MESSAGE", "Top up first.",
							"ERRATA_CONTRACTS_AITBC_CODES_JOBNOTFOUND_MESSAGE", "No job.",
							"ERRATA_CONTRACTS_CONTRIB_CODES_SERVICE_UNAVAILABLE_MESSAGE", "down")));
		try (ConfigurableApplicationContext context = run(new SpringApplicationBuilder().environment(environment))) {
			Wire wire = wire(context);
			wire.get("/joule/raise/insufficient_balance")
				.isError(402,
						"{\"error\":{\"type\":\"insufficient_balance\",\"message\":\"Top up first.\",\"code\":402,"
								+ "\"request_id\":\"<id>\"}}");
			wire.get("/aitbc/raise/JOB_NOT_FOUND")
				.isError(404, "{\"detail\":\"No job.\",\"error_code\":\"JOB_NOT_FOUND\",\"request_id\":\"<id>\"}");
			wire.get("/contrib/raise/service_unavailable")
				.isError(503, "{\"error\":{\"message\":\"down\",\"type\":\"service_unavailable\"}}")
				.hasHeader("X-Error-Code", "SERVICE_UNAVAILABLE");
			isOtherwiseAsBefore(wire);
		}
	}

	@Test
	void profileOverridesOneMessage() {
		try (ConfigurableApplicationContext context = run(new SpringApplicationBuilder().profiles("terse"))) {
			Wire wire = wire(context);
			wire.get("/gpuoutlet/raise/code_request_rate_limited")
				.isError(429, "{\"error\":\"code_request_rate_limited\",\"message\":\"Wait.\"}")
				.hasHeader("Retry-After", "30");
			isOtherwiseAsBefore(wire);
		}
	}

	private static void isOtherwiseAsBefore(Wire wire) {
		wire.get("/joule/raise/timeout")
			.isError(504, "{\"error\":{\"type\":\"timeout\",\"message\":\"The request ran out of time.\",\"code\":504,"
					+ "\"request_id\":\"<id>\"}}");
	}

	private static ConfigurableApplicationContext run(SpringApplicationBuilder application) {
		return application.sources(SampleApplication.class).run("--server.port=0");
	}

	private static Wire wire(ConfigurableApplicationContext context) {
		return new Wire(((WebServerApplicationContext) context).getWebServer().getPort());
	}

}
