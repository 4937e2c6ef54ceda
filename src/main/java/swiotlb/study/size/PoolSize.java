package swiotlb.study.size;

import java.util.List;
import java.util.Optional;
import swiotlb.kernel.page.BootMemory;
import swiotlb.kernel.page.CoherentPool;
import swiotlb.kernel.page.PoolQuest;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.DefaultPoolRule;
import swiotlb.kernel.text.PoolBoot;
import swiotlb.kernel.text.Release;

/**
 * What a machine has after it booted.
 *
 * @param boot of its default pool
 * @param coherent pools, lowest zone first
 * @param growth what is added if its kernel was built with dynamic pools; absent: it never grows
 * @param log what its kernel says of the default pool
 */
public record PoolSize(
    Machine machine,
    PoolBoot boot,
    List<CoherentSize> coherent,
    Optional<Growth> growth,
    List<String> log) {
  /** The first release whose kernel can be built with dynamic pools. */
  private static final Release FIRST_DYNAMIC = new Release(6, 6);

  /** Immutable from the start. */
  public PoolSize {
    coherent = List.copyOf(coherent);
    log = List.copyOf(log);
  }

  /**
   * Boots a machine as far as its pools go.
   *
   * @throws IllegalArgumentException if its command line asks for what no machine has
   */
  public static PoolSize of(Machine machine) {
    var rule = machine.rule();
    var parameters = machine.parameters();
    var memory = new BootMemory(machine.memory(), machine.kernel().units().poolAlignBytes());
    var boot = PoolBoot.of(rule, parameters, machine.cpus(), memory, Long.MAX_VALUE);
    var wish = parameters.coherentBytes(machine.memory().bytes());
    var coherent =
        rule.coherentZones().inOrder().stream()
            .map(zone -> new CoherentSize(zone, wish, firstBytes(wish)))
            .toList();
    return new PoolSize(
        machine, boot, coherent, growth(rule, boot, machine), boot.log(pool(boot, memory)));
  }

  /** What a coherent pool gets first. */
  private static long firstBytes(long wish) {
    return (long) Slots.PAGE_BYTES << new CoherentPool(wish).expansionOrder();
  }

  private static Optional<PoolGeometry> pool(PoolBoot boot, BootMemory memory) {
    if (!boot.hasPool() || boot.uneven().isPresent()) {
      return Optional.empty();
    }
    var parameter = boot.parameters().swiotlb();
    var units = parameter.units();
    var start =
        memory.highestPlace(units.toBytes(boot.sizing().slots()), boot.rule().limit(parameter));
    return Optional.of(
        new PoolGeometry(start, boot.sizing().slots(), boot.sizing().areas(), units));
  }

  private static Optional<Growth> growth(DefaultPoolRule rule, PoolBoot boot, Machine machine) {
    var mayGrow =
        boot.hasPool()
            && machine.kernel().release().compareTo(FIRST_DYNAMIC) >= 0
            && rule.mayGrow(machine.isDynamic().or(() -> Optional.of(true)));
    if (!mayGrow) {
      return Optional.empty();
    }
    var units = machine.kernel().units();
    var limit = rule.limit(boot.parameters().swiotlb());
    var quest =
        PoolQuest.growth(
            units,
            boot.sizing().defaultSlots(),
            boot.sizing().defaultAreas(),
            Slots.MAX_PAGE_ORDER,
            limit,
            machine.memory().dmaZoneLimit(),
            false);
    var least = Math.min(quest.slots(), units.minPoolSlots());
    return Optional.of(
        new Growth(
            quest.slots(),
            quest.areas(),
            units.toBytes(quest.slots()),
            units.toBytes(least),
            limit));
  }

  /** Slots of the default pool; 0 if there is none. */
  public int slots() {
    return boot.sizing().slots();
  }

  /** Bytes of the default pool. */
  public long bytes() {
    return machine.kernel().units().toBytes(slots());
  }

  /** Areas of the default pool; 0 if there is none. */
  public int areas() {
    return boot.hasPool() ? boot.sizing().areas() : 0;
  }

  /** Slots of each area; 0 if there is none. */
  public int areaSlots() {
    return areas() == 0 ? 0 : slots() / areas();
  }

  /** The largest mapping that can be bounced, in bytes, where the device demands no alignment. */
  public long largestMapping() {
    var units = machine.kernel().units();
    return Math.min(units.maxMappingBytes(), units.toBytes(areaSlots()));
  }

  /** Bytes of all coherent pools. */
  public long coherentBytes() {
    return coherent.stream().mapToLong(CoherentSize::bytes).sum();
  }

  /** Memory that nothing else can use: the default pool and the coherent pools, in bytes. */
  public long lostBytes() {
    return bytes() + coherentBytes();
  }

  /** The share of all memory that is lost so, from 0 to 1. */
  public double lostShare() {
    return (double) lostBytes() / machine.memory().bytes();
  }

  /** Whether the default pool of another machine is cut alike. */
  public boolean hasSamePool(PoolSize other) {
    return slots() == other.slots() && areas() == other.areas();
  }
}
