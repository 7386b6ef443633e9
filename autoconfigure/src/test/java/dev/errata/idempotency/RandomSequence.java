package dev.errata.idempotency;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A random sequence of calls, made on a store and on the {@link IdempotencyStoreModel}
 * alike: two keys, three owners, two fingerprints. All times are whole minutes, so that
 * it does not matter that the clock of a store moves on by itself.
 *
 * @param steps the calls
 */
record RandomSequence(List<Step> steps) {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	/**
	 * Make a sequence. Most calls are about the first key, owner and fingerprint, so that
	 * they meet.
	 * @param random where it comes from
	 * @param length how many calls
	 * @param committing whether the store knows the committed state
	 * @return the sequence
	 */
	static RandomSequence of(Random random, int length, boolean committing) {
		Kind[] kinds = Kind.values();
		int life = random.nextBoolean() ? 4 : 12;
		List<Step> steps = new ArrayList<>();
		while (steps.size() < length) {
			Kind kind = kinds[random.nextInt(kinds.length)];
			if (kind != Kind.COMMIT || committing) {
				steps.add(new Step(kind, Math.max(0, random.nextInt(4) - 2), Math.max(0, random.nextInt(4) - 1),
						Math.max(0, random.nextInt(4) - 2), 1 + random.nextInt(4), 1 + random.nextInt(life),
						random.nextInt(4)));
			}
		}
		return new RandomSequence(steps);
	}

	/**
	 * Return a sequence as short as possible on which store and model still differ.
	 * @param subject what the calls are made on
	 * @return the sequence
	 */
	RandomSequence shrink(Subject subject) {
		List<Step> shrunk = this.steps;
		int size = shrunk.size() / 2;
		while (size > 0) {
			List<Step> shorter = without(shrunk, size, subject);
			// what was needed before may be of no use now
			size = (shorter.size() < shrunk.size()) ? Math.min(size, shorter.size()) : size / 2;
			shrunk = shorter;
		}
		return new RandomSequence(shrunk);
	}

	private static List<Step> without(List<Step> steps, int size, Subject subject) {
		List<Step> shrunk = steps;
		int start = 0;
		while (start + size <= shrunk.size()) {
			List<Step> shorter = new ArrayList<>(shrunk);
			shorter.subList(start, start + size).clear();
			if (new RandomSequence(shorter).run(subject) != null) {
				shrunk = shorter;
			}
			else {
				start += size;
			}
		}
		return shrunk;
	}

	/**
	 * Make the calls on records of their own.
	 * @param subject what the calls are made on
	 * @return what differs, or {@code null}
	 */
	String run(Subject subject) {
		return new Run(subject).all(this.steps);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		this.steps.forEach((step) -> text.append("\n  ").append(step));
		return text.toString();
	}

	private enum Kind {

		CLAIM, CLAIM_AGAIN, RENEW, COMPLETE, REOPEN, FORGET, COMMIT, ADVANCE, ADVANCE_MORE, PURGE

	}

	/**
	 * A store and what moves it.
	 *
	 * @param store the store
	 * @param advance moves its time
	 * @param commit marks an effect as committed
	 * @param ids makes ids never used before
	 */
	record Subject(IdempotencyStore store, Consumer<Duration> advance, Consumer<Ownership> commit,
			Supplier<Digest> ids) {
	}

	private record Step(Kind kind, int key, int owner, int fingerprint, int lease, int ttl, int which) {

		private Claim claim(Digest id, String token) {
			Digest print = Digest.of(new byte[] { (byte) this.fingerprint });
			return new Claim(id, print, token, "caller", MINUTE.multipliedBy(this.lease), MINUTE.multipliedBy(this.ttl),
					this.which == 0);
		}

	}

	private static final class Run {

		private final IdempotencyStoreModel model = new IdempotencyStoreModel();

		private final Subject subject;

		private final Digest[] ids;

		private final int[] generations = new int[2];

		private final long[] offsets = new long[2];

