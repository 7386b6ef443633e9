package dev.errata.browser;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.web.util.UriUtils;

/**
 * The path template of an endpoint that raises codes on demand.
 */
final class TryIt {

	private static final Pattern TEMPLATE = Pattern
		.compile("/(?!/)([A-Za-z0-9._~!$&'()*+,;=:@/?%-]|\\{(contract|code|status)})*");

	private static final Pattern VARIABLE = Pattern.compile("\\{(contract|code|status)}");

	/** No endpoint. */
	static final TryIt NONE = new TryIt("");

	private final String template;

	private TryIt(String template) {
		this.template = template;
	}

	/**
	 * Return the endpoint of a template.
	 * @return the endpoint, {@link #NONE} without a template
	 * @throws IllegalArgumentException if the template is no path of the application
	 */
	static TryIt of(@Nullable String template) {
		if (!StringUtils.hasText(template)) {
			return NONE;
		}
		if (!TEMPLATE.matcher(template).matches()) {
			throw new IllegalArgumentException(
					"Not a path of this application, or one with placeholders other than {contract}, {code} and {status}.");
		}
		return new TryIt(template);
	}

	/**
	 * Return the path that raises a code, without the slash in front.
	 */
	String path(String contract, String code, int status) {
		Matcher matcher = VARIABLE.matcher(this.template.substring(1));
		return matcher.replaceAll((match) -> Matcher.quoteReplacement(switch (match.group(1)) {
			case "contract" -> UriUtils.encode(contract, StandardCharsets.UTF_8);
			case "code" -> UriUtils.encode(code, StandardCharsets.UTF_8);
			default -> Integer.toString(status);
		}));
	}

}
