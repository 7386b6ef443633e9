package dev.errata.error;

import dev.errata.template.Form;
import org.jspecify.annotations.Nullable;

/**
 * A canonical code of gRPC, and the HTTP status that Google's APIs send it with.
 */
enum GrpcCode {

	CANCELLED(1, 499), UNKNOWN(2, 500), INVALID_ARGUMENT(3, 400), DEADLINE_EXCEEDED(4, 504), NOT_FOUND(5, 404),
	ALREADY_EXISTS(6, 409), PERMISSION_DENIED(7, 403), RESOURCE_EXHAUSTED(8, 429), FAILED_PRECONDITION(9, 412),
	ABORTED(10, 409), OUT_OF_RANGE(11, 416), UNIMPLEMENTED(12, 501), INTERNAL(13, 500), UNAVAILABLE(14, 503),
	DATA_LOSS(15, 500), UNAUTHENTICATED(16, 401);

	private final int number;

	private final int status;

	GrpcCode(int number, int status) {
		this.number = number;
		this.status = status;
	}

	/**
	 * Return the code of an HTTP status; of one that has none, the general code for
	 * faults of the client or of the server.
	 */
	static GrpcCode ofStatus(int status) {
		return switch (status) {
			case 401 -> UNAUTHENTICATED;
			case 403 -> PERMISSION_DENIED;
			case 404, 410 -> NOT_FOUND;
			case 408, 504 -> DEADLINE_EXCEEDED;
			case 409 -> ABORTED;
			case 412, 428 -> FAILED_PRECONDITION;
			case 416 -> OUT_OF_RANGE;
			case 429 -> RESOURCE_EXHAUSTED;
			case 499 -> CANCELLED;
			case 501 -> UNIMPLEMENTED;
			case 502, 503 -> UNAVAILABLE;
			default -> (status < 500) ? INVALID_ARGUMENT : INTERNAL;
		};
	}

	static @Nullable Integer statusOfName(Object name) {
		for (GrpcCode code : values()) {
			if (code.name().equals(name)) {
				return code.status;
			}
		}
		return null;
	}

	static @Nullable Integer statusOfNumber(Object value) {
		// it may have been written as a text
		Object number = Form.NUMBER.write().apply(value);
		for (GrpcCode code : values()) {
			if (number instanceof Number other && other.doubleValue() == code.number) {
				return code.status;
			}
		}
		return null;
	}

	int number() {
		return this.number;
	}

}
