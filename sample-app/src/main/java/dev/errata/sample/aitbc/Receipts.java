package dev.errata.sample.aitbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.errata.error.ErrorCodeException;

import org.springframework.stereotype.Component;

/**
 * The receipts of completed jobs, kept in memory. Each is claimed once, with its
 * signature.
 */
@Component
class Receipts {

	private final Map<String, Receipt> receipts = new ConcurrentHashMap<>();

	private final AtomicInteger count = new AtomicInteger();

	Receipt issue(String jobId) {
		String id = "receipt_" + this.count.incrementAndGet();
		Receipt receipt = new Receipt(id, jobId, "signature-of-" + id, false);
		this.receipts.put(id, receipt);
		return receipt;
	}

	Receipt get(String id) {
		Receipt receipt = this.receipts.get(id);
		if (receipt == null) {
			throw new ErrorCodeException("RECEIPT_NOT_FOUND").detail("There is no receipt '" + id + "'.");
		}
		return receipt;
	}

	Receipt claim(String id, String signature) {
		Receipt receipt = get(id);
		if (!receipt.signature().equals(signature)) {
			throw new ErrorCodeException("RECEIPT_INVALID_SIGNATURE");
		}
		Receipt claimed = new Receipt(id, receipt.jobId(), signature, true);
		if (receipt.claimed() || !this.receipts.replace(id, receipt, claimed)) {
			throw new ErrorCodeException("RECEIPT_ALREADY_CLAIMED");
		}
		return claimed;
	}

	record Receipt(String id, @JsonProperty("job_id") String jobId, String signature, boolean claimed) {
	}

}
