package swiotlb.study.conform.golden;

import swiotlb.kernel.bare.BareAllocator;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.workload.golden.GoldenAnswer.Outcome;
import swiotlb.workload.golden.GoldenAnswer.PoolAreas;
import swiotlb.workload.golden.GoldenAnswer.Work;
import swiotlb.workload.golden.GoldenHeader;
import swiotlb.workload.golden.GoldenOp;

/**
 * Brings the allocators of a player to where the trace says they are, whatever they would have
 * decided. Operations that decide nothing about places are played as they are.
 */
final class Follower implements GoldenOp.Visitor<Outcome> {
  private final DirectPlayer player;

  Follower(DirectPlayer player) {
    this.player = player;
  }

  @Override
  public Outcome map(GoldenOp.Map op) {
    var device = player.header().device(op.device());
    var demand =
        Demand.ofBuffer(device.limits(), op.originalAddress(), op.sizeBytes(), op.allocAlignMask());
    return place(op, op.id(), device, demand);
  }

  @Override
  public Outcome alloc(GoldenOp.Alloc op) {
    var device = player.header().device(op.device());
    return place(op, op.id(), device, Demand.ofPages(device.limits(), op.sizeBytes()));
  }

  private Outcome place(GoldenOp op, long id, GoldenHeader.Device device, Demand demand) {
    var allocator = player.allocatorOf(device);
    var outcome = op.expected().outcome();
    var wasQueued = allocator.isGrowthQueued();
    if (outcome instanceof Outcome.Mapped mapped) {
      adopt(allocator, id, demand, mapped);
      player.own(id, allocator);
    } else if (outcome instanceof Outcome.MappedTransient mapped) {
      requireWithin(mapped.slot() - mapped.pad(), mapped.slots(), mapped.nslabs());
      allocator.adoptAlone(id, new PoolGeometry(mapped.start(), mapped.nslabs(), 1));
      player.own(id, allocator);
    } else if (outcome instanceof Outcome.Failed failed && failed.why().equals("not-capable")) {
      takeAndGiveBack(op, id);
    }
    pend(allocator, wasQueued || op.expected().work() != Work.NONE);
    return outcome;
  }

  /** It was placed where this allocator would have placed it, as far as anybody knows. */
  private void takeAndGiveBack(GoldenOp op, long id) {
    player.play(op);
    var owner = player.ownerOf(id);
    if (owner != null) {
      player.play(new GoldenOp.Unmap(op.line(), id, op.expected()));
    }
  }

  private static void adopt(
      BareAllocator allocator, long id, Demand demand, Outcome.Mapped mapped) {
    var pool =
        allocator.pools().stream()
            .filter(p -> p.number() == mapped.pool())
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no pool " + mapped.pool() + " for this device"))
            .geometry();
    var first = mapped.slot() - mapped.pad();
    requireWithin(first, mapped.slots(), pool.slots());
    var as = recorded(demand, mapped);
    if (!allocator.adopt(id, as, pool.addressOf(first))) {
      throw new IllegalArgumentException(
          "slots %d to %d of pool %d are not all free, or not of one slot set"
              .formatted(first, first + mapped.slots() - 1, mapped.pool()));
    }
  }

  private static void requireWithin(int first, int slots, int poolSlots) {
    if (first < 0 || slots < 1 || first > poolSlots - slots) {
      throw new IllegalArgumentException(
          "slots %d to %d are not within a pool of %d"
              .formatted(first, first + slots - 1, poolSlots));
    }
  }

  /** The demand with as many slots as were recorded. */
  private static Demand recorded(Demand demand, Outcome.Mapped mapped) {
    return new Demand(
        demand.originalAddress(),
        demand.sizeBytes(),
        (int) demand.units().toBytes(mapped.pad()) + mapped.offset(),
        demand.allocBytes(),
        mapped.slots(),
        demand.allocMask(),
        demand.agreeMask(),
        demand.segBoundaryMask(),
        demand.units());
  }

  @Override
  public Outcome grow(GoldenOp.Grow op) {
    var outcome = op.expected().outcome();
    pend(player.defaultAllocator(), false);
    if (outcome instanceof Outcome.Grown grown) {
      if (player.allocators().stream()
          .flatMap(allocator -> allocator.pools().stream())
          .anyMatch(pool -> pool.number() == grown.pool())) {
        throw new IllegalArgumentException("there is a pool " + grown.pool() + " already");
      }
      player.addDefaultPool(
          grown.pool(), new PoolGeometry(grown.start(), grown.nslabs(), grown.areas()));
    }
    return outcome;
  }

  @Override
  public Outcome areas(GoldenOp.Areas op) {
    for (var recorded : ((Outcome.Areas) op.expected().outcome()).pools()) {
      player.allocators().stream()
          .flatMap(allocator -> allocator.pools().stream())
          .filter(pool -> pool.number() == recorded.pool())
          .findFirst()
          .filter(pool -> pool.geometry().areas() == recorded.index().size())
          .ifPresent(
              pool -> {
                for (var area = 0; area < recorded.index().size(); area++) {
                  pool.ownerOfArea(area).searchFrom(area, hint(recorded, area));
                }
              });
    }
    return op.expected().outcome();
  }

  private static int hint(PoolAreas recorded, int area) {
    return recorded.index().get(area);
  }

  @Override
  public Outcome stat(GoldenOp.Stat op) {
    if (op.allocator() == null) {
      pend(player.defaultAllocator(), ((Outcome.Stat) op.expected().outcome()).pending());
    }
    return op.expected().outcome();
  }

  private static void pend(BareAllocator allocator, boolean isQueued) {
    if (isQueued) {
      allocator.queueWork();
    } else if (allocator.startWorker()) {
      allocator.endWorker();
    }
  }

  @Override
  public Outcome unmap(GoldenOp.Unmap op) {
    return player.unmap(op);
  }

  @Override
  public Outcome pageAlloc(GoldenOp.PageAlloc op) {
    return player.pageAlloc(op);
  }

  @Override
  public Outcome rcu(GoldenOp.Rcu op) {
    return player.rcu(op);
  }

  @Override
  public Outcome freeze(GoldenOp.Freeze op) {
    return player.freeze(op);
  }

  @Override
  public Outcome resetHiwater(GoldenOp.ResetHiwater op) {
    return player.resetHiwater(op);
  }

  @Override
  public Outcome boot(GoldenOp.Boot op) {
    return player.boot(op);
  }
}
