package swiotlb.study.advise;

import java.util.List;
import swiotlb.kernel.text.SwiotlbParameter;
import swiotlb.scenario.Scenario;

/**
 * What a machine is asked to do, whose kernel can be booted otherwise: a scenario, a recording, or
 * whatever else can be made a scenario. Asked by several threads at a time.
 */
public interface Workload {
  /** By which people know it. */
  String name();

  /** The machine, booted like that. */
  Scenario booted(Boot boot);

  /** What people call a device of the scenario that is made of it. */
  default String device(String name) {
    return name;
  }

  /** Whether its kernel has dynamic pools. */
  boolean isDynamic();

  /** Words of {@code swiotlb=} that stay. */
  SwiotlbParameter words();

  /** How much may be run for it, as a part of what is for a scenario. */
  default double patience() {
    return 1;
  }

  /** What was assumed of it, a sentence each. */
  List<String> assumed();
}
