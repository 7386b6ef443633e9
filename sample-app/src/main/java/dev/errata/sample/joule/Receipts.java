package dev.errata.sample.joule;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.error.ErrorCodeException;

import org.springframework.stereotype.Component;

/**
 * The receipts of completed work, kept in memory. Each is verified once.
 */
@Component
class Receipts {

	private final Map<String, Receipt> receipts = new ConcurrentHashMap<>();

	private final AtomicInteger count = new AtomicInteger();

	Receipt issue() {
		Receipt receipt = new Receipt("rcpt_" + this.count.incrementAndGet(), false);
		this.receipts.put(receipt.id(), receipt);
		return receipt;
	}

	Receipt get(String id) {
		Receipt receipt = this.receipts.get(id);
		if (receipt == null) {
			throw new ErrorCodeException("not_found").detail("There is no receipt '" + id + "'.");
		}
		return receipt;
	}

	Receipt verify(String id) {
		Receipt receipt = get(id);
		Receipt verified = new Receipt(id, true);
		if (receipt.verified() || !this.receipts.replace(id, receipt, verified)) {
			throw new ErrorCodeException("conflict").detail("Receipt '" + id + "' is verified already.");
		}
		return verified;
	}

	record Receipt(String id, boolean verified) {
	}

}
