package dev.errata.error;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;

import dev.errata.catalog.Code;
import dev.errata.catalog.StandardCode;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request with a code of the catalog: <pre class="code">
 * throw new ErrorCodeException("insufficient_balance")
 *     .detail("Top up 5 € first.")
 *     .with("balance", 0.4)
 *     .retryAfter(Duration.ofSeconds(30));</pre> It is an outcome rather than a defect of
 * the program, so its stack trace has no more than three frames, which tell where it was
 * created; give it a cause if more matters.
 *
 * @since 0.1.0
 */
public class ErrorCodeException extends RuntimeException {

	private static final int FRAMES = 3;

	private static final StackWalker WALKER = StackWalker
		.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_REFLECT_FRAMES));

	private transient Failure failure;

	/**
	 * Create an exception.
	 * @param code a declared code, or a standard one; case and separators do not count
	 */
	public ErrorCodeException(String code) {
		this(Failure.of(code), null);
	}

	/**
	 * Create an exception.
	 * @param code a constant with the name of a code
	 */
	public ErrorCodeException(Code code) {
		this(Failure.of(code), null);
	}

	/**
	 * Create an exception with a cause, which is logged and never shown.
	 * @param code a declared code, or a standard one; case and separators do not count
	 * @param cause the cause
	 */
	public ErrorCodeException(String code, @Nullable Throwable cause) {
		this(Failure.of(code), cause);
	}

	/**
	 * Create an exception with a cause, which is logged and never shown.
	 * @param code a constant with the name of a code
	 * @param cause the cause
	 */
	public ErrorCodeException(Code code, @Nullable Throwable cause) {
		this(Failure.of(code), cause);
	}

	private ErrorCodeException(Failure failure, @Nullable Throwable cause) {
		super(null, cause);
		this.failure = failure;
		// not from a method of its own, which would be one more frame to skip
		setStackTrace(WALKER.walk(ErrorCodeException::firstFrames));
	}

	private static StackTraceElement[] firstFrames(Stream<StackFrame> stack) {
		StackTraceElement[] frames = new StackTraceElement[FRAMES];
		int count = 0;
		for (Iterator<StackFrame> iterator = stack.iterator(); count < FRAMES && iterator.hasNext();) {
			StackFrame frame = iterator.next();
			Class<?> type = frame.getDeclaringClass();
			if (isReflection(type)) {
				if (count > 0) {
					// a framework has called the application
					break;
				}
			}
			else if (count > 0 || !Throwable.class.isAssignableFrom(type)) {
				frames[count++] = frame.toStackTraceElement();
			}
		}
		return (count < FRAMES) ? Arrays.copyOf(frames, count) : frames;
	}

	private static boolean isReflection(Class<?> type) {
		return type == Method.class || type == Constructor.class
				|| type.getPackageName().equals("jdk.internal.reflect");
	}

	/**
	 * Leave out what the virtual machine would fill in: all frames, which are expensive.
	 * @return this exception
	 */
	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

	/**
	 * Set what is particular to this failure, in words that the client may read.
	 * @param detail a sentence
	 * @return this exception
	 */
	public ErrorCodeException detail(@Nullable String detail) {
		this.failure.detail(detail);
		return this;
	}

	/**
	 * Choose one of the code's statuses; the first is the default.
	 * @param status the HTTP status
	 * @return this exception
	 */
	public ErrorCodeException status(int status) {
		this.failure.status(status);
		return this;
	}

	/**
	 * Add an attribute for {@code {details}} and for the message.
	 * @param name the name of the attribute
	 * @param value text, a number, a boolean, a date, a map or a list of these
	 * @return this exception
	 */
	public ErrorCodeException with(String name, @Nullable Object value) {
		this.failure.with(name, value);
		return this;
	}

	/**
	 * Add an argument for the message alone, where it is {@code {details.NAME}} as well.
	 * @param name the name of the argument
	 * @param value the value
	 * @return this exception
	 */
	public ErrorCodeException arg(String name, @Nullable Object value) {
		this.failure.arg(name, value);
		return this;
	}

	/**
	 * Add an invalid input that this service found itself.
	 * @param field the input in the client's words
	 * @param message what is wrong, to be read behind the name of the field
	 * @return this exception
	 */
	public ErrorCodeException violation(String field, String message) {
		this.failure.violation(new Violation(field, StandardCode.FIELD_INVALID.code(), message));
		return this;
	}

	/**
	 * Add an invalid input that this service found itself, with its own code or with the
	 * part of the request that it is in.
	 * @param violation the violation
	 * @return this exception
	 */
	public ErrorCodeException violation(Violation violation) {
		this.failure.violation(violation);
		return this;
	}

	/**
	 * Set how long the caller should wait before a retry.
	 * @param retryAfter the time to wait; rounded up to whole seconds on the wire
	 * @return this exception
	 */
	public ErrorCodeException retryAfter(@Nullable Duration retryAfter) {
		this.failure.retryAfter(retryAfter);
		return this;
	}

	/**
	 * Return the code that was asked for.
	 * @return the code as written by the thrower
	 */
	public String code() {
		return this.failure.code();
	}

	Failure failure() {
		return this.failure;
	}

	/**
	 * Attributes may be of any type and are not written; an exception that is read has
	 * its code, status and detail.
	 */
	private void writeObject(ObjectOutputStream output) throws IOException {
		output.defaultWriteObject();
		output.writeObject(this.failure.code());
		output.writeObject(this.failure.status());
		output.writeObject(this.failure.detail());
	}

	private void readObject(ObjectInputStream input) throws IOException, ClassNotFoundException {
		input.defaultReadObject();
		this.failure = Failure.of((String) input.readObject());
		Integer status = (Integer) input.readObject();
		if (status != null) {
			this.failure.status(status);
		}
		this.failure.detail((String) input.readObject());
	}

	@Override
	public String getMessage() {
		String detail = this.failure.detail();
		return (detail != null) ? this.failure + ": " + detail : this.failure.toString();
	}

}
