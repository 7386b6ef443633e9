package dev.errata.web.servlet;

import java.util.Map;
import java.util.Optional;

import dev.errata.web.RecentViews;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.autoconfigure.error.DefaultErrorViewResolver;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;

/**
 * Remembers for a moment what Spring Boot's resolver finds. Its views depend only on the
 * status.
 */
final class RecentViewResolver implements ErrorViewResolver {

	private final ErrorViewResolver resolver;

	/** Views, or the names of templates. */
	private final RecentViews<Optional<Object>> views;

	private RecentViewResolver(ErrorViewResolver resolver, Environment environment) {
		this.resolver = resolver;
		this.views = new RecentViews<>(environment);
	}

	/**
	 * Return a resolver with the same views. One of the application is asked for each
	 * error.
	 */
	static ErrorViewResolver of(ErrorViewResolver resolver, Environment environment) {
		return (resolver.getClass() == DefaultErrorViewResolver.class) ? new RecentViewResolver(resolver, environment)
				: resolver;
	}

	@Override
	public @Nullable ModelAndView resolveErrorView(HttpServletRequest request, HttpStatus status,
			Map<String, Object> model) {
		Optional<Object> recent = this.views.find(status.value());
		if (recent == null) {
			ModelAndView found = this.resolver.resolveErrorView(request, status, model);
			this.views.remember(status.value(), Optional.ofNullable(found).map(RecentViewResolver::view));
			return found;
		}
		return recent
			.map((view) -> (view instanceof View rendered) ? new ModelAndView(rendered, model)
					: new ModelAndView((String) view, model))
			.orElse(null);
	}

	private static @Nullable Object view(ModelAndView found) {
		return found.isReference() ? found.getViewName() : found.getView();
	}

}
