package dev.errata.idempotency.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What stands between a service and its store, and loses a reply when it is told to: the
 * store has done what it was asked for, and the connection ends without a word.
 */
final class LossyProxy implements AutoCloseable {

	private final ServerSocket listener;

	private final int target;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final AtomicReference<String> mark = new AtomicReference<>("");

	private final AtomicInteger lost = new AtomicInteger();

	private LossyProxy(ServerSocket listener, int target) {
		this.listener = listener;
		this.target = target;
	}

	static LossyProxy to(int port) throws IOException {
		LossyProxy proxy = new LossyProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
		proxy.go(proxy::accept);
		return proxy;
	}

	int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Lose the reply to the next request that contains a text.
	 */
	void loseReplyTo(String mark) {
		this.mark.set(mark);
	}

	/**
	 * Return how many replies were lost.
	 */
	int lost() {
		return this.lost.get();
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.listener.accept();
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
			this.sockets.add(client);
			this.sockets.add(server);
			Connection connection = new Connection(client, server);
			go(connection::forward);
			go(connection::back);
		}
	}

	private void go(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// the end of a connection, or of it all
			}
		}, "lossy-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	private interface Work {

		void run() throws IOException;

	}

	private final class Connection {

		private final Socket client;

		private final Socket server;

		private volatile boolean losing;

		Connection(Socket client, Socket server) {
			this.client = client;
			this.server = server;
		}

		void forward() throws IOException {
			pipe(this.client, this.server, true);
		}

		void back() throws IOException {
			pipe(this.server, this.client, false);
		}

		private void pipe(Socket from, Socket to, boolean request) throws IOException {
			try (from; to) {
				InputStream input = from.getInputStream();
				OutputStream output = to.getOutputStream();
				byte[] buffer = new byte[65536];
				for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
					if (request) {
						look(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
					}
					else if (this.losing) {
						LossyProxy.this.lost.incrementAndGet();
						return;
					}
					output.write(buffer, 0, n);
				}
			}
		}

		private void look(String request) {
			String mark = LossyProxy.this.mark.get();
			if (!mark.isEmpty() && request.contains(mark) && LossyProxy.this.mark.compareAndSet(mark, "")) {
				this.losing = true;
			}
		}

	}

}
