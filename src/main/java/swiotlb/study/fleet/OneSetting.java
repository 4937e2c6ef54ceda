package swiotlb.study.fleet;

import java.util.List;
import java.util.function.Function;
import swiotlb.study.fleet.MachineNeed.Trial;

/**
 * What the same setting on all machines of a fleet comes to.
 *
 * @param asked slots; 0: none written, {@link #AS_NOW}: each as it is
 * @param written slots to be written for that
 * @param unserved machines that it does not serve
 * @param failed mappings of all recordings that a kernel without dynamic pools refuses
 * @param slots of all default pools after boot
 * @param transients mappings that a kernel with dynamic pools gives a pool of their own
 * @param dynamicSlots of all pools of such kernels in the end
 */
public record OneSetting(
    long asked,
    long written,
    int unserved,
    long failed,
    long slots,
    long transients,
    long dynamicSlots) {
  /** Each machine as it is. */
  public static final long AS_NOW = -1;

  static OneSetting asNow(List<MachineNeed> machines) {
    return of(AS_NOW, AS_NOW, machines, machine -> machine.now().pool());
  }

  static OneSetting of(long asked, FleetClass all) {
    return of(
        asked, all.written(asked), all.machines(), machine -> machine.candidate(asked).pool());
  }

  private static OneSetting of(
      long asked, long written, List<MachineNeed> machines, Function<MachineNeed, Trial> pool) {
    var unserved = 0;
    var failed = 0L;
    var slots = 0L;
    var transients = 0L;
    var dynamicSlots = 0L;
    for (var machine : machines) {
      var trial = pool.apply(machine);
      unserved += machine.serves(trial) ? 0 : 1;
      failed += trial.failed();
      slots += trial.slots();
      transients += trial.transients();
      dynamicSlots += trial.dynamicSlots();
    }
    return new OneSetting(asked, written, unserved, failed, slots, transients, dynamicSlots);
  }
}
