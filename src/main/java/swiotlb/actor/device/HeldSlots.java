package swiotlb.actor.device;

import org.jspecify.annotations.Nullable;
import swiotlb.figures.Latencies;
import swiotlb.figures.WideSum;

/** The slots that a device holds, over the time of a run. State of one device. */
final class HeldSlots {
  private final Latencies lifetime = new Latencies();
  private final WideSum slotNs = new WideSum();
  private long now;
  private long most;
  private long sinceNs;
  private long leaked;
  private int leakedTransientPools;

  /** Those of a run that begins; what earlier runs leaked is still held. */
  HeldSlots(@Nullable HeldSlots before, long nowNs) {
    sinceNs = nowNs;
    if (before != null) {
      leaked = before.leaked;
      leakedTransientPools = before.leakedTransientPools;
      now = leaked;
      most = leaked;
    }
  }

  void took(int slots, long nowNs) {
    pass(nowNs);
    now += slots;
    most = Math.max(most, now);
  }

  void gaveBack(int slots, long sinceTakenNs, long nowNs) {
    pass(nowNs);
    now -= slots;
    lifetime.record(nowNs - sinceTakenNs);
  }

  void leaked(int slots, boolean isTransient) {
    leaked += slots;
    leakedTransientPools += isTransient ? 1 : 0;
  }

  DeviceReport.SlotsHeld report(long nowNs) {
    pass(nowNs);
    return new DeviceReport.SlotsHeld(
        most, slotNs.value(), now, nowNs, leaked, leakedTransientPools, lifetime.copy());
  }

  private void pass(long nowNs) {
    slotNs.addProduct(now, nowNs - sinceNs);
    sinceNs = nowNs;
  }
}
