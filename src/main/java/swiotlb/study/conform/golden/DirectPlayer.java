package swiotlb.study.conform.golden;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.bare.DirectPools;
import swiotlb.kernel.page.PoolQuest;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.AreaSlots;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.workload.golden.GoldenAnswer;
import swiotlb.workload.golden.GoldenAnswer.Outcome;
import swiotlb.workload.golden.GoldenAnswer.PoolAreas;
import swiotlb.workload.golden.GoldenAnswer.Work;
import swiotlb.workload.golden.GoldenHeader;
import swiotlb.workload.golden.GoldenOp;

/**
 * Plays golden traces on the state machines of {@code swiotlb.slot} without actors. Not
 * thread-safe.
 */
public final class DirectPlayer implements GoldenPlayer, GoldenOp.Visitor<Outcome> {
  private static final String DEFAULT = "";

  /** A live buffer; {@code ownPool}: in a transient pool. */
  private record Live(String allocator, DirectPools.Place place, boolean ownPool) {}

  private final GoldenHeader header;
  private final GoldenHeader.@Nullable Machine machine;
  private final PageScript script = new PageScript();
  private final Map<String, DirectPools> allocators = new LinkedHashMap<>();
  private final List<DirectPools.Pool> lasting = new ArrayList<>();
  private final Map<Long, Live> live = new HashMap<>();
  private int awaitingGrace;
  private Work lastWork = Work.NONE;

  /** The allocators that a header describes, as set-up left them. */
  public DirectPlayer(GoldenHeader header) {
    this.header = header;
    this.machine = header.machine();
    if (machine != null) {
      setUp(machine);
    }
  }

  private void setUp(GoldenHeader.Machine m) {
    var defaults = new DirectPools(m.mayGrow(), m.staticBuild(), m.defaultAreas());
    allocators.put(DEFAULT, defaults);
    if (m.defaultPool() != null) {
      publish(defaults, DirectPools.Pool.of(0, m.defaultPool()));
    }
    for (var r : header.restricted()) {
      var pools = new DirectPools(false, m.staticBuild(), m.defaultAreas());
      allocators.put(r.allocator(), pools);
      publish(pools, DirectPools.Pool.of(r.pool(), r.geometry()));
    }
  }

  @Override
  public GoldenAnswer play(GoldenOp op) {
    script.begin(op.expected());
    lastWork = Work.NONE;
    return new GoldenAnswer(op.accept(this), lastWork, script.asked());
  }

  @Override
  public String state(GoldenOp op) {
    return areas().toString();
  }

  @Override
  public void close() {
    allocators.clear();
  }

  @Override
  public Outcome map(GoldenOp.Map op) {
    var device = header.device(op.device());
    var demand =
        Demand.ofBuffer(device.limits(), op.originalAddress(), op.sizeBytes(), op.allocAlignMask());
    var outcome = mapOrFail(op.id(), op.cpu(), device, demand);
    var place = live.get(op.id());
    if (op.viaDma() && place != null) {
      var address =
          place.place.pool().geometry().addressOf(place.place.slot()) + demand.offsetBytes();
      if (!device.limits().reaches(address, op.sizeBytes())) {
        release(op.id());
        return GoldenLabels.failed(FailureReason.NOT_REACHABLE);
      }
    }
    return outcome;
  }

  @Override
  public Outcome alloc(GoldenOp.Alloc op) {
    var device = header.device(op.device());
    return mapOrFail(op.id(), op.cpu(), device, Demand.ofPages(device.limits(), op.sizeBytes()));
  }

  /** A number that is live here only, after a divergence, is free again for the trace. */
  private Outcome mapOrFail(long id, int cpu, GoldenHeader.Device device, Demand demand) {
    if (live.containsKey(id)) {
      release(id);
    }
    var name = device.allocator() == null ? DEFAULT : device.allocator();
    var pools = allocator(device.allocator());
    var refusal = Admission.refusal(pools.slots(), demand);
    if (refusal != null) {
      return GoldenLabels.failed(refusal);
    }
    var place = pools.search(cpu, demand);
    if (place != null) {
      live.put(id, new Live(name, place, false));
      return GoldenLabels.mapped(
          place.pool().number(), place.pool().geometry(), place.slot(), demand);
    }
    if (!pools.mayGrow()) {
      return GoldenLabels.failed(pools.failure());
    }
    lastWork = pools.work().queue() ? Work.QUEUED : Work.ALREADY;
    return mapTransient(id, name, pools, device, demand);
  }

  private Outcome mapTransient(
      long id, String name, DirectPools pools, GoldenHeader.Device device, Demand demand) {
    var quest =
        PoolQuest.transientPool(demand.slots(), device.limits().reach(), machine().dmaZoneLimit());
    if (!pursue(quest)) {
      return GoldenLabels.failed(FailureReason.TRANSIENT_REFUSED);
    }
    var pool = DirectPools.Pool.of(-1, quest.geometry());
    var slot = pool.ownerOfArea(0).map(0, demand);
    if (slot == AreaSlots.NOT_FOUND) {
      return GoldenLabels.failed(FailureReason.TRANSIENT_DOES_NOT_FIT);
    }
    pools.take(demand.slots());
    pools.addTransient(pool.geometry().slots());
    live.put(id, new Live(name, new DirectPools.Place(pool, slot, 0), true));
    return GoldenLabels.mappedTransient(pool.geometry(), slot, demand);
  }

