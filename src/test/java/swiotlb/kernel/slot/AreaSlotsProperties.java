package swiotlb.kernel.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for all sequences of mappings, against a search that steps from slot to slot. */
class AreaSlotsProperties {
  private static final long[] MASKS = {0, 0, 0, 511, 2047, 4095, 8191, 16383, 65535};
  private static final long[] BOUNDARIES = {
    0xffff_ffffL, 0xffff_ffffL, -1L, 0x1fff, 0xffff, 0x3ffff
  };

  record Pool(long start, int slots, int areas, SlotUnits units) {
    PoolGeometry geometry() {
      return new PoolGeometry(start & -units.slotBytes(), slots, areas, units);
    }
  }

  @Provide
  Arbitrary<SlotUnits> units() {
    return Combinators.combine(
            Arbitraries.of(512, 1024, 2048, 4096, 16384, 65536),
            Arbitraries.of(8, 16, 32, 64, 128, 256, 512, 1024))
        .as(SlotUnits::new);
  }

  /** Areas of whole slot sets, and areas of which several share one. */
  @Provide
  Arbitrary<Pool> rebuiltPools() {
    return Combinators.combine(
            Arbitraries.of(0x4000_0000L, 0x4000_5000L, 0xffff_8000L, 0x1_0001_f800L),
            Arbitraries.of(32, 128, 512, 1024, 2048),
            Arbitraries.of(1, 1, 2, 4, 32),
            units())
        .as(Pool::new);
  }

  /** Any number of slots, so that the last slot set may be cut off. */
  @Provide
  Arbitrary<Pool> rebuiltRestrictedPools() {
    return Combinators.combine(
            Arbitraries.of(0x800_3000L, 0x2000_0800L),
            Arbitraries.integers().between(1, 1500),
            units())
        .as((start, slots, units) -> new Pool(start, slots, 1, units));
  }

  @Property(tries = 500)
  void decidesAsASearchThatStepsFromSlotToSlotInARebuiltKernel(
      @ForAll("rebuiltPools") Pool pool, @ForAll long seed) {
    compare(pool.geometry(), seed);
  }

  @Property(tries = 300)
  void decidesAlikeInPoolsOfAnySizeInARebuiltKernel(
      @ForAll("rebuiltRestrictedPools") Pool pool, @ForAll long seed) {
    compare(pool.geometry(), seed);
  }

  /** In sets of 128 slots, which have an implementation of their own. */
  @Property(tries = 200)
  void setsOfAnySizeAreCountedAsThoseOfThePublishedKernels(
      @ForAll("restrictedPools") Pool pool, @ForAll long seed) {
    var random = new Random(seed);
    var pairs = new FreeSlotPairs(pool.slots());
    var sets = new FreeSlotSets(pool.slots(), 128);
    for (var i = 0; i < 60; i++) {
      var slot = random.nextInt(pool.slots());
      var most = Math.min(128 - slot % 128, pool.slots() - slot);
      var slots = 1 + random.nextInt(most);
      var isFree = random.nextInt(3) == 0;
      pairs.mark(slot, slots, isFree);
      sets.mark(slot, slots, isFree);
      var start = random.nextInt(pool.slots());
      var period = 1 << random.nextInt(8);
      var wanted = 1 + random.nextInt(128);
      assertThat(sets.freeRun(start)).isEqualTo(pairs.freeRun(start));
      assertThat(sets.isFree(start)).isEqualTo(pairs.isFree(start));
      assertThat(sets.largestRun()).isEqualTo(pairs.largestRun());
      assertThat(sets.firstFit(start, pool.slots(), period, wanted, 1024, slot))
          .isEqualTo(pairs.firstFit(start, pool.slots(), period, wanted, 1024, slot));
    }
  }

  @Provide
  Arbitrary<Pool> pools() {
    return Combinators.combine(
            Arbitraries.of(0x4000_0000L, 0x4000_0800L, 0x4000_5000L, 0xffff_8000L, 0x1_0001_f800L),
            Arbitraries.of(128, 256, 512, 1024),
            Arbitraries.of(1, 1, 2, 4, 8, 32))
        .as((start, slots, areas) -> new Pool(start, slots, areas, SlotUnits.DEFAULT));
  }

