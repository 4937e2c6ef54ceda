package swiotlb.study.conform.replay;

import org.jspecify.annotations.Nullable;
import swiotlb.kernel.bare.Answer;
import swiotlb.kernel.bare.BareAllocator;
import swiotlb.kernel.bare.Transition;
import swiotlb.kernel.page.PageSource;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;

/** A recording followed without actors: fast enough to try many assumptions. */
final class DirectTarget implements ReplayTarget {
  /** Where transient pools lie: far above, and all alike, since where they lay does not matter. */
  private static final long FAR_ABOVE = 1L << 46;

  private static final PageSource PAGES = new SamePages(FAR_ABOVE);
  private static final PageSource NO_PAGES = new SamePages(null);

  private final BareAllocator allocator;
  private int growths;
  private int unasked;
  private long workQueued;
  private boolean workerRuns;

  DirectTarget(ReplayFacts facts) {
    this.allocator =
        new BareAllocator(
            new BareAllocator.Settings(
                facts.isStatic(),
                facts.boot().defaultSlots(),
                facts.boot().defaultAreas(),
                Slots.MAX_PAGE_ORDER,
                -1L,
                Zone.DMA_LIMIT),
            !facts.isStatic());
    allocator.addPool(0, facts.defaultPool());
  }

  private DirectTarget(DirectTarget that) {
    this.allocator = that.allocator.copy();
    this.growths = that.growths;
    this.unasked = that.unasked;
    this.workQueued = that.workQueued;
    this.workerRuns = that.workerRuns;
  }

  /** The same allocator in the same state, independent from now on. */
  DirectTarget copy() {
    return new DirectTarget(this);
  }

  /** Whether pages could be had is a fact of the machine. */
  @Override
  public Placement map(Request m) {
    var hadNoPages = m.failed();
    var request = new Transition.Map(m.index(), m.mapping().cpu(), m.demand(), m.limits(), false);
    var answer = allocator.map(request, hadNoPages ? NO_PAGES : PAGES);
    count(answer.growth());
    if (answer instanceof Answer.Mapped mapped) {
      return mapped.buffer().isTransient()
          ? Placement.TRANSIENT
          : Placement.inPool(mapped.buffer().address());
    }
    if (((Answer.Failed) answer).reason() != FailureReason.TRANSIENT_DOES_NOT_FIT || hadNoPages) {
      return Placement.FAILED;
    }
    adoptTransient(m);
    return Placement.TRANSIENT;
  }

  @Override
  public void retract(Request m) {
    if (allocator.buffer(m.index()) != null) {
      allocator.retract(m.index());
    }
  }

  @Override
  public void settle(Request m) {
    allocator.settle(m.index());
  }

  @Override
  public boolean adopt(Request m, long address) {
    return allocator.adopt(m.index(), m.demand(), address);
  }

  /** It fitted, wherever it lay. */
  @Override
  public void adoptTransient(Request m) {
    var pool = new PoolGeometry(FAR_ABOVE, m.demand().slots(), 1);
    count(allocator.adoptAlone(m.index(), pool));
  }

  private void count(Answer.Growth growth) {
    if (growth == Answer.Growth.QUEUED) {
      workQueued++;
    }
  }

  @Override
  public void release(Request m) {
    if (allocator.buffer(m.index()) != null) {
      allocator.unmap(m.index());
      allocator.endGracePeriod(PAGES);
    }
  }

  @Override
  public void startWorker(PoolGeometry recorded) {
    workerRuns = allocator.startWorker();
  }

  @Override
  public void publish(PoolGeometry recorded) {
    if (!workerRuns && !allocator.startWorker()) {
      unasked++;
    }
    allocator.endWorker();
    workerRuns = false;
    growths++;
    allocator.addPool(growths, recorded);
  }

  /** Whether both place everything that may come alike. */
  boolean placesLike(DirectTarget that) {
    return allocator.placesLike(that.allocator);
  }

  @Override
  public Counters counters() {
    return new Counters(
        allocator.slots(),
        allocator.used(),
        allocator.hiwater(),
        allocator.transientSlots(),
        growths,
        unasked,
        workQueued);
  }

  @Override
  public void close() {
    // Nothing is held that would have to be given back.
  }

  /** The same address for every question. */
  private record SamePages(@Nullable Long at) implements PageSource {
    @Override
    public @Nullable Long allocate(int order, Zone zone, boolean mayWait) {
      return at;
    }

    @Override
    public void free(long address, int order) {
      // Nothing is counted.
    }
  }
}
