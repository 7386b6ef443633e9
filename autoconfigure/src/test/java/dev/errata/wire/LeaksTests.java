package dev.errata.wire;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link Leaks}.
 */
class LeaksTests {

	@Test
	void bufferThatNobodyReleasesIsFoundOnce() {
		Leaks.watch();
		ByteBufAllocator.DEFAULT.buffer(16).writeInt(1);
		assertThatThrownBy(Leaks::verifyNone).hasMessageContaining("LeaksTests");
		assertThatCode(Leaks::verifyNone).doesNotThrowAnyException();
	}

}
