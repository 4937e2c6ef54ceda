package swiotlb.actor.pool;

/** Counters of one thread. */
final class PlainSlotCounters implements SlotCounters {
  private final boolean tracksUse;
  private long used;
  private long hiwater;
  private long transientSlots;
  private long lastingSlots;
  private long disabledSlots;
  private long unsharedSlots;

  PlainSlotCounters(boolean tracksUse) {
    this.tracksUse = tracksUse;
  }

  @Override
  public boolean tracksUse() {
    return tracksUse;
  }

  @Override
  public void take(int slots) {
    used += slots;
    hiwater = Math.max(hiwater, used);
  }

  @Override
  public void giveBack(int slots) {
    used -= slots;
  }

  @Override
  public void addTransient(int slots) {
    transientSlots += slots;
  }

  @Override
  public void addLasting(int slots) {
    lastingSlots += slots;
  }

  @Override
  public void addDisabled(int slots) {
    disabledSlots += slots;
  }

  @Override
  public void addUnshared(int slots) {
    unsharedSlots += slots;
  }

  @Override
  public long unsharedSlots() {
    return unsharedSlots;
  }

  @Override
  public long disabledSlots() {
    return disabledSlots;
  }

  @Override
  public long lastingSlots() {
    return lastingSlots;
  }

  @Override
  public void resetHiwater() {
    hiwater = 0;
  }

  @Override
  public long used() {
    return used;
  }

  @Override
  public long hiwater() {
    return hiwater;
  }

  @Override
  public long transientSlots() {
    return transientSlots;
  }
}
