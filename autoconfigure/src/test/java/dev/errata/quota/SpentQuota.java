package dev.errata.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.errata.wire.Answer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A quota that handlers spend, for services of every stack.
 */
@Configuration(proxyBeanMethods = false)
public class SpentQuota {

	/** The headers that tell of it. */
	public static final String[] HEADERS = { "errata.quota.headers.X-Used={used}",
			"errata.quota.headers.X-Cap=of {cap}", "errata.quota.headers.X-Reset={reset}", "errata.quota.timeout=1s" };

	/** What is spent of it. */
	public static final AtomicInteger used = new AtomicInteger();

	/** How often it was asked for. */
	public static final AtomicInteger asked = new AtomicInteger();

	/** What is asked. */
	public static final AtomicReference<QuotaProvider> provider = new AtomicReference<>(SpentQuota::usual);

	static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

	/**
	 * Begin with nothing spent.
	 */
	public static void reset() {
		used.set(0);
		asked.set(0);
		provider.set(SpentQuota::usual);
	}

	/**
	 * Spend some of it.
	 */
	public static String spend() {
		used.addAndGet(7);
		return "spent";
	}

	/**
	 * Assert that an answer tells the state that its handler left.
	 */
	public static void assertTold(Answer answer) {
		assertThat(answer.header("X-Used")).isEqualTo(String.valueOf(used.get()));
		assertThat(answer.header("X-Cap")).isEqualTo("of 1000");
		assertThat(answer.header("X-Reset")).isEqualTo(String.valueOf(NOW.plusSeconds(90).getEpochSecond()));
		assertThat(asked.get()).isEqualTo(1);
		assertThat(answer.whole()).isTrue();
	}

	static List<Quota> usual(QuotaRequest request) {
		asked.incrementAndGet();
		return List.of(Quota.of("daily", used.get(), 1000).resetAt(NOW.plusSeconds(90)).per(Duration.ofDays(1)));
	}

	@Bean
	QuotaProvider quotas() {
		return (request) -> provider.get().quotasOf(request);
	}

}
