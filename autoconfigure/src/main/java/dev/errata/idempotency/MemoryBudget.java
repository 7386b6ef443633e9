package dev.errata.idempotency;

import java.util.HashMap;
import java.util.Map;

/**
 * The memory that a {@link MemoryIdempotencyStore} may use: a number of records and,
 * roughly, of bytes. A caller gets more as long as it has less than is free, so that
 * nobody alone takes more than half, and there is always room for others.
 */
final class MemoryBudget {

	private final Use limit;

	private final Use total = new Use();

	private final Map<String, Use> callers = new HashMap<>();

	MemoryBudget(long maxRecords, long maxBytes) {
		this.limit = new Use();
		this.limit.add(maxRecords, maxBytes);
	}

	/**
	 * Take the room of a record.
	 * @return whether there was enough of it
	 */
	synchronized boolean takeRecord(String caller, long size) {
		Use use = this.callers.get(caller);
		if (!isFree(1, size) || (use != null && !isFair(use))) {
			return false;
		}
		add(caller, 1, size);
		return true;
	}

	/**
	 * Take room for what a record needs in addition.
	 * @return whether there was enough of it
	 */
	synchronized boolean take(String caller, long size) {
		Use use = this.callers.get(caller);
		if (!isFree(0, size) || (use != null && use.bytes + size > this.limit.bytes - this.total.bytes)) {
			return false;
		}
		add(caller, 0, size);
		return true;
	}

	private boolean isFree(int records, long size) {
		return this.total.records + records <= this.limit.records && this.total.bytes + size <= this.limit.bytes;
	}

	private boolean isFair(Use use) {
		return use.records < this.limit.records - this.total.records && use.bytes < this.limit.bytes - this.total.bytes;
	}

	/**
	 * Take room for what a record needs in addition, whether there is any or not.
	 */
	synchronized void takeAnyway(String caller, long size) {
		add(caller, 0, size);
	}

	/**
	 * Give the room of a record back, with all that it has taken.
	 */
	synchronized void giveBack(String caller, long size) {
		add(caller, -1, -size);
	}

	private void add(String caller, int records, long size) {
		this.total.add(records, size);
		Use use = this.callers.computeIfAbsent(caller, (key) -> new Use());
		use.add(records, size);
		if (use.records == 0) {
			this.callers.remove(caller);
		}
	}

	/**
	 * Return whether there is no room for a further record, whose ever it is.
	 */
	synchronized boolean isExhausted(long size) {
		return !isFree(1, size);
	}

	synchronized long records() {
		return this.total.records;
	}

	synchronized long bytes() {
		return this.total.bytes;
	}

	@Override
	public synchronized String toString() {
		return this.total.records + " of " + this.limit.records + " records, " + this.total.bytes + " of "
				+ this.limit.bytes + " bytes";
	}

	private static final class Use {

		private long records;

		private long bytes;

		void add(long records, long bytes) {
			this.records += records;
			this.bytes += bytes;
		}

	}

}
