package swiotlb.study.advise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import swiotlb.kernel.bare.Answer;
import swiotlb.kernel.bare.BareAllocator;
import swiotlb.kernel.bare.Transition;
import swiotlb.kernel.page.NoPages;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
import swiotlb.scenario.Scenario;
import swiotlb.workload.JobSpec;
import swiotlb.workload.Seeds;

/**
 * Whether a pool of a size takes all that is in flight, fragmentation included: the allocator
 * without actors and without time is filled with as many buffers as can be in flight, of which one
 * after another is given back and replaced. Where requests have times, they come in their order.
 */
final class Packing {
  private static final long START = 64L << 20;
  private static final int MOST_IN_FLIGHT = 1 << 17;
  private static final int ROUNDS = 6;
  private static final int LEAST_REPLACED = 2_000;
  private static final int MOST_REPLACED = 60_000;

  private record Place(Scenario.Device device, JobSpec job, int cpu) {}

  private record Timed(long atNs, long endNs, int cpu, DeviceLimits limits, Demand demand) {}

  private final Scenario scenario;
  private final List<Place> places = new ArrayList<>();
  private final List<Timed> timed = new ArrayList<>();

  Packing(Scenario scenario) {
    this.scenario = scenario;
    for (var device : scenario.devices()) {
      if (device.restrictedPool().isEmpty()) {
        device.jobs().forEach(job -> add(device, job));
      }
    }
    timed.sort(Comparator.comparingLong(Timed::atNs));
  }

  private void add(Scenario.Device device, JobSpec job) {
    for (var request : job.timed()) {
      var demand =
          Demand.ofBuffer(
              device.limits(), request.address(), request.bytes(), device.allocAlignMask());
      timed.add(
          new Timed(
              request.atNs(),
              request.atNs() + request.heldNs(),
              job.cpus().get(0),
              device.limits(),
              demand));
    }
    if (job.isTimed() || job.isCoherent()) {
      return;
    }
    var depth = Math.min(job.depthInUse(), device.driver().queueDepth());
    for (var cpu : job.cpus()) {
      for (var i = 0; i < depth && places.size() < MOST_IN_FLIGHT; i++) {
        places.add(new Place(device, job, cpu));
      }
    }
  }

  /** Whether no mapping is refused. */
  boolean fits(int slots, int areas) {
    var units = scenario.units();
    var allocator =
        new BareAllocator(
            new BareAllocator.Settings(
                true, slots, areas, Slots.MAX_PAGE_ORDER, -1L, Zone.DMA_LIMIT, units),
            false);
    allocator.addPool(0, new PoolGeometry(START, slots, areas, units));
    return takesTimed(allocator) && takesDrawn(allocator);
  }

  private boolean takesTimed(BareAllocator allocator) {
    var live = new PriorityQueue<long[]>(Comparator.comparingLong(one -> one[0]));
    var id = 0L;
    for (var request : timed) {
      while (!live.isEmpty() && live.peek()[0] < request.atNs) {
        allocator.unmap(live.remove()[1]);
      }
      if (!isMapped(allocator, ++id, request.cpu, request.demand, request.limits)) {
        return false;
      }
      live.add(new long[] {request.endNs, id});
    }
    live.forEach(one -> allocator.unmap(one[1]));
    return true;
  }

  private boolean takesDrawn(BareAllocator allocator) {
    var random = Seeds.stream(scenario.seed(), "packing");
    var held = new ArrayList<List<Long>>();
    var id = new long[] {1L << 40};
    for (var place : places) {
      var ids = map(allocator, place, id, random);
      if (ids.isEmpty()) {
        return false;
      }
      held.add(ids);
    }
    var replaced = Math.max(LEAST_REPLACED, Math.min(MOST_REPLACED, ROUNDS * places.size()));
    for (var i = 0; i < replaced && !places.isEmpty(); i++) {
      var at = random.nextInt(places.size());
      held.get(at).forEach(allocator::unmap);
      var ids = map(allocator, places.get(at), id, random);
      if (ids.isEmpty()) {
        return false;
      }
      held.set(at, ids);
    }
    return true;
  }

  /** All pieces of a request; none if one is refused. */
  private static List<Long> map(
      BareAllocator allocator, Place place, long[] lastId, SplittableRandom random) {
    var ids = new ArrayList<Long>();
    var job = place.job;
    var limits = place.device.limits();
    var block = pick(job, random);
    var run =
        job.buffers().segmentBytes() == 0 ? block : Math.min(block, job.buffers().segmentBytes());
    var most = place.device.driver().maxSegmentBytes();
    for (var left = block; left > 0; left -= run) {
      var address = (random.nextLong(1L << 20) + (1L << 20)) * job.buffers().align();
      for (var rest = Math.min(run, left); rest > 0; rest -= most) {
        var demand =
            Demand.ofBuffer(limits, address, Math.min(rest, most), place.device.allocAlignMask());
        if (!isMapped(allocator, ++lastId[0], place.cpu, demand, limits)) {
          return List.of();
        }
        ids.add(lastId[0]);
        address += most;
      }
    }
    return ids;
  }

  private static long pick(JobSpec job, SplittableRandom random) {
    var at = random.nextInt(job.blocks().stream().mapToInt(JobSpec.Block::weight).sum());
    for (var block : job.blocks()) {
      at -= block.weight();
      if (at < 0) {
        return block.bytes();
      }
    }
    throw new IllegalStateException("weights of blocks do not add up");
  }

  private static boolean isMapped(
      BareAllocator allocator, long id, int cpu, Demand demand, DeviceLimits limits) {
    return allocator.map(new Transition.Map(id, cpu, demand, limits, false), NoPages.NONE)
        instanceof Answer.Mapped;
  }
}
