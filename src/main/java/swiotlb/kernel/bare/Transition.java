package swiotlb.kernel.bare;

import org.jspecify.annotations.Nullable;
import swiotlb.kernel.page.PageSource;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.PoolGeometry;

/** What can happen to an allocator. */
public sealed interface Transition {

  /** Whether it can happen now, and would change anything. */
  boolean isPossible(BareAllocator allocator);

  /**
   * Lets it happen.
   *
   * @param pages asked by a mapping that finds no slots; given back to at the end of a grace period
   * @return the answer to a mapping, null to anything else
   */
  @Nullable Answer happen(BareAllocator allocator, PageSource pages);

  /**
   * A device asks for a buffer.
   *
   * @param id by which it is given back; not one of a live mapping
   * @param checksReach whether a place that the device does not reach is given back at once
   */
  record Map(long id, int cpu, Demand demand, DeviceLimits limits, boolean checksReach)
      implements Transition {
    @Override
    public boolean isPossible(BareAllocator allocator) {
      return allocator.buffer(id) == null;
    }

    @Override
    public Answer happen(BareAllocator allocator, PageSource pages) {
      return allocator.map(this, pages);
    }
  }

  /** A live mapping ends. */
  record Unmap(long id) implements Transition {
    @Override
    public boolean isPossible(BareAllocator allocator) {
      return allocator.buffer(id) != null;
    }

    @Override
    public @Nullable Answer happen(BareAllocator allocator, PageSource pages) {
      allocator.unmap(id);
      return null;
    }
  }

  /** The worker takes up the queued growth work. */
  record StartWorker() implements Transition {
    @Override
    public boolean isPossible(BareAllocator allocator) {
      return allocator.isGrowthQueued() && !allocator.isWorkerRunning();
    }

    @Override
    public @Nullable Answer happen(BareAllocator allocator, PageSource pages) {
      allocator.startWorker();
      return null;
    }
  }

  /** The worker has made a pool: it becomes the newest one. */
  record Publish(int number, PoolGeometry geometry) implements Transition {
    @Override
    public boolean isPossible(BareAllocator allocator) {
      return allocator.isWorkerRunning();
    }

    @Override
    public @Nullable Answer happen(BareAllocator allocator, PageSource pages) {
      allocator.endWorker();
      allocator.addPool(number, geometry);
      return null;
    }
  }

  /** The worker got no pages. */
  record GiveUp() implements Transition {
    @Override
    public boolean isPossible(BareAllocator allocator) {
      return allocator.isWorkerRunning();
    }

    @Override
    public @Nullable Answer happen(BareAllocator allocator, PageSource pages) {
      allocator.endWorker();
      return null;
    }
  }

  /** A grace period ends: pages of transient pools go back. */
  record EndGracePeriod() implements Transition {
    @Override
    public boolean isPossible(BareAllocator allocator) {
      return allocator.awaitsGracePeriod();
    }

    @Override
    public @Nullable Answer happen(BareAllocator allocator, PageSource pages) {
      allocator.endGracePeriod(pages);
      return null;
    }
  }

  /** Growing is forbidden for good. */
  record Freeze() implements Transition {
    @Override
    public boolean isPossible(BareAllocator allocator) {
      return allocator.mayGrow();
    }

    @Override
    public @Nullable Answer happen(BareAllocator allocator, PageSource pages) {
      allocator.freeze();
      return null;
    }
  }

  /** The high-water mark begins anew at 0. */
  record ResetHiwater() implements Transition {
    @Override
    public boolean isPossible(BareAllocator allocator) {
      return allocator.hiwater() != 0;
    }

    @Override
    public @Nullable Answer happen(BareAllocator allocator, PageSource pages) {
      allocator.resetHiwater();
      return null;
    }
  }
}
