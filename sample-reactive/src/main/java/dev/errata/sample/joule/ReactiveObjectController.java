package dev.errata.sample.joule;

import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;

/**
 * The object store of joule, which keeps the size alone.
 */
@RestController
class ReactiveObjectController {

	@PutMapping("/joule/v1/objects/{name}")
	Mono<StoredObject> put(@PathVariable String name, @RequestPart FilePart file) {
		return file.content().map((buffer) -> {
			long size = buffer.readableByteCount();
			DataBufferUtils.release(buffer);
			return size;
		}).reduce(0L, Long::sum).map((size) -> new StoredObject(name, size));
	}

	record StoredObject(String name, long size) {
	}

}
