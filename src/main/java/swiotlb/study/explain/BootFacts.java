package swiotlb.study.explain;

import static swiotlb.study.explain.Said.bytes;
import static swiotlb.study.explain.Said.formatted;
import static swiotlb.study.explain.Said.slots;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.Slots;
import swiotlb.study.explain.Shape.Found;

/** What lines say that tell of no fault. */
final class BootFacts {
  private static final int MIB_SHIFT = 20;

  private final MachineWords machine;

  BootFacts(MachineWords machine) {
    this.machine = machine;
  }

  /** What a line says; empty if it says nothing of bounce buffers. */
  Optional<Fact> of(Found found) {
    return Optional.ofNullable(words(found))
        .map(says -> new Fact(found.line(), found.device(), says));
  }

  private @Nullable String words(Found found) {
    return switch (found.shape()) {
      case AREAS ->
          formatted(
              "Pools are cut into %d area%s with a lock each, one for each possible CPU, or as many as swiotlb= says.",
              found.number(0), found.number(0) == 1 ? "" : "s");
      case ROUNDED_UP ->
          formatted(
              "The number of slots was raised, to %d MiB: at least %d slots for each area, and a power of two.",
              found.number(0), Slots.SLOT_SET_SLOTS);
      case ADJUSTED ->
          formatted(
              "The architecture chose the size, %d MiB: 6 %% of memory in an encrypted guest, or 1 MiB for each GiB where only small buffers bounce.",
              found.number(0));
      case MAPPED, MAPPED_OLD -> mapped(found.hex(0), found.hex(1));
      case PLACED_OLD ->
          formatted("The default pool has %s.", slots(Slots.ofBytes(found.number(0) << MIB_SHIFT)));
      case PCI_DMA ->
          "This x86 machine wants a pool, for devices that do not reach all of its memory; the line is there even if none could be made.";
      case TORN_DOWN -> "The default pool was given back: an IOMMU, or nothing, needs it no more.";
      case MEMORY_ENCRYPTED ->
          "Memory is encrypted, and a buffer bounced for the first time; it is no fault.";
      case FEATURES ->
          "Memory is encrypted; buffers bounce through memory that is shared with the host.";
      case RESTRICTED_CREATED ->
          formatted(
              "A restricted pool at 0x%x has %s; its devices use no other, and it never grows.",
              found.hex(0), slots(Slots.ofBytes(found.number(1) << MIB_SHIFT)));
      case RESTRICTED_NODE ->
          formatted(
              "The device tree has the region %s for a restricted pool.", found.values().get(0));
      case RESTRICTED_ASSIGNED ->
          machine.isRegion(found.values().get(0))
              ? formatted("The device has the restricted pool %s.", found.values().get(0))
              : null;
      case PREALLOCATED ->
          formatted(
              "A coherent pool of %d KiB is there for allocations that may not wait.",
              found.number(0));
      case LIMITED -> "The device does not reach all of memory: some of its buffers bounce.";
      case WORKQUEUE ->
          "The kernel tells of a name of its own that is out of date; nothing is wrong with bounce buffers. It is built to grow its pools.";
      default -> null;
    };
  }

  private static String mapped(long start, long end) {
    var bytes = end - start;
    if (bytes <= 0 || bytes % Slots.SLOT_BYTES != 0) {
      return "The default pool is told to be where no pool can be; the line is damaged.";
    }
    return formatted(
            "The default pool has %s, from 0x%x to 0x%x%s.",
            slots(bytes / Slots.SLOT_BYTES),
            start,
            end - 1,
            bytes == Slots.toBytes(Slots.DEFAULT_POOL_SLOTS) ? ", the usual size" : "")
        + (bytes < Slots.toBytes(Slots.MIN_POOL_SLOTS)
            ? " It is less than " + bytes(1 << MIB_SHIFT) + "."
            : "");
  }
}
