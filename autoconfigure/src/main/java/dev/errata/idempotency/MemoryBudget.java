package dev.errata.idempotency;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that a {@link MemoryIdempotencyStore} may use: a number of records and,
 * roughly, of bytes.
 */
final class MemoryBudget {

	private final long maxRecords;

	private final long maxBytes;

	private final AtomicLong records = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	MemoryBudget(long maxRecords, long maxBytes) {
		this.maxRecords = maxRecords;
		this.maxBytes = maxBytes;
	}

	/**
	 * Take the room of a record.
	 * @return whether there was enough of it
	 */
	boolean takeRecord(long size) {
		if (this.records.incrementAndGet() > this.maxRecords) {
			this.records.decrementAndGet();
			return false;
		}
		if (!take(size)) {
			this.records.decrementAndGet();
			return false;
		}
		return true;
	}

	/**
	 * Take room for what a record needs in addition.
	 * @return whether there was enough of it
	 */
	boolean take(long size) {
		if (this.bytes.addAndGet(size) > this.maxBytes) {
			this.bytes.addAndGet(-size);
			return false;
		}
		return true;
	}

	/**
	 * Take room for what a record needs in addition, whether there is any or not.
	 */
	void takeAnyway(long size) {
		this.bytes.addAndGet(size);
	}

	/**
	 * Give the room of a record back, with all that it has taken.
	 */
	void giveBack(long size) {
		this.records.decrementAndGet();
		this.bytes.addAndGet(-size);
	}

	long records() {
		return this.records.get();
	}

	long bytes() {
		return this.bytes.get();
	}

	@Override
	public String toString() {
		return records() + " of " + this.maxRecords + " records, " + bytes() + " of " + this.maxBytes + " bytes";
	}

}
