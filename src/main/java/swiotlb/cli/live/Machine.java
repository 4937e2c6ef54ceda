package swiotlb.cli.live;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.kernel.slot.PoolGeometry;

/**
 * What is to be seen of a machine at one moment. Nobody changes what is in it.
 *
 * @param pools the lasting ones, oldest first
 * @param transients that have their buffer, oldest first
 * @param devices those with the most live buffers first, not too many
 * @param queues by actor, how many messages waited for it
 */
record Machine(
    RunCounts counts,
    List<Pool> pools,
    List<Transient> transients,
    List<Device> devices,
    Map<String, Integer> queues) {
  private static final int MOST_DEVICES = 40;

  /** Before there is anything. */
  static final Machine NONE =
      new Machine(RunCounts.NONE, List.of(), List.of(), List.of(), Map.of());

  /**
   * A lasting pool.
   *
   * @param allocator whose it is
   * @param used a bit for each slot that is in use
   * @param lockWaitNs of each area: for how long its lock was waited for
   */
  record Pool(
      int number,
      AllocatorName allocator,
      PoolGeometry geometry,
      BitSet used,
      List<Long> lockWaitNs) {}

  /** Whose an actor is that is an allocator or lies below one. */
  static AllocatorName allocatorOf(String path) {
    var steps = path.split("/", 4); // "", "user", and the actor below.
    return AllocatorName.ofActor(steps.length < 3 ? "" : steps[2]);
  }

  /** A pool with one buffer, since when it is there. */
  record Transient(String actor, String device, int slots, long sinceNs) {}

  /**
   * A device.
   *
   * @param live buffers that it has now
   */
  record Device(String name, long maps, long live, long failed) {}

  /** Those of which most is to be seen. */
  static List<Device> busiest(List<Device> all) {
    return all.stream()
        .sorted(Comparator.comparingLong(Device::live).reversed().thenComparing(Device::name))
        .limit(MOST_DEVICES)
        .toList();
  }

  /** The same after so many messages. */
  Machine after(long handled) {
    return new Machine(counts.after(handled), pools, transients, devices, queues);
  }
}
