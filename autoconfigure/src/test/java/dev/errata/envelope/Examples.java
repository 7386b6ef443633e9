package dev.errata.envelope;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.error.InputLocation;
import dev.errata.error.Violation;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.StringUtils;

import static dev.errata.error.InputLocation.BODY;
import static dev.errata.error.InputLocation.HEADER;
import static dev.errata.error.InputLocation.QUERY;

/**
 * Errors of well-known APIs. The folder {@code dev/errata/envelope/examples} has a file
 * {@code API.yml} with the configuration of each, and files {@code API-CASE.http} with
 * the responses that its documentation describes.
 */
final class Examples {

	private static final String FOLDER = "dev/errata/envelope/examples/";

	static final String ORDER = """
			{"customer": "", "lines": [{"sku": "a", "quantity": 0}]}""";

	/** What is thrown in each case; others are about a path without a handler. */
	private static final Map<String, ErrorCodeException> FAILURES = new LinkedHashMap<>();

	static {
		on("google-stockout",
				error("out_of_stock").detail("The zone 'eu-1' cannot fulfil the order. Try another zone, or later.")
					.with("zone", "eu-1")
					.with("zonesWithStock", "eu-2,eu-3")
					.with("missing", 3)
					.retryAfter(seconds(30)));
		on("google-invalid",
				error("invalid_order")
					.violation(in(BODY, "lines[0].quantity", "not_positive", "must be greater than 0"))
					.violation(in(BODY, "emailAddresses[1].email", "malformed_email", "is not an e-mail address")));
		on("google-exists", error("order_exists").detail("The order 7 exists already.").with("order", 7));

		on("jsonapi-invalid", error("100")
			.violation(in(BODY, "data.attributes.first-name", "123", "The first name needs three characters."))
			.violation(in(BODY, "data.attributes.passwords[0]", "225", "The password needs a punctuation character.")));
		on("jsonapi-parameter",
				error("300").violation(in(QUERY, "include", "300", "An article has no relationship 'auther'."))
					.violation(in(HEADER, "X-Tenant", "300", "This tenant is closed.")));
		on("jsonapi-throttled", error("429").retryAfter(seconds(30)).with("limit", 100).with("window", "1m"));

		on("stripe-declined",
				error("card_declined").detail("Your card has insufficient funds.")
					.with("charge", "ch_123")
					.with("decline_code", "insufficient_funds"));
		on("stripe-missing", error("resource_missing").detail("No such customer: 'cus_123'")
			.violation(in(BODY, "customer", "resource_missing", "does not exist")));
		on("stripe-parameter", error("parameter_invalid")
			.violation(in(BODY, "items[0].quantity", "parameter_invalid", "must be greater than or equal to 1")));
		on("stripe-authentication", error("api_key_invalid"));
		on("stripe-rate", error("rate_limit"));

		on("openai-key", error("invalid_api_key"));
		on("openai-value", error("invalid_value")
			.detail("Invalid value: 'boss'. Supported values are: 'system', 'assistant', and 'user'.")
			.violation(in(BODY, "messages[0].role", "invalid_value", "must be one of system, assistant, user")));
		on("openai-rate", error("rate_limit_exceeded").retryAfter(seconds(20)));
		on("openai-quota", error("insufficient_quota"));
		on("openai-server", error("server_error"));

		on("azure-invalid",
				error("BadArgument").violation(in(BODY, "PhoneNumber", "NullValue", "Phone number must not be null"))
					.violation(in(BODY, "LastName", "NullValue", "Last name must not be null"))
					.violation(in(BODY, "Address", "MalformedValue", "Address is not valid")));
		on("azure-password",
				error("PasswordRejected").with("minLength", 6)
					.with("maxLength", 64)
					.with("characterTypes", List.of("lowerCase", "upperCase", "number", "symbol")));
		on("azure-throttled", error("TooManyRequests").retryAfter(seconds(5)));

		on("rfc9457-validation",
				error("validation_error").violation(in(BODY, "age", "field_invalid", "must be a positive integer"))
					.violation(in(BODY, "profile.colors[0]", "field_invalid", "must be 'green', 'red' or 'blue'"))
					.violation(in(QUERY, "limit", "field_invalid", "must be at most 100")));
		on("rfc9457-credit",
				error("out_of_credit").detail("Your current balance is 30, but that costs 50.")
					.with("balance", 30)
					.with("accounts", List.of("/account/12345", "/account/67890")));
		on("rfc9457-busy", error("busy").retryAfter(seconds(120)));

		on("laravel-invalid",
				error("invalid").violation("team_name", "The team name must be a string.")
					.violation("team_name", "The team name must be at least 1 characters.")
					.violation("authorization.role", "The selected authorization.role is invalid.")
					.violation("users[0].email", "The users.0.email field is required.")
					.violation("users[2].email", "The users.2.email must be a valid email address."));
		on("laravel-two", error("invalid").violation("title", "The title field is required.")
			.violation("body", "The body field is required."));
		on("laravel-one", error("invalid").violation("title", "The title field is required."));
		on("laravel-login", error("unauthenticated"));
		on("laravel-throttled", error("throttled").retryAfter(seconds(60)));

		on("anthropic-invalid",
				error("invalid_request_error").violation("messages[0].role", "must be user or assistant"));
		on("anthropic-rate", error("rate_limit_error").retryAfter(seconds(12)));
		on("anthropic-overloaded", error("overloaded_error"));

		on("github-invalid",
				error("validation_failed").with("resource", "Order")
					.violation(in(BODY, "title", "missing_field", "is missing"))
					.violation(in(BODY, "lines[0].sku", "custom", "is no longer sold")));
		on("github-rate", error("too_many_requests").retryAfter(seconds(60)));

		on("twilio-number", error("21211").with("to", "+12"));
		on("twilio-rate", error("20429").retryAfter(seconds(1)));

		on("shopify-invalid",
				error("invalid").violation("title", "can't be blank")
					.violation("title", "is too short (minimum is 2 characters)")
					.violation("vendor", "can't be blank"));
		on("shopify-throttled", error("throttled").retryAfter(seconds(2)));

		on("aspnet-invalid",
				error("validation_failed").violation("Name", "The Name field is required.")
					.violation("Lines[0].Quantity", "The field Quantity must be between 1 and 10.")
					.violation("Lines[0].Quantity", "The field Quantity must be even."));

		on("fastapi-invalid",
				error("unprocessable").violation(in(BODY, "lines[0].quantity", "missing", "Field required"))
					.violation(in(QUERY, "limit", "int_parsing",
							"Input should be a valid integer, unable to parse string as an integer")));
		on("fastapi-item", error("not_found").detail("Item not found"));
		on("fastapi-rate", error("too_many_requests").retryAfter(seconds(3)));

		on("paypal-invalid",
				error("INVALID_REQUEST")
					.violation(in(BODY, "purchase_units[0].amount.value", "MISSING_REQUIRED_PARAMETER",
							"A required field / parameter is missing."))
					.violation(in(QUERY, "page_size", "INVALID_PARAMETER_VALUE", "The value of a field is invalid.")));
		on("paypal-rate", error("RATE_LIMIT_REACHED").retryAfter(seconds(10)));

		on("fhir-invalid",
				error("invalid").violation(in(BODY, "Patient.name[0].family", "field_missing", "A name is required."))
					.violation(in(BODY, "Patient.birthDate", "field_type", "This is not a date.")));
		on("fhir-busy", error("busy").retryAfter(seconds(30)));

		on("scim-mutability", error("mutability").detail("Attribute 'id' is readOnly"));
		on("scim-value", error("invalidValue").violation("emails[0].value", "is not an address"));
		on("scim-missing", error("not_found").with("id", "2819c223"));

		on("oauth2-grant", error("invalid_grant"));
		on("oauth2-token", error("invalid_token"));
		on("oauth2-scope", error("insufficient_scope").with("scope", "orders write"));
		on("oauth2-busy", error("temporarily_unavailable").retryAfter(seconds(5)));

		on("slack-scope", error("missing_scope").with("needed", "chat:write").with("provided", "identify"));
		on("slack-arguments",
				error("invalid_arguments")
					.violation(in(BODY, "channel", "field_missing", "missing required field: channel"))
					.violation(in(BODY, "blocks[0].elements", "field_empty", "must be more than 0 items")));
		on("slack-rate", error("ratelimited").retryAfter(seconds(30)));

		on("dynamodb-missing",
				error("ResourceNotFoundException").detail("Requested resource not found: Table: orders not found"));
		on("dynamodb-throttled", error("ThrottlingException"));

		on("awsrest-invalid",
				error("ValidationException")
					.violation(in(BODY, "lines[0].quantity", "field_range", "must be at least 1"))
					.violation(in(BODY, "customer", "field_missing", "is required")));
		on("awsrest-throttled", error("ThrottlingException").retryAfter(seconds(1)));

		on("grpc-gateway-invalid",
				error("invalid_order").violation(in(BODY, "lines[0].quantity", "field_range", "must be at least 1"))
					.violation(in(BODY, "customer", "field_missing", "is required")));
		on("grpc-gateway-unavailable", error("unavailable").with("load", 0.97).retryAfter(seconds(2)));

		on("discord-permission", error("50013"));
		on("discord-rate", error("20028").retryAfter(Duration.ofMillis(64_570)));

		on("msgraph-range", error("invalidRange"));
		on("msgraph-invalid",
				error("badRequest").violation(in(BODY, "displayName", "propertyMissing", "must not be empty"))
					.violation(in(BODY, "members[0].mail", "propertyMissing", "must not be empty")));
		on("msgraph-throttled", error("activityLimitReached").retryAfter(seconds(10)));

		on("kubernetes-missing", error("NotFound").with("name", "web-0").with("kind", "pods"));
		on("kubernetes-invalid",
				error("Invalid").with("name", "web")
					.with("group", "apps")
					.with("kind", "Deployment")
					.violation(
							in(BODY, "spec.template.spec.containers[0].image", "FieldValueRequired", "Required value"))
					.violation(in(BODY, "spec.replicas", "FieldValueInvalid",
							"Invalid value: must be greater than or equal to 0")));
		on("kubernetes-throttled", error("TooManyRequests").retryAfter(seconds(1)));

		on("graphql-input",
				error("BAD_USER_INPUT").violation(in(BODY, "input.name", "BAD_USER_INPUT", "A name is required."))
					.violation(in(BODY, "input.lines[0].amount", "BAD_USER_INPUT", "The amount must be positive.")));
		on("graphql-login", error("UNAUTHENTICATED"));
		on("graphql-rate", error("RATE_LIMITED").retryAfter(seconds(9)).with("limit", 100));

		on("elasticsearch-index",
				error("index_not_found_exception").with("resource.type", "index_or_alias")
					.with("resource.id", "orders")
					.with("index_uuid", "_na_")
					.with("index", "orders"));
		on("elasticsearch-parsing",
				error("parsing_exception").detail("unknown query [mach]").with("line", 1).with("col", 20));

		on("hubspot-invalid", error("invalid_input").violation(in(BODY, "email", "FIELD_REQUIRED", "is required"))
			.violation(in(BODY, "properties.name", "FIELD_REQUIRED", "is required")));
		on("hubspot-rate", error("rate_limit").with("policyName", "ten_secondly_rolling").retryAfter(seconds(10)));

		on("square-invalid",
				error("INVALID_REQUEST")
					.violation(in(BODY, "idempotency_key", "MISSING_REQUIRED_PARAMETER", "Missing required parameter."))
					.violation(in(BODY, "amount_money.amount", "VALUE_TOO_LOW", "The amount must be at least 1.")));
		on("square-login", error("UNAUTHORIZED"));
		on("square-rate", error("RATE_LIMITED").retryAfter(seconds(4)));

		on("adyen-card", error("101"));
		on("adyen-field", error("702").violation("amount.value", "must be a whole number"));
		on("adyen-login", error("000"));

		on("zendesk-invalid",
				error("RecordInvalid").violation(in(BODY, "subject", "BlankValue", "Subject: cannot be blank"))
					.violation(in(BODY, "type", "BlankValue", "Type: cannot be blank")));
		on("salesforce-fields",
				error("REQUIRED_FIELD_MISSING")
					.violation(
							in(BODY, "LastName", "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]"))
					.violation(in(BODY, "Email", "FIELD_INTEGRITY_EXCEPTION", "The address is not one.")));
		on("salesforce-limit", error("REQUEST_LIMIT_EXCEEDED"));

		on("rails-invalid", error("unprocessable").violation("Title", "can't be blank")
			.violation("Body", "is too short (minimum is 10 characters)"));

		on("zendesk-rate", error("TooManyRequests").retryAfter(seconds(93)));
	}

