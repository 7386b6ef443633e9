package dev.errata.idempotency.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.errata.idempotency.Digest;
import dev.errata.idempotency.Fingerprint;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;

import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.util.WebUtils;

/**
 * Computes the fingerprint of a servlet request: its method, path, query and content type
 * as sent, and its body as received. For a form it takes the parameters, and for an
 * upload the parts, since clients make up a new boundary each time.
 */
final class RequestFingerprint {

	private static final Comparator<Part> BY_NAME = Comparator.comparing(Part::getName,
			Comparator.nullsFirst(Comparator.naturalOrder()));

	private RequestFingerprint() {
	}

	static Digest of(HttpServletRequest request, CachedBodyRequestWrapper replayable)
			throws IOException, ServletException {
		Fingerprint fingerprint = new Fingerprint().add(request.getMethod())
			.add(replayable.getRequestURI())
			.add(replayable.getQueryString());
		if (WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class) != null) {
			addParts(fingerprint.addUpload(), request);
		}
		else if (replayable.isForm()) {
			// containers parse the forms of some methods only
			fingerprint.addForm(request.getParameterMap()).add(replayable.body());
		}
		else {
			fingerprint.add(replayable.getContentType()).add(replayable.body());
		}
		return fingerprint.toDigest();
	}

	private static void addParts(Fingerprint fingerprint, HttpServletRequest request)
			throws IOException, ServletException {
		List<Part> parts = new ArrayList<>(request.getParts());
		parts.sort(BY_NAME);
		for (Part part : parts) {
			fingerprint.addPart(part.getName(), part.getSubmittedFileName(), part.getContentType());
			try (InputStream input = part.getInputStream()) {
				fingerprint.add(input, part.getSize());
			}
		}
	}

}
