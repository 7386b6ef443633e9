package dev.errata.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection of HTTP/2 that is written frame by frame, so that a client can leave at
 * any point of its request. What is answered is not read: a repetition tells.
 */
public final class Http2Connection implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 10_000;

	private static final int DATA = 0x0;

	private static final int HEADERS = 0x1;

	private static final int RST_STREAM = 0x3;

	private static final int SETTINGS = 0x4;

	private static final int PING = 0x6;

	private static final int ACK = 0x1;

	private static final int END_STREAM = 0x1;

	private static final int END_HEADERS = 0x4;

	private static final int CANCEL = 0x8;

	// the fields that everybody knows have numbers

	private static final int INDEXED = 0x80;

	private static final int NEW_NAME = 0;

	private static final int AUTHORITY = 1;

	private static final int METHOD_POST = 3;

	private static final int PATH = 4;

	private static final int SCHEME_HTTP = 6;

	private final Socket socket;

	private final OutputStream output;

	private final DataInputStream input;

	private int stream = -1;

	public Http2Connection(int port) throws IOException {
		this.socket = new Socket("localhost", port);
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.socket.setTcpNoDelay(true);
		this.output = this.socket.getOutputStream();
		this.input = new DataInputStream(this.socket.getInputStream());
		ByteArrayOutputStream preface = new ByteArrayOutputStream();
		preface.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		preface.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
		send(preface.toByteArray());
		// Tomcat may miss what comes before it has answered
		awaitFrame(SETTINGS, ACK);
	}

	/**
	 * Begin a request on a stream of its own, which is the one that is written from now
	 * on.
	 * @param target the path of a POST
	 * @param headers one line each
	 */
	public void post(String target, String... headers) throws IOException {
		this.stream += 2;
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		block.write(INDEXED | METHOD_POST);
		block.write(INDEXED | SCHEME_HTTP);
		block.write(AUTHORITY);
		text("localhost", block);
		block.write(PATH);
		text(target, block);
		for (String line : headers) {
			int colon = line.indexOf(':');
			block.write(NEW_NAME);
			text(line.substring(0, colon).toLowerCase(Locale.ROOT), block);
			text(line.substring(colon + 1).strip(), block);
		}
		write(HEADERS, END_HEADERS, this.stream, block.toByteArray());
	}

	private static void text(String text, ByteArrayOutputStream block) {
		block.write(text.length());
		block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Send a part of the body.
	 */
	public void data(String part) throws IOException {
		write(DATA, 0, this.stream, part.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Send the last part of the body.
	 */
	public void lastData(String part) throws IOException {
		write(DATA, END_STREAM, this.stream, part.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Leave the request, and wait until the server knows.
	 */
	public void reset() throws IOException {
		write(RST_STREAM, 0, this.stream, new byte[] { 0, 0, 0, CANCEL });
		awaitReceipt();
	}

	/**
	 * Wait until the server has seen all that was sent.
	 */
	public void awaitReceipt() throws IOException {
		write(PING, 0, 0, new byte[8]);
		awaitFrame(PING, ACK);
	}

	private void awaitFrame(int type, int flags) throws IOException {
		while (readFrame() != (type << 8 | flags)) {
			// whatever else it has to say
		}
	}

	private int readFrame() throws IOException {
		int length = this.input.readUnsignedByte() << 16 | this.input.readUnsignedShort();
		int type = this.input.readUnsignedByte();
		int flags = this.input.readUnsignedByte();
		this.input.readInt();
		if (this.input.readNBytes(length).length < length) {
			throw new EOFException();
		}
		if (type == SETTINGS && flags == 0) {
			write(SETTINGS, ACK, 0, new byte[0]);
		}
		return type << 8 | flags;
	}

	private void write(int type, int flags, int stream, byte[] payload) throws IOException {
		send(frame(type, flags, stream, payload));
	}

	private static byte[] frame(int type, int flags, int stream, byte[] payload) {
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		frame.write(payload.length >> 16);
		frame.write(payload.length >> 8);
		frame.write(payload.length);
		frame.write(type);
		frame.write(flags);
		for (int shift = 24; shift >= 0; shift -= 8) {
			frame.write(stream >> shift);
		}
		frame.writeBytes(payload);
		return frame.toByteArray();
	}

	private void send(byte[] bytes) throws IOException {
		this.output.write(bytes);
		this.output.flush();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