	private Examples() {
	}

	private static void on(String name, ErrorCodeException failure) {
		FAILURES.put(name, failure);
	}

	private static ErrorCodeException error(String code) {
		return new ErrorCodeException(code);
	}

	private static Violation in(InputLocation in, String field, String code, String message) {
		return new Violation(field, code, message).in(in);
	}

	private static Duration seconds(int seconds) {
		return Duration.ofSeconds(seconds);
	}

	static ErrorCodeException failure(String name) {
		return FAILURES.get(name);
	}

	/**
	 * Return the path at which an error occurs.
	 */
	static String path(String name) {
		if (isAboutAnOrder(name)) {
			return "/" + api(name) + "/orders";
		}
		int dash = name.lastIndexOf('-');
		return FAILURES.containsKey(name) ? "/" + name.substring(0, dash) + "/" + name.substring(dash + 1)
				: "/" + api(name) + "/no/such/path";
	}

	/**
	 * Return whether the error is that of an {@link #ORDER order}, which is validated.
	 */
	static boolean isAboutAnOrder(String name) {
		return name.endsWith("-order");
	}

	static String api(String name) {
		return name.substring(0, name.lastIndexOf('-'));
	}

	static List<String> apis() {
		return files("*.yml");
	}

	static Stream<String> names() {
		return files("*.http").stream();
	}

