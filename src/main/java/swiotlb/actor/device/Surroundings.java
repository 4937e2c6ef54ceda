package swiotlb.actor.device;

import akka.actor.typed.ActorRef;
import java.util.Map;
import java.util.Optional;
import swiotlb.actor.memory.CoherentAllocator;
import swiotlb.actor.memory.Faults;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.actor.pool.Throttle;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.time.Timeline;

/**
 * What a device finds in its machine.
 *
 * @param number of the device, from 0
 * @param devices how many there are: numbers of mappings are unique over all of them
 * @param sharedCpus CPUs that other devices use too, by number
 * @param seed of everything that devices draw
 * @param memory of the machine, in which callers' buffers lie
 * @param counters of its allocator
 * @param rounds of a search
 * @param failures of the whole machine
 * @param designs of its allocator
 * @param faults what fails now and then
 * @param coherent who grants coherent memory; absent: no device asks for any
 * @param throttle of requests that may wait; absent: nobody is throttled
 */
public record Surroundings(
    int number,
    int devices,
    Map<Integer, ActorRef<Cpu.Command>> sharedCpus,
    long seed,
    MemoryLayout memory,
    SlotCounters counters,
    PoolList.SearchRounds rounds,
    FailureLog failures,
    Optional<ActorRef<CoherentAllocator.Command>> coherent,
    Optional<Throttle.Access> throttle,
    Timeline timeline,
    ChosenDesigns designs,
    Faults faults) {

  /** Immutable from the start. */
  public Surroundings {
    sharedCpus = Map.copyOf(sharedCpus);
  }
}
