package dev.errata.web.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Collection;

import dev.errata.web.ContractExchange;
import dev.errata.web.HeadLimit;
import dev.errata.web.OpenStream;
import dev.errata.web.StreamFormat;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.util.WebUtils;

/**
 * The response of a request that has a contract. Filters share one wrapper, unless
 * another wrapper stands between them. An error that is sent is answered at once, without
 * another dispatch, or goes to the container; while a filter {@linkplain #deferErrors
 * defers} errors, it is kept for that filter.
 * <p>
 * Once an error is answered, the response is committed, and further output is discarded.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ContractResponseWrapper extends HttpServletResponseWrapper {

	private static final Logger logger = LoggerFactory.getLogger(ContractResponseWrapper.class);

	private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	/** A status that no application sends, to test whether the status can be changed. */
	private static final int PROBE = 599;

	private final @Nullable SentErrors sentErrors;

	private final ContractExchange exchange;

	private final HttpServletRequest request;

	private HttpServletResponse response;

	/** The length of all headers that were set, including those that were replaced. */
	private int headLength;

	/** Whether the body was asked for. */
	private boolean used;

	/** Whether an error was sent. */
	private boolean sent;

	/** Whether an error was answered here. */
	private boolean answered;

	/** Where an error is sent whose body is replaced. */
	private @Nullable HttpServletResponse replacing;

	/** Whether errors are kept for a filter. */
	private boolean deferring;

	private boolean usedWhileDeferring;

	private int deferredStatus;

	private @Nullable Class<?> deferredBy;

	/**
	 * Create a wrapper.
	 * @param sentErrors the errors to answer on the spot, or {@code null} if all go to
	 * the container
	 */
	ContractResponseWrapper(@Nullable SentErrors sentErrors, ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		super(response);
		this.sentErrors = sentErrors;
		this.exchange = exchange;
		this.request = request;
		this.response = response;
	}

	/**
	 * Return the wrapper of a response, which is the response itself if a filter right
	 * before has wrapped it.
	 * @param exchange the exchange of the request
	 * @param request the request
	 * @param response its response
	 * @return the wrapper
	 */
	public static ContractResponseWrapper of(ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		return (response instanceof ContractResponseWrapper wrapper) ? wrapper
				: new ContractResponseWrapper(null, exchange, request, response);
	}

	/**
	 * End a response. What is written from now on is discarded.
	 * @param response the response
	 */
	static void end(HttpServletResponse response) {
		ContractResponseWrapper wrapper = WebUtils.getNativeResponse(response, ContractResponseWrapper.class);
		if (wrapper != null) {
			wrapper.sent = true;
			wrapper.answered = true;
		}
	}

	/**
	 * Leave a response as it is, even if it is an error without a body.
	 * @param response the response
	 */
	public static void leave(HttpServletResponse response) {
		ContractResponseWrapper wrapper = WebUtils.getNativeResponse(response, ContractResponseWrapper.class);
		if (wrapper != null) {
			wrapper.used = true;
		}
	}

	/**
	 * Remember errors from now on rather than send them, so that whoever defers them can
	 * decide what becomes of them. A status that is set counts as well.
	 */
	public void deferErrors() {
		this.deferring = true;
	}

	/**
	 * Treat errors from now on as before they were deferred.
	 */
	public void stopDeferring() {
		this.deferring = false;
	}

	/**
	 * Return whether the body was asked for.
	 */
	boolean isUsed() {
		return this.used;
	}

	/**
	 * Send errors from now on whose status is set and whose body is written, so that they
	 * are answered like others.
	 * @param response the response as the handler has it, with the wrappers of filters
	 * that add headers to an error
	 */
	void replaceErrors(HttpServletResponse response) {
		this.replacing = response;
	}

	/**
	 * Return whether errors are deferred.
	 * @return whether an error that is sent is only remembered
	 */
	public boolean isDeferring() {
		return this.deferring;
	}

	/**
	 * Return whether an error was deferred and nobody has written a body for it.
	 * @return whether there is an error to answer
	 */
	public boolean hasDeferredError() {
		return this.deferredStatus >= SC_BAD_REQUEST && !this.usedWhileDeferring && !isCommitted();
	}

	/**
	 * Return the last status that was set or sent while errors were deferred.
	 * @return the status, or 0 if there was none
	 */
	public int deferredStatus() {
		return this.deferredStatus;
	}

	/**
	 * Return whether a filter has set or sent the deferred 400 or 403 itself, rather than
	 * another one behind it.
	 * @param filter the class of the filter
	 * @return whether the last status that was set or sent was that filter's
	 */
	public boolean isDeferredBy(Class<? extends Filter> filter) {
		return this.deferredBy == filter;
	}

	/**
	 * Return whether the body was asked for while errors were deferred.
	 * @return whether there may be a body
	 */
	public boolean wasUsedWhileDeferring() {
		return this.usedWhileDeferring;
	}

	@Override
	public void setStatus(int status) {
		// the status of the application counts, and not one that was set before it
		this.deferredStatus = this.deferring ? status : 0;
		this.deferredBy = (this.deferredStatus == SC_FORBIDDEN || this.deferredStatus == SC_BAD_REQUEST)
				? filterAtWork() : null;
		this.response.setStatus(status);
	}

	/**
	 * Return the class of the filter that is at work, or that of the chain where the
	 * filter is a lambda expression.
	 */
	static @Nullable Class<?> filterAtWork() {
		return STACK.walk((frames) -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
			.filter((type) -> Filter.class.isAssignableFrom(type) || FilterChain.class.isAssignableFrom(type))
			.findFirst()
			.orElse(null));
	}

	@Override
	public void sendError(int status) throws IOException {
		sendError(status, null);
	}

	@Override
	public void sendError(int status, @Nullable String message) throws IOException {
		if (this.deferring) {
			setStatus(status);
		}
		else if (this.sentErrors == null || !answers(status)) {
			passError(status, message);
		}
		else if (this.used || this.request.isAsyncStarted()) {
			// others may go on writing to the container's own stream, or complete the
			// request, and only the container knows when
			this.sentErrors.responder()
				.defer(ServletFailures.sent(status, message, this), this.exchange, this.request, this);
			passError(status, message);
			this.sent = true;
		}
		else {
			answerError(this.sentErrors.responder(), status, message);
		}
	}

	private void passError(int status, @Nullable String message) throws IOException {
		if (message != null) {
			this.response.sendError(status, message);
		}
		else {
			this.response.sendError(status);
		}
	}

	private void answerError(ErrorResponder responder, int status, @Nullable String message) {
		this.sent = true;
		this.answered = true;
		responder.respond(ServletFailures.sent(status, message, this.response), ViewPlace.ERROR_DISPATCH, this.exchange,
				this.request, this.response);
		if (!this.exchange.isDeferred()) {
			commit();
		}
	}

	private void commit() {
		try {
			if (!this.response.isCommitted()) {
				flushBuffer();
			}
		}
		catch (IOException ex) {
			logger.debug("The client was gone before it got its answer", ex);
		}
	}

	/**
	 * Return whether an error of a status is answered on the spot, and not by a view or
	 * an error page.
	 */
	boolean answers(int status) {
		if (this.sentErrors == null) {
			ContractResponseWrapper behind = WebUtils.getNativeResponse(this.response, ContractResponseWrapper.class);
			return behind != null && behind.answers(status);
		}
		return !isCommitted() && this.sentErrors.areAnswered(status, this.exchange) && isChangeable();
	}

	/**
	 * Return whether the response can be changed. That of an included resource cannot,
	 * which its container knows and does not say.
	 */
	private boolean isChangeable() {
		int status = getStatus();
		setStatus(PROBE);
		boolean changeable = getStatus() == PROBE;
		setStatus(status);
		return changeable;
	}

	@Override
	public boolean isCommitted() {
		// the filter for error pages of a WAR does not say so
		return this.sent || this.response.isCommitted();
	}

	/**
	 * Fail if the headers are longer than the container allows.
	 */
	void checkHead() {
		checkHead(0);
	}

	/**
	 * Fail if the headers and those that are about to be set are longer than the
	 * container allows. They are measured only if those that were set could be too long.
	 * @param more the length of the headers that are about to be set
	 */
	private void checkHead(int more) {
		if (this.sentErrors == null || !this.sentErrors.headLimit().isExceededBy(this.headLength + more)
				|| this.response.isCommitted() || !this.request.getProtocol().startsWith("HTTP/1")) {
			return;
		}
		int length = ResponseWriter.lengthOfHead(this.response) + more;
		if (this.sentErrors.headLimit().isExceededBy(length)) {
			throw this.sentErrors.headLimit().exceededBy(length);
		}
	}

	@Override
	public void addCookie(Cookie cookie) {
		countHeader("Set-Cookie", cookie.getName() + "=" + cookie.getValue());
		this.response.addCookie(cookie);
	}

	@Override
	public void sendRedirect(String location) throws IOException {
		checkHead(location.length());
		this.response.sendRedirect(location);
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		if (this.replacing != null && getStatus() >= SC_BAD_REQUEST && !isCommitted()) {
			this.replacing.sendError(getStatus());
		}
		if (this.answered) {
			return new DiscardingOutputStream();
		}
		checkHead();
		this.used = true;
		this.usedWhileDeferring |= this.deferring;
		ServletOutputStream output = this.response.getOutputStream();
		return mayGetLastEvent() ? new StreamOutput(output, this.exchange.openStream()) : output;
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		if (this.answered) {
			return new PrintWriter(OutputStream.nullOutputStream());
		}
		checkHead();
		this.used = true;
		this.usedWhileDeferring |= this.deferring;
		PrintWriter writer = this.response.getWriter();
		return mayGetLastEvent() ? StreamOutput.writer(writer, this.exchange.openStream()) : writer;
	}

	/**
	 * Return whether the response may get a last event, and no wrapper behind watches it.
	 */
	private boolean mayGetLastEvent() {
		return this.exchange.contract().lastEvent() != null && StreamFormat.of(getContentType()) != null
				&& WebUtils.getNativeResponse(this.response, ContractResponseWrapper.class) == null;
	}

	// What follows is what a success asks of its response. HttpServletResponseWrapper
	// does the same, but from places that all wrappers of a request share, those of
	// Spring Security too, so that the compiler would no longer inline them.

	@Override
	public void setResponse(ServletResponse response) {
		super.setResponse(response);
		this.response = (HttpServletResponse) response;
	}

	@Override
	public int getStatus() {
		return this.response.getStatus();
	}

	@Override
	public boolean containsHeader(String name) {
		return this.response.containsHeader(name);
	}

	@Override
	public @Nullable String getHeader(String name) {
		return this.response.getHeader(name);
	}

	@Override
	public Collection<String> getHeaders(String name) {
		return this.response.getHeaders(name);
	}

	private void countHeader(String name, @Nullable String value) {
		this.headLength += HeadLimit.lengthOf(name, (value != null) ? value : "");
	}

	@Override
	public void setHeader(String name, @Nullable String value) {
		countHeader(name, value);
		this.response.setHeader(name, value);
	}

	@Override
	public void addHeader(String name, @Nullable String value) {
		if (name.equalsIgnoreCase(this.exchange.contract().requestId().header())) {
			// a response has one id: that of the application, such as a service's behind
			// a gateway
			this.response.setHeader(name, value);
		}
		else {
			countHeader(name, value);
			this.response.addHeader(name, value);
		}
	}

	@Override
	public @Nullable String getContentType() {
		return this.response.getContentType();
	}

	@Override
	public void setContentType(@Nullable String type) {
		this.response.setContentType(type);
	}

	@Override
	public String getCharacterEncoding() {
		return this.response.getCharacterEncoding();
	}

	@Override
	public void setContentLengthLong(long length) {
		this.response.setContentLengthLong(length);
	}

	@Override
	public void flushBuffer() throws IOException {
		checkHead();
		OpenStream stream = this.exchange.stream();
		if (stream == null) {
			this.response.flushBuffer();
		}
		else {
			stream.write(this.response::flushBuffer);
		}
	}

	/**
	 * Discards what is written after the answer.
	 */
	private static final class DiscardingOutputStream extends ServletOutputStream {

		@Override
		public void write(int value) {
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setWriteListener(WriteListener listener) {
		}

	}

}
