package dev.errata.web.reactive;

import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;

import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * The {@link ContractResponse} of a server that sends files without reading them.
 */
final class ZeroCopyContractResponse extends ContractResponse implements ZeroCopyHttpOutputMessage {

	private static final int BUFFER_SIZE = 8192;

	ZeroCopyContractResponse(RequestHandling handling, ServerHttpResponse delegate) {
		super(handling, delegate);
	}

	@Override
	public Mono<Void> writeWith(Path file, long position, long count) {
		if (isHeldBack()) {
			return Mono.empty();
		}
		passOn();
		if (getDelegate() instanceof ZeroCopyHttpOutputMessage files) {
			return files.writeWith(file, position, count);
		}
		// what keeps the response reads the file
		return getDelegate().writeWith(DataBufferUtils.takeUntilByteCount(DataBufferUtils.readAsynchronousFileChannel(
				() -> AsynchronousFileChannel.open(file), position, bufferFactory(), BUFFER_SIZE), count));
	}

}
