package swiotlb.study.advise;

import java.util.ArrayList;
import java.util.List;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.scenario.Scenario;
import swiotlb.workload.JobSpec;

/**
 * What can be known of the slots of the default pool before anything runs, padding for alignment
 * included. Buffers that need no bouncing are counted, too.
 *
 * @param inFlightSlots the most that can be held at a time
 * @param largestSlots of one mapping
 * @param sufficientSlots with so many no mapping is refused, however the others lie
 */
public record Bounds(long inFlightSlots, int largestSlots, long sufficientSlots) {

  static Bounds of(Scenario scenario) {
    var sum = new Sum(scenario.units());
    for (var device : scenario.devices()) {
      if (device.restrictedPool().isEmpty()) {
        sum.add(device);
      }
    }
    return sum.bounds();
  }

  private static final class Sum {
    private final SlotUnits units;
    private final List<long[]> timed = new ArrayList<>();
    private long inFlight;
    private int largest;
    private int smallest = Integer.MAX_VALUE;

    Sum(SlotUnits units) {
      this.units = units;
    }

    void add(Scenario.Device device) {
      var driver = device.driver();
      for (var queue = 0; queue < driver.queues(); queue++) {
        addQueue(device, queue);
      }
      for (var job : device.jobs()) {
        for (var request : job.timed()) {
          var demand =
              Demand.ofBuffer(
                  device.limits(), request.address(), request.bytes(), device.allocAlignMask());
          seen(demand.slots());
          timed.add(new long[] {request.atNs(), demand.slots()});
          timed.add(new long[] {request.atNs() + request.heldNs() + 1, -demand.slots()});
        }
      }
    }

    private void addQueue(Scenario.Device device, int queue) {
      var driver = device.driver();
      var wanted = 0L;
      var all = 0L;
      var most = 0L;
      for (var job : device.jobs()) {
        if (job.isTimed() || job.isCoherent()) {
          continue;
        }
        var threads = job.cpus().stream().filter(cpu -> driver.queueOf(cpu) == queue).count();
        var slots = ofRequest(device, job);
        wanted += threads * job.depthInUse();
        all += threads * job.depthInUse() * slots;
        most = threads == 0 ? most : Math.max(most, slots);
      }
      inFlight += wanted <= driver.queueDepth() ? all : Math.min(all, driver.queueDepth() * most);
    }

    /** The largest request with all that is mapped for it. */
    private long ofRequest(Scenario.Device device, JobSpec job) {
      var driver = device.driver();
      var block = job.largestBlock();
      var run =
          job.buffers().segmentBytes() == 0 ? block : Math.min(block, job.buffers().segmentBytes());
      var pieces = 0L;
      var slots = 0L;
      for (var left = block; left > 0; left -= run) {
        for (var rest = Math.min(run, left); rest > 0; rest -= driver.maxSegmentBytes()) {
          slots +=
              ofBuffer(device, Math.min(rest, driver.maxSegmentBytes()), job.buffers().align());
          pieces++;
        }
      }
      for (var extra : driver.extraBuffers()) {
        slots += ofBuffer(device, extra.bytes() + extra.bytesPerSegment() * pieces, 64);
      }
      for (var other : job.blocks()) {
        ofBuffer(device, Math.min(other.bytes(), run), job.buffers().align());
      }
      return slots;
    }

    /** At the address that needs most padding. */
    private int ofBuffer(Scenario.Device device, long bytes, long align) {
      var worst = align > units.slotBytes() ? 0 : units.slotBytes() - align;
      var granule = device.allocAlignMask() + 1;
      var address = align >= granule ? worst : granule - align;
      var slots =
          Demand.ofBuffer(device.limits(), address, Math.max(1, bytes), device.allocAlignMask())
              .slots();
      seen(slots);
      return slots;
    }

    private void seen(int slots) {
      largest = Math.max(largest, slots);
      smallest = Math.min(smallest, slots);
    }

    Bounds bounds() {
      timed.sort((a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
      var now = 0L;
      var most = 0L;
      for (var change : timed) {
        now += change[1];
        most = Math.max(most, now);
      }
      var all = inFlight + most;
      return new Bounds(all, largest, all == 0 ? 0 : sufficient(all));
    }

    /**
     * A slot set refuses the largest mapping once the smallest ones lie in it so that no run
     * between them is long enough; there are no more such sets than the slots held can spoil.
     */
    private long sufficient(long held) {
      var set = units.setSlots();
      var asked = Math.min(largest, set);
      var apart = asked - 1 + smallest;
      var blockers = Math.max(1, (set - (asked - 1) + apart - 1) / apart);
      var spoiling = Math.min(set, blockers * (long) smallest);
      return (Math.max(0, held - asked) / spoiling + 1) * set;
    }
  }
}
