package swiotlb.kernel.bare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import swiotlb.kernel.page.PlentifulMemory;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.Limits;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;

/** What holds whatever happens to an allocator, in whatever order. */
class BareAllocatorProperties {
  private static final DeviceLimits BELOW_4_GIB = Limits.upTo(Zone.DMA32_LIMIT);

  /** An allocator, its pages, and chance. */
  private static final class World {
    private final PlentifulMemory pages = new PlentifulMemory(8L << 30, Zone.DMA_LIMIT, List.of());
    private final BareAllocator allocator;
    private final Random random;
    private long nextId;
    private int nextPool = 1;

    World(long seed) {
      random = new Random(seed);
      allocator =
          new BareAllocator(
              new BareAllocator.Settings(
                  false, 512, 4, Slots.MAX_PAGE_ORDER, Zone.DMA32_LIMIT, Zone.DMA_LIMIT),
              true);
      allocator.addPool(0, new PoolGeometry(0x7000_0000L, 512, 4));
    }

    Transition any() {
      var possible = allocator.possible();
      if (possible.isEmpty() || random.nextInt(5) < 3) {
        var bytes = 1 + random.nextInt(random.nextBoolean() ? 8192 : 262_144);
        var demand = Demand.ofBuffer(BELOW_4_GIB, 0x1_0000_0000L + random.nextInt(9999), bytes, 0);
        return new Transition.Map(
            nextId++, random.nextInt(4), demand, BELOW_4_GIB, random.nextBoolean());
      }
      if (allocator.isWorkerRunning() && random.nextBoolean()) {
        var pool = allocator.askForPool(pages);
        return pool == null ? new Transition.GiveUp() : new Transition.Publish(nextPool++, pool);
      }
      var next = possible.get(random.nextInt(possible.size()));
      return next instanceof Transition.Freeze && random.nextInt(20) > 0
          ? new Transition.Unmap(-1)
          : next;
    }

    void step() {
      var next = any();
      if (next.isPossible(allocator)) {
        next.happen(allocator, pages);
      }
    }
  }

  @Property(tries = 60)
  void usedIsTheSumAndFreeRunsAgreeWithTheirOwners(@ForAll long seed) {
    var world = new World(seed);
    for (var i = 0; i < 300; i++) {
      world.step();
      assertThat(world.allocator.inconsistency()).isEmpty();
    }
  }

  @Property(tries = 40)
  void theSameHappeningsGiveEqualStates(@ForAll long seed) {
    var one = new World(seed);
    var other = new World(seed);
    for (var i = 0; i < 200; i++) {
      one.step();
      other.step();
    }
    assertThat(one.allocator).isEqualTo(other.allocator).hasSameHashCodeAs(other.allocator);
  }

  @Property(tries = 40)
  void whatHappensToACopyDoesNotReachTheOriginal(@ForAll long seed) {
    var world = new World(seed);
    var untouched = new World(seed);
    for (var i = 0; i < 150; i++) {
      world.step();
      untouched.step();
    }
    var copy = world.allocator.copy();
    assertThat(copy).isEqualTo(world.allocator).hasSameHashCodeAs(world.allocator);
    for (var i = 0; i < 100; i++) {
      var possible = copy.possible();
      var next = possible.isEmpty() ? null : possible.get(0);
      if (next != null) {
        next.happen(copy, world.pages);
      }
      copy.map(
          new Transition.Map(
              100_000 + i, i, Demand.ofBuffer(BELOW_4_GIB, 0, 4096, 0), BELOW_4_GIB, false),
          world.pages);
    }
    assertThat(copy.inconsistency()).isEmpty();
    assertThat(copy).isNotEqualTo(world.allocator);
    assertThat(world.allocator).isEqualTo(untouched.allocator);
  }

  @Property(tries = 40)
  void afterTheLastUnmapNothingIsUsed(@ForAll long seed) {
    var world = new World(seed);
    for (var i = 0; i < 200; i++) {
      world.step();
    }
    for (var next : world.allocator.possible()) {
      if (next instanceof Transition.Unmap) {
        next.happen(world.allocator, world.pages);
      }
    }
    assertThat(world.allocator.used()).isZero();
    assertThat(world.allocator.transientSlots()).isZero();
    assertThat(world.allocator.inconsistency()).isEmpty();
  }
}
