package dev.errata.security;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import dev.errata.security.reactive.ReactiveBearerChains;
import dev.errata.security.servlet.ServletBearerChains;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OAuth2IntrospectionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;

/**
 * Bearer tokens that are missing, broken, expired or not enough.
 */
public class BearerWireTests extends EveryStackTests {

	public static final SecretKey KEY = new SecretKeySpec(
			"0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");

	private static final String CHALLENGE = "WWW-Authenticate";

	@Override
	protected Service start(Container container) {
		return Service.start(container, true,
				List.of(Application.class, container.pick(ServletBearerChains.class, ReactiveBearerChains.class)),
				SHORT_ENVELOPE);
	}

	@TestFactory
	Stream<DynamicTest> jwt() {
		String expired = token(Instant.now().minusSeconds(600));
		return table(row("none", get("/private")).is(401, "credentials_missing"),
				row("nonsense", bearer("/private", "nonsense")).is(401, "credentials_invalid"),
				row("malformed", bearer("/public", "a b")).is(401, "credentials_invalid"),
				row("expired", bearer("/private", expired)).is(401, "token_expired"),
				row("not enough", bearer("/admin", fresh())).is(403, "forbidden")
					.with(CHALLENGE,
							"Bearer error=\"insufficient_scope\", error_description=\"The request requires "
									+ "higher privileges than provided by the access token.\", "
									+ "error_uri=\"https://tools.ietf.org/html/rfc6750#section-3.1\""));
	}

	@TestFactory
	Stream<DynamicTest> opaque() {
		return table(row("none", get("/opaque")).is(401, "credentials_missing"),
				row("unknown", bearer("/opaque", "bad")).is(401, "credentials_invalid"),
				row("not enough", bearer("/opaque/admin", "good")).is(403, "forbidden"),
				row("good", bearer("/opaque", "good")).isForeign(200, "ok"),
				row("server that cannot be reached", bearer("/opaque", "broken")).is(503, "service_unavailable")
					.with(CHALLENGE, null));
	}

	@Override
	protected Stream<DynamicTest> table(Row... rows) {
		return service().table(bearer("/private", fresh()), rows);
	}

	private static Exchange bearer(String path, String token) {
		return get(path).header("Authorization: Bearer " + token);
	}

	private static String fresh() {
		return token(Instant.now().plusSeconds(600));
	}

	private static String token(Instant expiry) {
		NimbusJwtEncoder encoder = new NimbusJwtEncoder(new ImmutableSecret<>(KEY.getEncoded()));
		JwtClaimsSet claims = JwtClaimsSet.builder().subject("alice").expiresAt(expiry).build();
		return encoder.encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
			.getTokenValue();
	}

	/**
	 * What an authorization server says of a token.
	 */
	public static OAuth2AuthenticatedPrincipal introspect(String token) {
		return switch (token) {
			case "broken" -> throw new OAuth2IntrospectionException(SECRET);
			case "bad" -> throw new BadOpaqueTokenException("The token is not known");
			default -> new DefaultOAuth2AuthenticatedPrincipal(Map.of("sub", "alice"), AuthorityUtils.NO_AUTHORITIES);
		};
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping({ "/private", "/public", "/admin", "/opaque", "/opaque/admin" })
		String ok() {
			return "ok";
		}

	}

}