  @Provide
  Arbitrary<Pool> restrictedPools() {
    return Combinators.combine(
            Arbitraries.of(0x800_3000L, 0x2000_0800L), Arbitraries.integers().between(1, 700))
        .as((start, slots) -> new Pool(start, slots, 1, SlotUnits.DEFAULT));
  }

  @Property(tries = 400)
  void decidesAsASearchThatStepsFromSlotToSlot(@ForAll("pools") Pool pool, @ForAll long seed) {
    compare(pool.geometry(), seed);
  }

  @Property(tries = 200)
  void decidesAlikeInPoolsOfAnySize(@ForAll("restrictedPools") Pool pool, @ForAll long seed) {
    compare(pool.geometry(), seed);
  }

  @Property(tries = 100)
  void isEmptyAndConsistentAfterEverythingWasUnmapped(
      @ForAll("pools") Pool pool, @ForAll long seed) {
    var geometry = pool.geometry();
    var random = new Random(seed);
    var areas = new AreaSlots(geometry, 0);
    var live = new ArrayList<Integer>();
    for (var i = 0; i < 200; i++) {
      var area = random.nextInt(areas.areas());
      var demand = Demand.ofBuffer(DeviceLimits.NONE, 0x1000, 1 + random.nextInt(60_000), 0);
      var slot = areas.map(area, demand);
      if (slot >= 0) {
        live.add(slot);
      }
    }
    live.forEach(areas::unmap);
    assertThat(areas.inconsistency()).isEmpty();
    for (var area = 0; area < areas.areas(); area++) {
      assertThat(areas.used(area)).isZero();
    }
    assertThat(areas.largestFreeRun())
        .isEqualTo(Math.min(128, geometry.areaSlots() * areas.areas()));
  }

  private static void compare(PoolGeometry geometry, long seed) {
    var random = new Random(seed);
    var isFree = new boolean[geometry.slots()];
    Arrays.fill(isFree, true);
    var model = new SteppingArea[geometry.areas()];
    for (var area = 0; area < model.length; area++) {
      model[area] = new SteppingArea(geometry, area, isFree);
    }
    var owners = new AreaSlots[geometry.owners()];
    for (var i = 0; i < owners.length; i++) {
      owners[i] = new AreaSlots(geometry, i);
    }
    List<int[]> live = new ArrayList<>();
    for (var step = 0; step < 150; step++) {
      if (!live.isEmpty() && random.nextInt(100) < 42) {
        var buffer = live.remove(random.nextInt(live.size()));
        model[geometry.areaOfSlot(buffer[0])].unmap(buffer[0], buffer[1]);
        assertThat(owners[geometry.ownerOf(geometry.areaOfSlot(buffer[0]))].unmap(buffer[0]))
            .isEqualTo(buffer[1]);
      } else {
        mapInBoth(geometry, random, model, owners, live);
      }
    }
    for (var owner : owners) {
      assertThat(owner.inconsistency()).isEmpty();
    }
  }

  private static void mapInBoth(
      PoolGeometry geometry,
      Random random,
      SteppingArea[] model,
      AreaSlots[] owners,
      List<int[]> live) {
    var area = random.nextInt(model.length);
    var minAlign = MASKS[random.nextInt(MASKS.length)];
    var allocAlign = MASKS[random.nextInt(MASKS.length)];
    var boundary = BOUNDARIES[random.nextInt(BOUNDARIES.length)];
    var orig = random.nextInt(8) == 0 ? 0 : random.nextLong(1L << 34) & ~random.nextLong(4096);
    var units = geometry.units();
    var most = units.maxMappingBytes() / 64 * 37;
    var size = 1 + random.nextInt(random.nextBoolean() ? Math.min(5000, most) : most);
    var demand =
        Demand.ofBuffer(
            new DeviceLimits(-1L, 0, 0, minAlign, boundary, units), orig, size, allocAlign);
    if (demand.tooLarge()) {
      return;
    }
    var owner = owners[geometry.ownerOf(area)];
    var got = owner.map(area, demand);
    assertThat(got).isEqualTo(model[area].map(minAlign, allocAlign, boundary, orig, size));
    assertThat(owner.hint(area)).isEqualTo(model[area].hint);
    assertThat(owner.used(area)).isEqualTo(model[area].used);
    assertThat(owner.steppedOver()).isEqualTo((int) model[area].stepped);
    if (got >= 0) {
      live.add(new int[] {got, demand.slots()});
    } else {
      assertThat(owner.refusal()).isNotNull();
    }
  }
}
