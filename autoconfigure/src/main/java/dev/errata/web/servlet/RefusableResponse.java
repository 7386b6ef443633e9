package dev.errata.web.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request that may be refused. While those who decide on that have
 * their turn, it is held: it remembers how they refuse rather than sending it off.
 * Otherwise it is a plain passage.
 *
 * @since 0.1.0
 */
public class RefusableResponse extends HttpServletResponseWrapper {

	private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private HttpServletResponse response;

	private boolean held;

	private boolean written;

	private int refusal;

	private @Nullable Class<?> refuser;

	/**
	 * Create a response that is not held.
	 * @param response the response to pass everything to
	 */
	RefusableResponse(HttpServletResponse response) {
		super(response);
		this.response = response;
	}

	/**
	 * Return a response that can be held.
	 * @param response the response to a request
	 * @return the same, if it can be held itself, else one around it
	 */
	public static RefusableResponse of(HttpServletResponse response) {
		return (response instanceof RefusableResponse refusable) ? refusable : new RefusableResponse(response);
	}

	/**
	 * Hold it from now on.
	 */
	public void hold() {
		this.held = true;
	}

	/**
	 * Let everything pass from now on.
	 */
	public void release() {
		this.held = false;
	}

	/**
	 * Return whether it is held.
	 * @return whether what is sent is remembered only
	 */
	public final boolean isHeld() {
		return this.held;
	}

	/**
	 * Return whether the request was refused and the body is left to others.
	 * @return whether the request was refused
	 */
	public boolean isRefused() {
		return this.refusal >= SC_BAD_REQUEST && !this.written && !isCommitted();
	}

	/**
	 * Return whether a place to write a body to was asked for while it was held.
	 * @return whether there may be a body
	 */
	public boolean isWritten() {
		return this.written;
	}

	/**
	 * Return the last status that was set or sent while it was held.
	 * @return the status, or 0 if there was none
	 */
	public int refusedStatus() {
		return this.refusal;
	}

	/**
	 * Return whether a filter has refused the request with a 400 or a 403 itself, rather
	 * than another one behind it.
	 * @param filter the class of the filter
	 * @return whether the last status that was set or sent was that filter's
	 */
	public boolean isRefusedBy(Class<? extends Filter> filter) {
		return this.refuser == filter;
	}

	/**
	 * Return the class of the filter that is at work, or that of the chain where the
	 * filter is a lambda expression.
	 */
	private static @Nullable Class<?> filterAtWork() {
		return STACK.walk((frames) -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
			.filter((type) -> Filter.class.isAssignableFrom(type) || FilterChain.class.isAssignableFrom(type))
			.findFirst()
			.orElse(null));
	}

	@Override
	public void setStatus(int status) {
		// what the application says counts, and not what was said before it
		this.refusal = this.held ? status : 0;
		this.refuser = (this.refusal == SC_FORBIDDEN || this.refusal == SC_BAD_REQUEST) ? filterAtWork() : null;
		this.response.setStatus(status);
	}

	@Override
	public void sendError(int status) throws IOException {
		if (this.held) {
			setStatus(status);
		}
		else {
			super.sendError(status);
		}
	}

	@Override
	public void sendError(int status, @Nullable String message) throws IOException {
		if (this.held) {
			setStatus(status);
		}
		else {
			super.sendError(status, message);
		}
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		this.written |= this.held;
		return this.response.getOutputStream();
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		this.written |= this.held;
		return super.getWriter();
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
	public boolean isCommitted() {
		return this.response.isCommitted();
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

	@Override
	public void setHeader(String name, @Nullable String value) {
		this.response.setHeader(name, value);
	}

	@Override
	public void addHeader(String name, @Nullable String value) {
		this.response.addHeader(name, value);
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
		this.response.flushBuffer();
	}

}
