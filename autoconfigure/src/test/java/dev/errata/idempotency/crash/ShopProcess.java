package dev.errata.idempotency.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link Shop} in a process of its own.
 */
final class ShopProcess implements AutoCloseable {

	private final Process process;

	private final CompletableFuture<Integer> port = new CompletableFuture<>();

	private ShopProcess(Process process) {
		this.process = process;
		Thread reader = new Thread(this::read, "shop-" + process.pid());
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Start a process; it need not listen yet.
	 */
	static ShopProcess start(List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx96m", "-Xshare:auto",
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						Shop.class.getName()));
		command.addAll(arguments);
		return new ShopProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	private void read() {
		StringBuilder output = new StringBuilder();
		try (BufferedReader lines = this.process.inputReader()) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (line.startsWith(Shop.LISTENS)) {
					this.port.complete(Integer.parseInt(line.substring(Shop.LISTENS.length())));
				}
				output.append(line).append('\n');
			}
		}
		catch (IOException ex) {
			output.append(ex);
		}
		this.port.completeExceptionally(new IllegalStateException(output.toString()));
	}

	int port() {
		return this.port.orTimeout(180, TimeUnit.SECONDS).join();
	}

	Answer answer(Exchange exchange) {
		return exchange.on(port());
	}

	/**
	 * Let the process stand still, as a long pause would.
	 */
	void stop() throws Exception {
		signal("STOP", this.process.pid());
	}

	/**
	 * Let the process go on.
	 */
	void wake() throws Exception {
		signal("CONT", this.process.pid());
	}

	static void signal(String name, long pid) throws Exception {
		int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
		assertThat(exit).isZero();
	}

	void awaitDeath() throws InterruptedException {
		assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
