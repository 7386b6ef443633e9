package dev.errata.integration;

import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

import static dev.errata.wire.Exchange.form;
import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Authorization Server, whose endpoints have the errors of OAuth 2.0.
 */
class AuthorizationServerTests extends NeighbourTests {

	private static final String CLIENT = "spring.security.oauth2.authorizationserver.client.shop.";

	private static final String WRONG = "Authorization: Basic c2hvcDp3cm9uZw==";

	private static final String BASIC = "Authorization: Basic c2hvcDpzZWNyZXQ=";

	@Override
	Service start() {
		return Neighbour.AUTHORIZATION_SERVER.start(Container.TOMCAT, true, Application.class, SHORT_ENVELOPE,
				CLIENT + "registration.client-id=shop", CLIENT + "registration.client-secret={noop}secret",
				CLIENT + "registration.client-authentication-methods=client_secret_basic",
				CLIENT + "registration.authorization-grant-types=client_credentials",
				CLIENT + "registration.scopes=orders");
	}

	@TestFactory
	Stream<DynamicTest> errorsOfOAuthAreItsOwn() {
		return table(
				row("unknown grant", form("/oauth2/token", "grant_type=nothing").header(BASIC)).isForeign(400,
						oauth("unsupported_grant_type", "OAuth 2.0 Parameter: grant_type")),
				row("no grant", form("/oauth2/token", "x=y").header(BASIC)).isForeign(400,
						oauth("invalid_request", "OAuth 2.0 Parameter: grant_type")),
				row("wrong secret", form("/oauth2/token", "grant_type=client_credentials").header(WRONG)).isForeign(401,
						"{\"error\":\"invalid_client\"}"),
				row("unknown token", form("/oauth2/introspect", "token=x").header(BASIC)).isForeign(200,
						"{\"active\":false}"));
	}

	private static String oauth(String error, String description) {
		return "{\"error_description\":\"" + description + "\",\"error\":\"" + error
				+ "\",\"error_uri\":\"https://datatracker.ietf.org/doc/html/rfc6749#section-5.2\"}";
	}

	@Override
	protected void assertStillServing() {
		Answer answer = answer(form("/oauth2/token", "grant_type=client_credentials").header(BASIC));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("\"access_token\"");
	}

	@TestFactory
	Stream<DynamicTest> errorsOfTheService() {
		return table(
				row("unknown client", get("/oauth2/authorize?response_type=code&client_id=x")).is(400, "bad_request"),
				row("authorization without a client", get("/oauth2/authorize")).is(400, "bad_request"),
				row(get("/nowhere")).isForeign(302, "").with("Location", "http://localhost/login"));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

	}

}
