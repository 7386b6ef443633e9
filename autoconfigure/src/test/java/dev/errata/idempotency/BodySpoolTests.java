package dev.errata.idempotency;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import dev.errata.error.ErrorCodeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link BodySpool} and {@link SpooledBody}.
 */
class BodySpoolTests {

	private static final DataSize MEMORY = DataSize.ofKilobytes(10);

	private static final DataSize LIMIT = DataSize.ofKilobytes(100);

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 10 * 1024, 10 * 1024 + 1, 100 * 1024 })
	void bodyIsReadSeveralTimes(int length) throws IOException {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		try (SpooledBody body = SpooledBody.read(new ByteArrayInputStream(bytes), MEMORY, LIMIT, -1)) {
			assertThat(body.isInFile()).isEqualTo(length > MEMORY.toBytes());
			try (InputStream first = body.open(); InputStream second = body.open()) {
				assertThat(first.read()).isEqualTo((length > 0) ? bytes[0] & 0xff : -1);
				assertThat(second.readAllBytes()).isEqualTo(bytes);
				assertThat(first.readAllBytes()).hasSize(Math.max(0, length - 1));
			}
			assertThat(body.open().readAllBytes()).isEqualTo(bytes);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, 0, 1, 5000, 5001, 10 * 1024, 10 * 1024 + 1, 100 * 1024, Long.MAX_VALUE })
	void lengthThatIsAnnouncedIsNotTrusted(long announced) throws IOException {
		for (int length : new int[] { 0, 1, 5000, 10 * 1024, 10 * 1024 + 1, 70_000 }) {
			byte[] bytes = new byte[length];
			new Random(length).nextBytes(bytes);
			try (SpooledBody body = SpooledBody.read(new ByteArrayInputStream(bytes), MEMORY, LIMIT, announced);
					BodySpool spool = new BodySpool(MEMORY, LIMIT, announced)) {
				assertThat(body.open().readAllBytes()).isEqualTo(bytes);
				for (int i = 0; i < length; i += 1000) {
					spool.write(bytes, i, Math.min(1000, length - i));
				}
				try (SpooledBody same = spool.end()) {
					assertThat(same.open().readAllBytes()).isEqualTo(bytes);
					assertThat(same.digest()).isEqualTo(body.digest());
				}
			}
		}
	}

	@Test
	void memoryIsTakenAsTheBodyArrives() throws IOException {
		DataSize limit = DataSize.ofMegabytes(100);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long id = Thread.currentThread().getId();
		SpooledBody.read(new ByteArrayInputStream(new byte[1]), limit, limit, 0).close();
		ByteArrayInputStream single = new ByteArrayInputStream(new byte[1]);
		long before = threads.getThreadAllocatedBytes(id);
		SpooledBody.read(single, limit, limit, limit.toBytes()).close();
		assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(200_000);
	}

	@Test
	void interruptionOfOneReaderLeavesTheBodyToOthers() throws IOException {
		try (SpooledBody body = SpooledBody.read(new ByteArrayInputStream(new byte[20_000]), MEMORY, LIMIT, -1)) {
			Thread.currentThread().interrupt();
			assertThat(body.open().readAllBytes()).hasSize(20_000);
			assertThat(Thread.interrupted()).isTrue();
			assertThat(body.open().readAllBytes()).hasSize(20_000);
		}
	}

	@Test
	void bodyIsReadByManyAtOnce() throws IOException {
		byte[] bytes = new byte[100 * 1024];
		new Random(1).nextBytes(bytes);
		try (SpooledBody body = SpooledBody.read(new ByteArrayInputStream(bytes), MEMORY, LIMIT, -1)) {
			assertThat(body.isInFile()).isTrue();
			assertThat(IntStream.range(0, 2000).parallel().allMatch((i) -> isReadAs(bytes, body))).isTrue();
		}
	}

	private static boolean isReadAs(byte[] bytes, SpooledBody body) {
		try (InputStream input = body.open()) {
			return Arrays.equals(input.readAllBytes(), bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void fileHasNoNameWhileItIsUsed() throws IOException {
		List<Path> before = files();
		try (SpooledBody body = SpooledBody.read(new ByteArrayInputStream(new byte[20_000]), MEMORY, LIMIT, -1)) {
			assertThat(body.isInFile()).isTrue();
			assertThat(files()).isEqualTo(before);
		}
	}

	@Test
	void bodyThatIsTooLargeIsRejected() {
		assertThatExceptionOfType(ErrorCodeException.class)
			.isThrownBy(() -> SpooledBody.read(new ByteArrayInputStream(new byte[100 * 1024 + 1]), MEMORY, LIMIT, -1));
	}

	@Test
	void closedSpoolTakesNothing() throws IOException {
		BodySpool spool = new BodySpool(MEMORY, LIMIT);
		spool.write(new byte[20_000], 0, 20_000);
		spool.close();
		spool.close();
		assertThatIOException().isThrownBy(() -> spool.write(new byte[1], 0, 1));
	}

	@Test
	void closedBodyCannotBeRead() throws IOException {
		SpooledBody body = SpooledBody.read(new ByteArrayInputStream(new byte[20_000]), MEMORY, LIMIT, -1);
		InputStream open = body.open();
		body.close();
		body.close();
		assertThatIOException().isThrownBy(open::read);
	}

	private static List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return files.filter((file) -> file.getFileName().toString().matches("errata-.*\\.body")).sorted().toList();
		}
	}

}
