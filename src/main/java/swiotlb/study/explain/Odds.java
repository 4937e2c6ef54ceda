package swiotlb.study.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.bare.Answer;
import swiotlb.kernel.bare.BareAllocator;
import swiotlb.kernel.bare.Transition;
import swiotlb.kernel.page.PageSource;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;

/**
 * How likely it is that a pool with so many slots in use has no free run for a mapping, worked out
 * by the allocator itself: it is filled to that use, buffers come and go at random until it is well
 * mixed, and then it is tried again and again whether the mapping fits. What the log does not tell
 * is assumed: what sizes the buffers in use have.
 */
final class Odds {
  /** From which all that is random comes. */
  static final long SEED = 1;

  /** Larger pools take too long. */
  static final long MOST_SLOTS = 1 << 19;

  static final int TRIALS = 100;

  /** Pools that are worked out for one log; what is asked further stays unknown. */
  private static final int MOST_POOLS = 48;

  /** Of all of them together; a few seconds. */
  private static final long MOST_TRIED_SLOTS = 2 * MOST_SLOTS;

  private static final long POOL_START = 64L << 20;
  private static final int USUAL_AREAS = 4;
  private static final int ROUNDS_OF_MIXING = 2;
  private static final int GIVE_UP = 50;

  private record Question(long slots, int areas, long used, long bytes, List<Long> mix)
      implements Comparable<Question> {
    @Override
    public int compareTo(Question o) {
      return toString().compareTo(o.toString());
    }
  }

  private final TreeMap<Question, Double> known = new TreeMap<>();
  private long triedSlots;

  /** How many areas are taken where the log does not tell. */
  static int areas(long slots, int said) {
    var areas = said > 0 ? said : USUAL_AREAS;
    while (areas > 1 && (slots % areas != 0 || slots / areas < Slots.SLOT_SET_SLOTS)) {
      areas /= 2;
    }
    return areas;
  }

  /**
   * The odds that no run is free.
   *
   * @param slots of the pool
   * @param areas of it
   * @param used slots of it in use
   * @param bytes of the mapping, padding included
   * @param mix bytes of the buffers in use, one as likely as the other
   * @return between 0 and 1; empty if the pool is too large to be tried, or too many were
   */
  OptionalDouble ofNoRun(long slots, int areas, long used, long bytes, List<Long> mix) {
    if (slots < Slots.SLOT_SET_SLOTS || slots > MOST_SLOTS || used < 0 || used > slots) {
      return OptionalDouble.empty();
    }
    var question = new Question(slots, areas, used, bytes, mix);
    var before = known.get(question);
    if (before == null) {
      if (known.size() >= MOST_POOLS || triedSlots + slots > MOST_TRIED_SLOTS) {
        return OptionalDouble.empty();
      }
      triedSlots += slots;
    }
    return OptionalDouble.of(known.computeIfAbsent(question, q -> new Pool(q).odds()));
  }

  /** A pool whose buffers come and go. */
  private static final class Pool {
    private final Question asked;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final BareAllocator allocator;
    private final List<Long> live = new ArrayList<>();
    private long nextId;

    Pool(Question asked) {
      this.asked = asked;
      this.allocator =
          new BareAllocator(
              new BareAllocator.Settings(
                  true,
                  (int) asked.slots,
                  asked.areas,
                  Slots.MAX_PAGE_ORDER,
                  Zone.DMA32_LIMIT,
                  Zone.DMA32_LIMIT),
              false);
      allocator.addPool(0, new PoolGeometry(POOL_START, (int) asked.slots, asked.areas));
    }

    double odds() {
      fill();
      var buffers = live.size();
      mix(buffers * ROUNDS_OF_MIXING);
      var failed = 0;
      for (var i = 0; i < TRIALS; i++) {
        mix(Math.max(1, buffers / 20));
        var id = map(asked.bytes);
        if (id == null) {
          failed++;
        } else {
          allocator.unmap(id);
        }
      }
      return failed / (double) TRIALS;
    }

    /** Up to the use, and never beyond; the last ones may not fit. */
    private void fill() {
      for (var failures = 0; allocator.used() < asked.used && failures < GIVE_UP; ) {
        var bytes = size();
        var id = allocator.used() + Slots.ofBytes(bytes) > asked.used ? null : map(bytes);
        if (id == null) {
          failures++;
        } else {
          live.add(id);
        }
      }
    }

    private void mix(int changes) {
      for (var i = 0; i < changes && !live.isEmpty(); i++) {
        release();
        fill();
      }
    }

    private void release() {
      var at = random.nextInt(live.size());
      var last = live.remove(live.size() - 1);
      allocator.unmap(at == live.size() ? last : live.set(at, last));
    }

    private long size() {
      return asked.mix.get(random.nextInt(asked.mix.size()));
    }

    private @Nullable Long map(long bytes) {
      var id = nextId++;
      var address = (1L << 32) + ((long) random.nextInt(1 << 18) << 12);
      var answer =
          allocator.map(
              new Transition.Map(
                  id,
                  random.nextInt(asked.areas),
                  Demand.ofBuffer(DeviceLimits.NONE, address, bytes, 0),
                  DeviceLimits.NONE,
                  false),
              NO_PAGES);
      return answer instanceof Answer.Mapped ? id : null;
    }
  }

  /** A static kernel asks for none. */
  private static final PageSource NO_PAGES =
      new PageSource() {
        @Override
        public @Nullable Long allocate(int order, Zone zone, boolean mayWait) {
          return null;
        }

        @Override
        public void free(long address, int order) {
          throw new IllegalStateException("no pages were given");
        }
      };
}
