package swiotlb.study.explore;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import swiotlb.time.Choices;
import swiotlb.time.ForwardedChoices;
import swiotlb.workload.Fault;

/** Counts what fails in a run, by kind, as it is told in words. */
final class HappenedFaults extends ForwardedChoices {
  private static final Map<Fault, Pattern> WORDS = new EnumMap<>(Fault.class);

  static {
    words(Fault.BLOCKING_PAGES, "a block .* who may wait");
    words(Fault.ATOMIC_PAGES, "a block .* who may not wait");
    words(Fault.POOL_OBJECTS, "the (descriptor|table) of .* is refused");
    words(Fault.CMA, ".* contiguous pages are not had.*");
    words(Fault.SHARING, "the hypervisor refuses to share .*");
    words(Fault.STUCK, ".* cannot be made private again");
    words(Fault.LATE_WORKER, ".* starts .* late");
    words(Fault.LONG_GRACE, "a grace period ends .* late");
    words(Fault.LATE_INTERRUPT, "the interrupt .* late");
    words(Fault.SLOW_CPU, "the CPU does its work .* late");
    words(Fault.REMOVAL, "the device is pulled out .*");
    words(Fault.RESET, "the device is reset .*");
    words(Fault.FORGOTTEN_UNMAP, "the driver forgets to unmap .*");
    words(Fault.FORGOTTEN_SYNC, "the driver forgets to sync .*");
  }

  private final Map<Fault, Long> times;

  private static void words(Fault fault, String words) {
    WORDS.put(fault, Pattern.compile(words));
  }

  /**
   * Over the choices of a run.
   *
   * @param times by fault, which are added to
   */
  HappenedFaults(Choices chosenBy, Map<Fault, Long> times) {
    super(chosenBy);
    this.times = times;
  }

  /** Which fault that is, as it is told. */
  static Fault of(String what) {
    for (var words : WORDS.entrySet()) {
      if (words.getValue().matcher(what).matches()) {
        return words.getKey();
      }
    }
    throw new IllegalArgumentException("no known fault: " + what);
  }

  @Override
  public boolean happens(String what, double probability) {
    var happens = super.happens(what, probability);
    if (happens) {
      times.merge(of(what), 1L, Long::sum);
    }
    return happens;
  }
}
