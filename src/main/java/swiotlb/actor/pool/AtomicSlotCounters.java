package swiotlb.actor.pool;

import java.util.concurrent.atomic.AtomicLong;

/** Counters of many threads; each is exact, together they are not a snapshot of one moment. */
final class AtomicSlotCounters implements SlotCounters {
  private final boolean tracksUse;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong hiwater = new AtomicLong();
  private final AtomicLong transientSlots = new AtomicLong();
  private final AtomicLong lastingSlots = new AtomicLong();
  private final AtomicLong disabledSlots = new AtomicLong();
  private final AtomicLong unsharedSlots = new AtomicLong();

  AtomicSlotCounters(boolean tracksUse) {
    this.tracksUse = tracksUse;
  }

  @Override
  public boolean tracksUse() {
    return tracksUse;
  }

  @Override
  public void take(int slots) {
    var now = used.addAndGet(slots);
    if (now > hiwater.get()) {
      hiwater.accumulateAndGet(now, Math::max);
    }
  }

  @Override
  public void giveBack(int slots) {
    used.addAndGet(-slots);
  }

  @Override
  public void addTransient(int slots) {
    transientSlots.addAndGet(slots);
  }

  @Override
  public void addLasting(int slots) {
    lastingSlots.addAndGet(slots);
  }

  @Override
  public void addDisabled(int slots) {
    disabledSlots.addAndGet(slots);
  }

  @Override
  public void addUnshared(int slots) {
    unsharedSlots.addAndGet(slots);
  }

  @Override
  public long unsharedSlots() {
    return unsharedSlots.get();
  }

  @Override
  public long disabledSlots() {
    return disabledSlots.get();
  }

  @Override
  public long lastingSlots() {
    return lastingSlots.get();
  }

  @Override
  public void resetHiwater() {
    hiwater.set(0);
  }

  @Override
  public long used() {
    return used.get();
  }

  @Override
  public long hiwater() {
    return hiwater.get();
  }

  @Override
  public long transientSlots() {
    return transientSlots.get();
  }
}
