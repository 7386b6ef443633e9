package dev.errata.wire;

/**
 * An exception that has as many causes as asked for, be it without end.
 */
public final class LinkedException extends RuntimeException {

	private Throwable next;

	public LinkedException(Throwable next) {
		super(WireTests.SECRET, null, false, true);
		this.next = next;
	}

	@Override
	public synchronized Throwable getCause() {
		return this.next;
	}

	public static LinkedException cycle(int length) {
		LinkedException last = new LinkedException(null);
		LinkedException first = chain(length - 1, last);
		last.next = first;
		return first;
	}

	public static LinkedException chain(int length, LinkedException last) {
		LinkedException first = last;
		for (int i = 0; i < length; i++) {
			first = new LinkedException(first);
		}
		return first;
	}

}
