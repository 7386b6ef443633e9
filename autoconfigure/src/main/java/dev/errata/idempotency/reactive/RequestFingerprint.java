package dev.errata.idempotency.reactive;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

import dev.errata.idempotency.Digest;
import dev.errata.idempotency.Fingerprint;
import dev.errata.idempotency.SpooledBody;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;

/**
 * Computes the fingerprint of a reactive request, which is that of a servlet request with
 * the same bytes: its method, path, query and content type as sent, and its body as
 * received. For a form it takes the parameters, and for an upload the parts, since
 * clients make up a new boundary each time.
 */
final class RequestFingerprint {

	private static final ResolvableType PARTS = ResolvableType.forClassWithGenerics(MultiValueMap.class, String.class,
			Part.class);

	private final ServerCodecConfigurer codecs;

	RequestFingerprint(ServerCodecConfigurer codecs) {
		this.codecs = codecs;
	}

	Mono<Digest> of(IdempotentExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		Fingerprint fingerprint = new Fingerprint().add(request.getMethod().name())
			.add(request.getPath().value())
			.add(request.getURI().getRawQuery());
		MediaType contentType = contentType(request);
		if (contentType != null && contentType.equalsTypeAndSubtype(MediaType.APPLICATION_FORM_URLENCODED)) {
			// filters may have read it before
			return exchange.getFormData().map((form) -> ofForm(fingerprint, form, contentType, exchange));
		}
		HttpMessageReader<?> reader = readerOfParts(contentType);
		Mono<SpooledBody> body = exchange.request().cache();
		return (reader != null) ? body.flatMap((spooled) -> ofUpload(fingerprint, reader, exchange))
				: body.flatMap((spooled) -> ofBody(fingerprint, spooled, request));
	}

	private static @Nullable MediaType contentType(ServerHttpRequest request) {
		try {
			return request.getHeaders().getContentType();
		}
		catch (InvalidMediaTypeException ex) {
			return null;
		}
	}

	private static Mono<Digest> ofBody(Fingerprint fingerprint, SpooledBody body, ServerHttpRequest request) {
		Mono<Digest> digest = Mono.fromCallable(
				() -> fingerprint.add(request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE)).add(body).toDigest());
		return body.isInFile() ? digest.subscribeOn(Schedulers.boundedElastic()).publishOn(Schedulers.parallel())
				: digest;
	}

	private static Digest ofForm(Fingerprint fingerprint, MultiValueMap<String, String> form, MediaType contentType,
			IdempotentExchange exchange) {
		Map<String, String[]> parameters = new LinkedHashMap<>();
		add(exchange.getRequest().getQueryParams(), parameters);
		add(form, parameters);
		Charset charset = (contentType.getCharset() != null) ? contentType.getCharset() : StandardCharsets.UTF_8;
		exchange.request().replay(() -> encoded(form, charset));
		// nothing of the body is left, as in a servlet container
		return fingerprint.addForm(parameters).add("").toDigest();
	}

	private static void add(MultiValueMap<String, String> from, Map<String, String[]> parameters) {
		from.forEach((name, values) -> parameters.merge(name,
				values.stream().map((value) -> (value != null) ? value : "").toArray(String[]::new), (before, more) -> {
					String[] all = new String[before.length + more.length];
					System.arraycopy(before, 0, all, 0, before.length);
					System.arraycopy(more, 0, all, before.length, more.length);
					return all;
				}));
	}

	private static byte[] encoded(MultiValueMap<String, String> form, Charset charset) {
		StringJoiner encoded = new StringJoiner("&");
		form.forEach((name, values) -> values.forEach((value) -> encoded
			.add(URLEncoder.encode(name, charset) + ((value != null) ? "=" + URLEncoder.encode(value, charset) : ""))));
		return encoded.toString().getBytes(charset);
	}

	private @Nullable HttpMessageReader<?> readerOfParts(@Nullable MediaType contentType) {
		if (contentType == null || !contentType.equalsTypeAndSubtype(MediaType.MULTIPART_FORM_DATA)) {
			return null;
		}
		return this.codecs.getReaders()
			.stream()
			.filter((reader) -> reader.canRead(PARTS, contentType))
			.findFirst()
			.orElse(null);
	}

	@SuppressWarnings("unchecked")
	private static Mono<Digest> ofUpload(Fingerprint fingerprint, HttpMessageReader<?> reader,
			IdempotentExchange exchange) {
		Mono<MultiValueMap<String, Part>> parts = ((HttpMessageReader<MultiValueMap<String, Part>>) reader)
			.readMono(PARTS, exchange.getRequest(), Map.of())
			.cache();
		exchange.setParts(parts);
		fingerprint.addUpload();
		return parts.flatMapIterable((byName) -> new TreeMap<>(byName).values())
			.concatMapIterable((all) -> all)
			.concatMap((part) -> add(fingerprint, part))
			.then(Mono.fromCallable(fingerprint::toDigest));
	}

	private static Mono<Void> add(Fingerprint fingerprint, Part part) {
		fingerprint.addPart(part.name(), (part instanceof FilePart file) ? file.filename() : null,
				part.headers().getFirst(HttpHeaders.CONTENT_TYPE));
		// the content of a part in memory is one buffer that the handler reads as well
		return part.content().reduce(0L, (length, buffer) -> length + countAndRelease(buffer)).flatMap((length) -> {
			fingerprint.addLength(length);
			return part.content().doOnNext((buffer) -> add(fingerprint, buffer)).then();
		});
	}

	private static int countAndRelease(DataBuffer buffer) {
		int count = buffer.readableByteCount();
		DataBufferUtils.release(buffer);
		return count;
	}

	private static void add(Fingerprint fingerprint, DataBuffer buffer) {
		try (DataBuffer.ByteBufferIterator bytes = buffer.readableByteBuffers()) {
			bytes.forEachRemaining(fingerprint::addBytes);
		}
		DataBufferUtils.release(buffer);
	}

}
