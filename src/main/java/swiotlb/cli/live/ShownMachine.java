package swiotlb.cli.live;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.device.BounceUser;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.SlotOwner;
import swiotlb.actor.pool.SlotUse;
import swiotlb.figures.MappingCount;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.time.ActorVisitor;
import swiotlb.time.VirtualTime;
import swiotlb.trace.record.Paths;

/**
 * A machine in virtual time as its actors show it between two messages: what an area has reserved
 * is in use, whether or not its device has heard of it. Of one moment; not thread-safe.
 */
final class ShownMachine implements ActorVisitor {
  private final long nowNs;
  private final Map<Integer, Gathered> pools = new TreeMap<>();
  private final List<Machine.Transient> transients = new ArrayList<>();
  private final List<Machine.Device> devices = new ArrayList<>();
  private final Map<String, Integer> queues = new HashMap<>();
  private long maps;
  private long inTransientPools;
  private long unmaps;
  private long failed;
  private long waits;
  private long unanswered;
  private String path = "";
  private boolean isThere;

  private ShownMachine(long nowNs) {
    this.nowNs = nowNs;
  }

  /** How it is now; null where no actor of it is left, or none is there yet. */
  static @Nullable Machine of(VirtualTime time) {
    var shown = new ShownMachine(time.nowNs());
    time.show(shown);
    return shown.isThere ? shown.seen(time.deliveries()) : null;
  }

  private Machine seen(long messages) {
    transients.sort(
        Comparator.comparingLong(Machine.Transient::sinceNs)
            .thenComparing(Machine.Transient::actor));
    return new Machine(
        new RunCounts(messages, maps, inTransientPools, unmaps, failed, waits, unanswered),
        pools.values().stream().map(Gathered::pool).toList(),
        List.copyOf(transients),
        Machine.busiest(devices),
        queues);
  }

  @Override
  public void actor(String pathOfActor, Object behavior, boolean wantsTurn) {
    path = pathOfActor;
    see(behavior);
  }

  @Override
  public void behindOther(Object behavior) {
    see(behavior);
  }

  @Override
  public void waits(Object message) {
    queues.merge(path, 1, Integer::sum);
  }

  @Override
  public void comes(String from, String to, Object message, long dueNs) {
    // On its way, and in no mailbox.
  }

  private void see(Object behavior) {
    if (behavior instanceof SlotOwner owner) {
      isThere = true;
      see(owner.use());
    } else if (behavior instanceof BounceUser user) {
      isThere = true;
      see(user.mappings());
    }
  }

  private void see(SlotUse use) {
    var tenant = use.tenant();
    if (use.pool() != PoolList.TRANSIENT) {
      seeLasting(use);
    } else if (tenant != null) {
      transients.add(
          new Machine.Transient(
              Paths.shown(path),
              Paths.shown(tenant.path()),
              use.geometry().slots(),
              Math.min(nowNs, tenant.sinceNs())));
    }
  }

  private void seeLasting(SlotUse use) {
    pools
        .computeIfAbsent(use.pool(), number -> new Gathered(use, Machine.allocatorOf(path)))
        .add(use);
  }

  /** A pool, of what its areas show, in any order. */
  private static final class Gathered {
    private final int number;
    private final AllocatorName allocator;
    private final PoolGeometry geometry;
    private final BitSet used = new BitSet();
    private final Long[] lockWaitNs;

    private Gathered(SlotUse first, AllocatorName allocator) {
      this.number = first.pool();
      this.allocator = allocator;
      this.geometry = first.geometry();
      this.lockWaitNs = new Long[geometry.areas()];
      Arrays.fill(lockWaitNs, 0L);
    }

    private void add(SlotUse use) {
      used.or(use.used());
      for (var i = 0; i < use.lockWaitNs().size(); i++) {
        lockWaitNs[use.firstArea() + i] = use.lockWaitNs().get(i);
      }
    }

    private Machine.Pool pool() {
      return new Machine.Pool(number, allocator, geometry, used, List.of(lockWaitNs));
    }
  }

  private void see(MappingCount count) {
    maps += count.got();
    inTransientPools += count.gotTransient();
    unmaps += count.givenBack();
    failed += count.failed();
    waits += count.heldUp();
    unanswered += count.unanswered();
    if (count.wanted() > 0 || count.failed() > 0) {
      devices.add(new Machine.Device(Paths.shown(path), count.got(), count.live(), count.failed()));
    }
  }
}
