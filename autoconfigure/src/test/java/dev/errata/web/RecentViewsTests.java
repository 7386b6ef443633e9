package dev.errata.web;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecentViews}.
 */
class RecentViewsTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);

	@Test
	void viewIsKnownForASecond() {
		RecentViews<String> views = new RecentViews<>(true, this.nanos::get);
		assertThat(views.find(404)).isNull();
		views.remember(404, "error/4xx");
		this.nanos.addAndGet(Duration.ofMillis(999).toNanos());
		assertThat(views.find(404)).isEqualTo("error/4xx");
		assertThat(views.find(500)).isNull();
		this.nanos.addAndGet(Duration.ofMillis(1).toNanos());
		assertThat(views.find(404)).isNull();
	}

	@Test
	void nothingIsKnownWhereTemplatesAreNotRemembered() {
		MockEnvironment environment = new MockEnvironment().withProperty("spring.template.provider.cache", "false");
		RecentViews<String> views = new RecentViews<>(environment);
		views.remember(404, "error/4xx");
		assertThat(views.find(404)).isNull();
	}

}
