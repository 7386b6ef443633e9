package dev.errata.web.servlet;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.boot.webmvc.autoconfigure.error.DefaultErrorViewResolver;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecentViewResolver}.
 */
class RecentViewResolverTests {

	private static final int STORM = 1000;

	private final AtomicInteger lookUps = new AtomicInteger();

	private final StaticApplicationContext context = new StaticApplicationContext() {

		@Override
		public Resource getResource(String location) {
			RecentViewResolverTests.this.lookUps.incrementAndGet();
			return super.getResource(location);
		}

	};

	private final WebProperties.Resources resources = new WebProperties.Resources();

	@Test
	void absentViewsAreNotLookedUpForEachError() {
		ErrorViewResolver resolver = of(new DefaultErrorViewResolver(this.context, this.resources));
		for (int i = 0; i < STORM; i++) {
			assertThat(resolve(resolver, HttpStatus.GONE, Map.of())).isNull();
		}
		assertThat(this.lookUps).hasValueBetween(2 * this.resources.getStaticLocations().length, STORM);
	}

	@Test
	void viewsAreNotLookedUpForEachError() throws Exception {
		this.resources.setStaticLocations(new String[] { "classpath:/pages/" });
		ErrorViewResolver resolver = of(new DefaultErrorViewResolver(this.context, this.resources));
		for (int i = 0; i < STORM; i++) {
			ModelAndView found = resolve(resolver, HttpStatus.GONE, Map.of("number", i));
			assertThat(found).isNotNull();
			assertThat(found.getModel()).containsEntry("number", i);
			MockHttpServletResponse response = new MockHttpServletResponse();
			View view = found.getView();
			assertThat(view).isNotNull();
			view.render(found.getModel(), new MockHttpServletRequest(), response);
			assertThat(response.getContentAsString()).isEqualTo("<h1>their 4xx</h1>\n");
			assertThat(resolve(resolver, HttpStatus.BAD_GATEWAY, Map.of())).isNull();
		}
		assertThat(this.lookUps).hasValueBetween(4, STORM);
	}

	@Test
	void resolversOfTheApplicationAreAskedForEachError() {
		ErrorViewResolver resolver = of(new DefaultErrorViewResolver(this.context, this.resources) {

			@Override
			public @Nullable ModelAndView resolveErrorView(HttpServletRequest request, HttpStatus status,
					Map<String, Object> model) {
				return new ModelAndView("page of " + model.get("number"));
			}

		});
		for (int i = 0; i < 2; i++) {
			ModelAndView found = resolve(resolver, HttpStatus.GONE, Map.of("number", i));
			assertThat(found).isNotNull();
			assertThat(found.getViewName()).isEqualTo("page of " + i);
		}
	}

	private ErrorViewResolver of(ErrorViewResolver resolver) {
		return RecentViewResolver.of(resolver, this.context.getEnvironment());
	}

	private static @Nullable ModelAndView resolve(ErrorViewResolver resolver, HttpStatus status,
			Map<String, Object> model) {
		return resolver.resolveErrorView(new MockHttpServletRequest(), status, model);
	}

}
