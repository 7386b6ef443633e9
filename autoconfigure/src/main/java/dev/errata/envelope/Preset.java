package dev.errata.envelope;

import java.util.Locale;

/**
 * A ready-made envelope that many clients understand.
 *
 * @since 0.1.0
 * @hidden
 */
public enum Preset {

	/**
	 * RFC 9457 problem details with code, request id, retry advice and violations.
	 */
	PROBLEM("application/problem+json", """
			{
			  "type": "{type}",
			  "title": "{title}",
			  "status": "{status}",
			  "detail": "{message}",
			  "instance": "{instance}",
			  "code": "{code}",
			  "request_id": "{request-id}",
			  "retryable": "{retryable}",
			  "errors": "{violations}",
			  "details": "{details}"
			}"""),

	/**
	 * The envelope that clients of the OpenAI API expect.
	 */
	OPENAI("application/json", """
			{
			  "error": {
			    "message": "{message}",
			    "type": "{family}",
			    "param": null,
			    "code": "{code}",
			    "request_id": "{request-id}"
			  }
			}""");

	private final String mediaType;

	private final String body;

	Preset(String mediaType, String body) {
		this.mediaType = mediaType;
		this.body = body;
	}

	/**
	 * Return the media type of the preset.
	 * @return the media type
	 */
	public String mediaType() {
		return this.mediaType;
	}

	/**
	 * Return the template of the preset.
	 * @return JSON text
	 */
	public String body() {
		return this.body;
	}

	/**
	 * Return the name of the preset with a template, or {@code body} if there is none.
	 */
	static String nameOf(String body) {
		for (Preset preset : values()) {
			if (preset.body.equals(body)) {
				return preset.name().toLowerCase(Locale.ROOT);
			}
		}
		return "body";
	}

}