  @Override
  public Outcome unmap(GoldenOp.Unmap op) {
    return live.containsKey(op.id())
        ? new Outcome.Unmapped(release(op.id()))
        : new Outcome.NotLive();
  }

  private boolean release(long id) {
    var buffer = live.remove(id);
    if (buffer == null) {
      throw new IllegalStateException("mapping " + id + " is not live");
    }
    var pools = Objects.requireNonNull(allocators.get(buffer.allocator));
    pools.unmap(buffer.place);
    if (buffer.ownPool) {
      pools.addTransient(-buffer.place.pool().geometry().slots());
      awaitingGrace++;
    }
    return buffer.ownPool;
  }

  @Override
  public Outcome pageAlloc(GoldenOp.PageAlloc op) {
    script.fail(op.failsDescriptors(), op.failsSlotTables());
    return new Outcome.Done();
  }

  @Override
  public Outcome rcu(GoldenOp.Rcu op) {
    var freed = awaitingGrace;
    awaitingGrace = 0;
    return new Outcome.Freed(freed);
  }

  @Override
  public Outcome freeze(GoldenOp.Freeze op) {
    allocator(null).freeze();
    return new Outcome.Done();
  }

  @Override
  public Outcome resetHiwater(GoldenOp.ResetHiwater op) {
    allocator(null).resetHiwater();
    return new Outcome.Done();
  }

  @Override
  public Outcome boot(GoldenOp.Boot op) {
    return GoldenLabels.sized(op.input());
  }

  @Override
  public Outcome grow(GoldenOp.Grow op) {
    var pools = allocator(null);
    if (!pools.work().start()) {
      return new Outcome.Idle();
    }
    var m = machine();
    var quest =
        PoolQuest.growth(
            m.defaultSlots(), m.defaultAreas(), m.maxPageOrder(), m.physLimit(), m.dmaZoneLimit());
    var grown = pursue(quest);
    pools.work().end();
    if (!grown) {
      return new Outcome.NotGrown();
    }
    var pool = DirectPools.Pool.of(lasting.size(), quest.geometry());
    publish(pools, pool);
    return GoldenLabels.grown(pool.number(), pool.geometry());
  }

  private boolean pursue(PoolQuest quest) {
    while (true) {
      switch (quest.step()) {
        case DESCRIPTOR -> answer(quest, script.givesDescriptor());
        case SLOT_TABLE -> answer(quest, script.givesSlotTable());
        case RETURN_PAGES -> quest.granted();
        case DECRYPT, ENCRYPT_AGAIN ->
            throw new IllegalStateException("golden traces know no encrypted memory");
        case PAGES -> {
          var at = script.allocate(quest.order(), quest.zone(), true);
          if (at == null) {
            quest.refused();
          } else {
            quest.granted(at);
          }
        }
        case DONE -> {
          return true;
        }
        case FAILED -> {
          return false;
        }
      }
    }
  }

  private static void answer(PoolQuest quest, boolean granted) {
    if (granted) {
      quest.granted();
    } else {
      quest.refused();
    }
  }

  @Override
  public Outcome stat(GoldenOp.Stat op) {
    var pools = allocator(op.allocator());
    return new Outcome.Stat(
        pools.used(),
        pools.hiwater(),
        pools.slots(),
        pools.pools().size(),
        pools.transientSlots(),
        pools.work().isQueued());
  }

  @Override
  public Outcome areas(GoldenOp.Areas op) {
    return areas();
  }

  private Outcome areas() {
    var answer = new ArrayList<PoolAreas>();
    for (var pool : lasting) {
      var used = new ArrayList<Integer>();
      var index = new ArrayList<Integer>();
      for (var area = 0; area < pool.geometry().areas(); area++) {
        var owner = pool.ownerOfArea(area);
        used.add(owner.used(area));
        index.add(owner.hint(area));
      }
      answer.add(new PoolAreas(pool.number(), List.copyOf(used), List.copyOf(index)));
    }
    return new Outcome.Areas(List.copyOf(answer));
  }

  private void publish(DirectPools pools, DirectPools.Pool pool) {
    lasting.add(pool);
    pools.publish(pool);
  }

  private DirectPools allocator(@Nullable String name) {
    var pools = allocators.get(name == null ? DEFAULT : name);
    if (pools == null) {
      throw new IllegalStateException("the header declares no allocator \"" + name + "\"");
    }
    return pools;
  }

  private GoldenHeader.Machine machine() {
    if (machine == null) {
      throw new IllegalStateException("a file of boot sizings has only boot lines");
    }
    return machine;
  }
}
