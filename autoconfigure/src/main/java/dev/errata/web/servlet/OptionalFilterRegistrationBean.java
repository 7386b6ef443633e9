package dev.errata.web.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.servlet.FilterRegistrationBean;

/**
 * A filter registration that registers nothing if there is no filter. A disabled
 * registration would be logged at INFO at each start.
 *
 * @since 0.1.0
 * @hidden
 */
public final class OptionalFilterRegistrationBean extends FilterRegistrationBean<Filter> {

	private final boolean present;

	/**
	 * Create a registration.
	 * @param filter the filter, or {@code null} for one that is never called
	 */
	public OptionalFilterRegistrationBean(@Nullable Filter filter) {
		super((filter != null) ? filter : (request, response, chain) -> chain.doFilter(request, response));
		this.present = filter != null;
	}

	@Override
	protected void configure(FilterRegistration.Dynamic registration) {
		// the container never calls a filter without a mapping
		if (this.present) {
			super.configure(registration);
		}
	}

}