		private final Map<String, List<Long>> fences = new HashMap<>();

		private Run(Subject subject) {
			this.subject = subject;
			this.ids = new Digest[] { subject.ids().get(), subject.ids().get() };
		}

		private String all(List<Step> steps) {
			for (int i = 0; i < steps.size(); i++) {
				String difference = one(steps.get(i));
				if (difference != null) {
					return "step " + (i + 1) + ": " + difference;
				}
			}
			return null;
		}

		private String one(Step step) {
			Digest id = this.ids[step.key()];
			Duration lease = MINUTE.multipliedBy(step.lease());
			Duration ttl = MINUTE.multipliedBy(step.ttl());
			switch (step.kind()) {
				case CLAIM, CLAIM_AGAIN -> {
					return claim(step, id);
				}
				case PURGE -> this.subject.store().purge();
				case ADVANCE -> advance(MINUTE);
				case ADVANCE_MORE -> advance(lease);
				default -> {
					String token = step.owner() + "-" + Math.max(1, this.generations[step.key()] - step.which() / 3);
					List<Long> known = this.fences.getOrDefault(step.key() + token, List.of(1L));
					long fence = known.get(Math.max(0, known.size() - 1 - step.which() % 2));
					Ownership modelled = new Ownership(id, token, fence);
					Ownership owned = new Ownership(id, token, fence + this.offsets[step.key()]);
					return settle(step, modelled, owned, lease, ttl);
				}
			}
			return null;
		}

		private void advance(Duration time) {
			this.model.advance(time);
			this.subject.advance().accept(time);
		}

		private String claim(Step step, Digest id) {
			// an owner is never used again for a later record of the same id
			boolean fresh = !this.model.contains(id);
			if (fresh) {
				this.generations[step.key()]++;
			}
			Claim claim = step.claim(id, step.owner() + "-" + this.generations[step.key()]);
			Acquisition expected = this.model.claim(claim);
			Acquisition actual = this.subject.store().claim(claim);
			if (expected instanceof Acquisition.Acquired acquired) {
				List<Long> known = this.fences.computeIfAbsent(step.key() + claim.owner(), (key) -> new ArrayList<>());
				if (!known.contains(acquired.fence())) {
					known.add(acquired.fence());
				}
				if (fresh && actual instanceof Acquisition.Acquired first) {
					// whether a record that comes after an expired one counts on, the
					// specification leaves open
					this.offsets[step.key()] = first.fence() - acquired.fence();
				}
				expected = new Acquisition.Acquired(acquired.fence() + this.offsets[step.key()], acquired.attempt());
			}
			return difference(describe(expected), describe(actual));
		}

		private String settle(Step step, Ownership modelled, Ownership owned, Duration lease, Duration ttl) {
			IdempotencyStore store = this.subject.store();
			StoredResponse response = new StoredResponse(200, Map.of(),
					owned.owner().getBytes(StandardCharsets.US_ASCII));
			return switch (step.kind()) {
				case RENEW -> difference(this.model.renew(modelled, lease), store.renew(owned, lease));
				case COMPLETE ->
					difference(this.model.complete(modelled, response, ttl), store.complete(owned, response, ttl));
				case REOPEN -> difference(this.model.release(modelled, Release.REOPEN, ttl),
						store.release(owned, Release.REOPEN, ttl));
				case FORGET -> difference(this.model.release(modelled, Release.FORGET, ttl),
						store.release(owned, Release.FORGET, ttl));
				default -> {
					this.model.commit(modelled);
					this.subject.commit().accept(owned);
					yield null;
				}
			};
		}

		private static Object describe(Acquisition acquisition) {
			return (acquisition instanceof Acquisition.Busy busy)
					? "Busy for " + (busy.leaseLeft().plus(MINUTE).minusMillis(1).toMinutes()) + " min" : acquisition;
		}

		private static String difference(Object expected, Object actual) {
			return expected.equals(actual) ? null : "expected " + expected + " but was " + actual;
		}

	}

}
