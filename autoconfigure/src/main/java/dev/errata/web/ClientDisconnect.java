package dev.errata.web;

import java.io.IOException;
import java.util.Set;

import dev.errata.error.Causes;

import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/**
 * Recognizes exceptions that are thrown because the client has closed the connection.
 * Only the type of an exception or the place that threw it counts: a message about a
 * broken connection may be about one to a database.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ClientDisconnect {

	private static final Set<String> OF_CONTAINERS = Set.of("AbortedException", "ClientAbortException", "EofException");

	private static final Set<String> RECYCLED = Set.of("org.apache.catalina.connector.RequestFacade",
			"org.apache.catalina.connector.ResponseFacade", "org.apache.catalina.connector.CoyoteInputStream",
			"org.apache.catalina.connector.CoyoteOutputStream", "org.apache.catalina.core.AsyncContextImpl");

	/** A stack trace costs more than most responses. */
	private static final boolean TOMCAT = ClassUtils.isPresent("org.apache.catalina.connector.RequestFacade",
			ClientDisconnect.class.getClassLoader());

	private static final String OF_SERVERS = "org.springframework.http.server.reactive.";

	private static final int THROWN_WITHIN = 12;

	private ClientDisconnect() {
	}

	/**
	 * Return whether an exception was thrown because the client is gone.
	 * @param exception the exception
	 * @return whether it is no failure of the service
	 */
	public static boolean isCauseOf(Throwable exception) {
		if (!Causes.areWellFormed(exception)) {
			return false;
		}
		Throwable cause = exception;
		while (cause != null && !isOfOutboundCall(cause)) {
			if (cause instanceof AsyncRequestNotUsableException
					|| OF_CONTAINERS.contains(cause.getClass().getSimpleName()) || isOfTomcat(cause)
					|| isRecycled(cause)) {
				return true;
			}
			cause = Causes.causeOf(cause);
		}
		return false;
	}

	/**
	 * Return whether an exception is about a connection to another service.
	 */
	private static boolean isOfOutboundCall(Throwable exception) {
		return exception.getClass().getName().startsWith("org.springframework.web.reactive.function.client.");
	}

	/**
	 * Return whether Tomcat could not write to the client. Who is told by a listener gets
	 * the exception of the JDK, and who writes to a stream of HTTP/2 that is reset one
	 * that applications may throw as well.
	 */
	private static boolean isOfTomcat(Throwable exception) {
		if (exception.getClass().getName().equals("org.apache.coyote.CloseNowException")) {
			return Causes.isThrownBy(exception, 1, (name) -> name.startsWith("org.apache.coyote.http2."));
		}
		return exception.getClass() == IOException.class && Causes.isThrownBy(exception, THROWN_WITHIN,
				(name) -> name.startsWith("org.apache.tomcat.util.net."));
	}

	/**
	 * Return whether Tomcat uses a request or response for another already, and Spring
	 * WebFlux did not know yet. For an application that keeps a servlet request for too
	 * long it is a bug.
	 */
	private static boolean isRecycled(Throwable exception) {
		return TOMCAT && exception.getClass() == IllegalStateException.class
				&& Causes.isThrownBy(exception, 1, RECYCLED::contains)
				&& Causes.isThrownBy(exception, THROWN_WITHIN, (name) -> name.startsWith(OF_SERVERS));
	}

}
