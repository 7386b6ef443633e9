package dev.errata.sample.gpuoutlet;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

import dev.errata.error.ErrorCodeException;
import dev.errata.sample.Buckets;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/**
 * Lets a session of gpuoutlet send 100 requests a minute. It comes after authentication,
 * so that nobody uses up what belongs to others.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE - 50)
class SessionLimit extends OncePerRequestFilter {

	private final Buckets sessions;

	SessionLimit(Clock clock) {
		this.sessions = Buckets.sinceFirstUse(100, Duration.ofMinutes(1), clock);
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !request.getServletPath().startsWith("/gpuoutlet/") || request.getAttribute("account") == null;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Cookie session = WebUtils.getCookie(request, "session");
		if (session != null) {
			ConsumptionProbe probe = this.sessions.of(session.getValue()).tryConsumeAndReturnRemaining(1);
			if (!probe.isConsumed()) {
				throw new ErrorCodeException("rate_limited")
					.retryAfter(Duration.ofNanos(probe.getNanosToWaitForRefill()));
			}
		}
		chain.doFilter(request, response);
	}

}
