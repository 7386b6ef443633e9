package dev.errata.envelope;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A ready-made envelope that many clients understand.
 *
 * @since 0.1.0
 * @hidden
 */
public enum Preset {

	/**
	 * RFC 9457 problem details with code, request id, retry advice and violations.
	 * Extensions and attributes are members of their own.
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
			  "...": ["{extensions}", "{details}"]
			}""", null),

	/**
	 * The envelope that clients of the OpenAI API expect.
	 */
	OPENAI("application/json", """
			{
			  "error": {
			    "message": "{message}",
			    "type": "{family}",
			    "param": "{violation.field|null}",
			    "code": "{code}",
			    "request_id": "{request-id}"
			  }
			}""", null),

	/**
	 * The error objects of JSON:API, one for each invalid input.
	 */
	JSONAPI("application/vnd.api+json", """
			{
			  "errors": "{errors}",
			  "meta": {"request_id": "{request-id}"}
			}""", """
			{
			  "status": "{status as text}",
			  "code": "{code}",
			  "title": "{title}",
			  "detail": "{message}",
			  "source": {
			    "pointer": "{field as pointer if in=body}",
			    "parameter": "{field if in=query}",
			    "header": "{field if in=header}"
			  },
			  "meta": {"...": ["{extensions}", "{details}"]}
			}"""),

	/**
	 * The errors of Google's APIs, AIP-193.
	 */
	GOOGLE("application/json", """
			{
			  "error": {
			    "code": "{status}",
			    "message": "{message}",
			    "status": "{status as grpc}",
			    "details": [
			      {
			        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
			        "reason": "{code as upper-snake}",
			        "domain": "{extensions.domain}",
			        "metadata": "{details as texts}"
			      },
			      {
			        "@type": "type.googleapis.com/google.rpc.RetryInfo",
			        "retryDelay": "{retry-after as duration}"
			      },
			      {
			        "@type": "type.googleapis.com/google.rpc.BadRequest",
			        "fieldViolations": "{violations}"
			      },
			      {
			        "@type": "type.googleapis.com/google.rpc.RequestInfo",
			        "requestId": "{request-id}"
			      },
			      {
			        "@type": "type.googleapis.com/google.rpc.LocalizedMessage",
			        "locale": "{language}",
			        "message": "{message if language}"
			      },
			      {
			        "@type": "type.googleapis.com/google.rpc.Help",
			        "links": [{"description": "{title if docs}", "url": "{docs}"}]
			      }
			    ]
			  }
			}""", """
			{
			  "field": "{field}",
			  "description": "{message}",
			  "reason": "{code as upper-snake}"
			}""");

	private final String mediaType;

	private final String body;

	private final @Nullable String violation;

	Preset(String mediaType, String body, @Nullable String violation) {
		this.mediaType = mediaType;
		this.body = body;
		this.violation = violation;
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
	 * Return the shape of a violation.
	 * @return JSON text, or {@code null} for the default one
	 */
	public @Nullable String violation() {
		return this.violation;
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
