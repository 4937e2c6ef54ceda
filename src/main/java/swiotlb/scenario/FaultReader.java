package swiotlb.scenario;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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
   */
  static FaultRates read(
      Settings settings, Scenario.Mode mode, Encryption encryption, MachinePages pages) {
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
    var possible = possible(encryption, pages);
    for (var fault : rates.keySet()) {
      if (!possible.contains(fault)) {
        settings.remark(
            key(fault),
            "counts for nothing, since "
                + (fault == Fault.CMA
                    ? "there is no region of contiguous pages (pages.cma)"
                    : "memory is not encrypted (encryption.kind)"));
      }
    }
    return new FaultRates(
        rates,
        settings.integer("least-order", 0, Slots.MAX_PAGE_ORDER),
        settings.nanos("late-worker-by", 0),
        settings.nanos("long-grace-by", 0),
        settings.nanos("late-interrupt-by", 0),
        settings.nanos("slow-cpu-by", 0));
  }

  /** What can fail in a machine at all. */
  static Set<Fault> possible(Encryption encryption, MachinePages pages) {
    var possible = EnumSet.allOf(Fault.class);
    if (!encryption.encrypted()) {
      possible.removeAll(EnumSet.of(Fault.SHARING, Fault.STUCK));
    }
    if (pages.cmaBytes() == 0) {
      possible.remove(Fault.CMA);
    }
    return possible;
  }

  /** Settings, by path, that make rates from those of another scenario. */
  public static Map<String, String> differences(FaultRates from, FaultRates to) {
    var settings = new LinkedHashMap<String, String>();
    for (var fault : Fault.values()) {
      if (from.perMille(fault) != to.perMille(fault)) {
        settings.put(path(fault), Integer.toString(to.perMille(fault)));
      }
    }
    return settings;
  }
}
