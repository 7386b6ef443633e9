package dev.errata.sample.joule;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The energy that may be spent until the next full hour. Every answer of joule tells
 * about it in its headers, an error as well.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE - 100)
class EnergyBudget extends OncePerRequestFilter {

	private static final int CAP = 10000;

	private static final long WINDOW = Duration.ofHours(1).toSeconds();

	private final AtomicInteger used = new AtomicInteger();

	void spend(int energy) {
		this.used.addAndGet(energy);
	}

	/**
	 * Return the time until the next window begins.
	 */
	Duration untilReset() {
		return Duration.ofSeconds(reset() - Instant.now().getEpochSecond());
	}

	private static long reset() {
		return (Instant.now().getEpochSecond() / WINDOW + 1) * WINDOW;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !request.getServletPath().startsWith("/joule/");
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		response.setIntHeader("X-Joule-Budget-Used", this.used.get());
		response.setIntHeader("X-Joule-Budget-Cap", CAP);
		response.setHeader("X-Joule-Budget-Reset", Long.toString(reset()));
		chain.doFilter(request, response);
	}

}
