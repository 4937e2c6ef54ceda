package swiotlb.scenario;

import java.util.EnumMap;
import java.util.List;
import swiotlb.kernel.slot.Slots;
import swiotlb.workload.Fault;
import swiotlb.workload.FaultRates;

/** Reads what fails now and then. */
public final class FaultReader {
  private static final String GROUP = "faults";
  private static final String RATE = "-per-mille";

  private FaultReader() {}

  /** The setting, by its path, that says how often something fails. */
  public static String path(Fault fault) {
    return GROUP + "." + key(fault);
  }

  private static String key(Fault fault) {
    return fault.word() + RATE;
  }

  /**
   * The rates of a scenario.
   *
   * @param settings of the group
   * @param hasCma whether there is a region for contiguous allocations
   */
  static FaultRates read(
      Settings settings, Scenario.Mode mode, Encryption encryption, boolean hasCma) {
    var rates = new EnumMap<Fault, Integer>(Fault.class);
    for (var fault : Fault.values()) {
      var rate = settings.integer(key(fault), 0, fault.mostPerMille());
      if (rate > 0) {
        rates.put(fault, rate);
      }
    }
    if (!rates.isEmpty() && mode == Scenario.Mode.CONCURRENT) {
      settings.problem(
          key(rates.keySet().iterator().next()),
          "cannot be in concurrent mode, in which nothing is chosen; set mode = virtual, or 0 here");
    }
    if (!encryption.encrypted()) {
      remark(
          settings,
          rates,
          List.of(Fault.SHARING, Fault.STUCK),
          "counts for nothing, since memory is not encrypted (encryption.kind)");
    }
    if (!hasCma) {
      remark(
          settings,
          rates,
          List.of(Fault.CMA),
          "counts for nothing, since there is no region of contiguous pages (pages.cma)");
    }
    return new FaultRates(
        rates,
        settings.integer("least-order", 0, Slots.MAX_PAGE_ORDER),
        settings.nanos("late-worker-by", 0),
        settings.nanos("long-grace-by", 0),
        settings.nanos("late-interrupt-by", 0));
  }

  private static void remark(
      Settings settings, EnumMap<Fault, Integer> rates, List<Fault> without, String why) {
    for (var fault : without) {
      if (rates.containsKey(fault)) {
        settings.remark(key(fault), why);
      }
    }
  }
}
