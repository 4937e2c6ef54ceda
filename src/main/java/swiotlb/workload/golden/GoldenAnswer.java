package swiotlb.workload.golden;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.page.Zone;

/**
 * What an allocator answers to one operation.
 *
 * @param outcome what came of it
 * @param work whether background work was scheduled
 * @param pages the questions put to the page allocator for pool memory, in order, with the answers
 */
public record GoldenAnswer(Outcome outcome, Work work, List<PageQuestion> pages) {

  /** Immutable from the start. */
  public GoldenAnswer {
    pages = List.copyOf(pages);
  }

  /** An answer that neither scheduled work nor asked for pages. */
  public static GoldenAnswer of(Outcome outcome) {
    return new GoldenAnswer(outcome, Work.NONE, List.of());
  }

  @Override
  public String toString() {
    return outcome
        + (work == Work.NONE ? "" : ", work " + work.name().toLowerCase(Locale.ROOT))
        + (pages.isEmpty() ? "" : ", pages " + pages);
  }

  /** Whether an operation scheduled the growth work. */
  public enum Work {
    /** It did not. */
    NONE,
    /** It did, and nothing was pending. */
    QUEUED,
    /** It did, and the work was pending already. */
    ALREADY
  }

  /**
   * A question to the page allocator.
   *
   * @param at the address given; null if it refused
   */
  public record PageQuestion(int order, Zone zone, @Nullable Long at) {
    @Override
    public String toString() {
      return "order "
          + order
          + " from "
          + zone.name().toLowerCase(Locale.ROOT)
          + (at == null ? " refused" : " at 0x" + Long.toHexString(at));
    }
  }

  /** What came of an operation. */
  public sealed interface Outcome {

    /**
     * A buffer in a lasting pool.
     *
     * @param area of the first reserved slot
     * @param slot that holds the returned address
     * @param slots all that were reserved, padding included
     * @param offset bytes into {@code slot}
     * @param pad whole slots of padding before {@code slot}
     */
    record Mapped(int pool, int area, int slot, int slots, int offset, int pad)
        implements Outcome {}

    /**
     * A buffer in a transient pool.
     *
     * @param start address of the pool
     * @param nslabs slots of the pool
     */
    record MappedTransient(long start, int nslabs, int slot, int slots, int offset, int pad)
        implements Outcome {
      @Override
      public String toString() {
        return "MappedTransient[start=0x"
            + Long.toHexString(start)
            + ", nslabs="
            + nslabs
            + ", slot="
            + slot
            + ", slots="
            + slots
            + ", offset="
            + offset
            + ", pad="
            + pad
            + "]";
      }
    }

    /** A mapping that failed, by the trace's own label. */
    record Failed(String why) implements Outcome {}

    /** A buffer was released; {@code wasTransient}: with its pool. */
    record Unmapped(boolean wasTransient) implements Outcome {}

    /** There was nothing to release: an earlier mapping had failed, other than in the trace. */
    record NotLive() implements Outcome {}

    /** The growth work added a pool. */
    record Grown(int pool, long start, int nslabs, int areas, int areaNslabs) implements Outcome {
      @Override
      public String toString() {
        return "Grown[pool="
            + pool
            + ", start=0x"
            + Long.toHexString(start)
            + ", nslabs="
            + nslabs
            + ", areas="
            + areas
            + ", areaNslabs="
            + areaNslabs
            + "]";
      }
    }

    /** The growth work tried and got no pages. */
    record NotGrown() implements Outcome {}

    /** Nothing was pending. */
    record Idle() implements Outcome {}

    /** An operation without a result. */
    record Done() implements Outcome {}

    /** A grace period ended for so many transient pools. */
    record Freed(int pools) implements Outcome {}

    /** Counters of one allocator. */
    record Stat(
        long used, long hiwater, long nslabs, int pools, long transientSlots, boolean pending)
        implements Outcome {}

    /** Use and hint of every area of every lasting pool. */
    record Areas(List<PoolAreas> pools) implements Outcome {}

    /** A pool as boot made it. */
    record Sized(int nslabs, int areas, int defaultNslabs, int defaultAreas) implements Outcome {}
  }

  /** Use and hint of each area of one pool. */
  public record PoolAreas(int pool, List<Integer> used, List<Integer> index) {}
}