	private static List<String> files(String pattern) {
		try {
			return Arrays
				.stream(new PathMatchingResourcePatternResolver().getResources("classpath:" + FOLDER + pattern))
				.map(Resource::getFilename)
				.map(StringUtils::stripFilenameExtension)
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return a configuration with a contract for each API, and if wanted a client.
	 * @param url the address of the service, or {@code null} for no clients
	 */
	static String configuration(String url) {
		StringBuilder yaml = new StringBuilder("errata:\n  contracts:\n");
		for (String api : apis()) {
			yaml.append("    ").append(api).append(":\n      paths: [\"/").append(api).append("/**\"]\n");
			String own = read(api + ".yml").lines()
				.skip(1)
				.map((line) -> "    " + line + "\n")
				.collect(Collectors.joining());
			yaml.append(own);
		}
		if (url != null) {
			yaml.append("  clients:\n");
			for (String api : apis()) {
				yaml.append("    ").append(api).append(": { url: ").append(url).append("/").append(api);
				yaml.append(", contract: ").append(api).append(", retry: { max-retries: 0 } }\n");
			}
		}
		return yaml.toString();
	}

	static Response response(String name) {
		String[] parts = read(name + ".http").split("\n\n", 2);
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		String[] lines = parts[0].split("\n");
		for (String line : Arrays.asList(lines).subList(1, lines.length)) {
			headers.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1).strip());
		}
		return new Response(Integer.parseInt(lines[0].split(" ")[1]), headers,
				JsonMapper.shared().readTree(parts[1]).toString());
	}

	private static String read(String file) {
		try {
			return new ClassPathResource(FOLDER + file).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A response as it is expected.
	 *
	 * @param headers the headers; one that must not be there has the value {@code -}
	 * @param body the document without white space
	 */
	record Response(int status, Map<String, String> headers, String body) {
	}

}
