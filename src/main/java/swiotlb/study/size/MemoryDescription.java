package swiotlb.study.size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import swiotlb.input.InputException;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.KernelLog;
import swiotlb.report.Quantities;
import swiotlb.workload.machine.Fact;

/** How much memory a machine has and where, by what is told, or as far as that can be inferred. */
final class MemoryDescription {
  private static final long GIB = 1L << 30;
  private static final long ASSUMED_LOW = 2 * GIB;

  private final Said said;
  private final Facts facts;
  private final List<String> assumed;

  MemoryDescription(Said said, Facts facts, List<String> assumed) {
    this.said = said;
    this.facts = facts;
    this.assumed = assumed;
  }

  /**
   * The machine with its memory.
   *
   * @throws InputException if nothing tells how much it is
   */
  Machine of(Machine machine) {
    var bytes = bytes(machine);
    if (bytes < Neighbours.LEAST_MEMORY || bytes > Neighbours.MOST_MEMORY) {
      throw new InputException(
          "--memory", "is %d bytes; it can be 32 MiB to 64 TiB".formatted(bytes));
    }
    var sized = machine.withMemory(bytes);
    var layout = facts.all(Fact.Layout.class).findFirst();
    if (layout.isPresent() && said.memory().isEmpty()) {
      return told(sized, layout.get());
    }
    return guessed(sized);
  }

  private static Machine told(Machine machine, Fact.Layout told) {
    var bytes = machine.memory().bytes();
    if (told.highBytes() == 0) {
      return lying(machine, bytes, Math.max(told.lowEnd(), machine.memory().lowEnd()));
    }
    return lying(
        machine, bytes > told.lowEnd() ? bytes : told.lowEnd() + told.highBytes(), told.lowEnd());
  }

  private static Machine lying(Machine machine, long bytes, long lowEnd) {
    var usual = machine.memory();
    var highStart = Math.max(usual.highStart(), lowEnd);
    return machine.withMemory(new MemoryLayout(bytes, lowEnd, highStart, usual.dmaZoneLimit()));
  }

  private Machine guessed(Machine machine) {
    var above = reachesAbove(machine);
    var bytes = machine.memory().bytes();
    if (above.orElse(false) && !machine.memory().reachesAbove(Zone.DMA32_LIMIT)) {
      var lowEnd = Math.min(ASSUMED_LOW, bytes / 2);
      assumed.add(
          "memory below 4 GiB ends at %s, and the rest, or room for more, lies above: some must, since the kernel made a pool that nothing forces"
              .formatted(Quantities.bytes(lowEnd)));
      return lying(machine, bytes, lowEnd);
    }
    if (machine.arch() != Arch.S390X && bytes > GIB) {
      assumed.add(
          "memory lies from 0 to %d MiB%s"
              .formatted(
                  machine.memory().lowBytes() >> 20,
                  machine.memory().highBytes() > 0 ? ", and the rest from 4 GiB on" : ""));
    }
    return machine;
  }

  private long bytes(Machine machine) {
    if (said.memory().isPresent()) {
      return said.memory().get();
    }
    var exact = memory(Fact.Exactness.ALL);
    if (exact.isPresent()) {
      return exact.get();
    }
    var counted = memory(Fact.Exactness.WITHOUT_KEPT);
    if (counted.isPresent()) {
      return roundedUp(machine, counted.get());
    }
    return inferred(machine);
  }

  private Optional<Long> memory(Fact.Exactness how) {
    return facts.first(Fact.Memory.class, "memory", Fact.Memory::bytes, m -> m.how() == how);
  }

  private long roundedUp(Machine machine, long counted) {
    var step = counted < GIB ? GIB / 8 : counted < 4 * GIB ? GIB / 4 : GIB;
    var bytes = (counted + step - 1) / step * step;
    if (bytes == counted) {
      return bytes;
    }
    assumed.add(
        "it has %s of memory: what is counted, %s, leaves out what firmware and kernel keep (--memory)"
            .formatted(Quantities.bytes(bytes), Quantities.bytes(counted)));
    var whole = PoolSize.of(machine.withMemory(bytes));
    var less = PoolSize.of(machine.withMemory(counted));
    if (!whole.hasSamePool(less)) {
      assumed.add(
          "that decides: with %s it would have %s instead of %s"
              .formatted(
                  Quantities.bytes(counted),
                  Quantities.bytes(less.bytes()),
                  Quantities.bytes(whole.bytes())));
    }
    return bytes;
  }

  /** Coherent pools go by memory; pages that are free are there; and so on. */
  private long inferred(Machine machine) {
    var least = memory(Fact.Exactness.AT_LEAST).orElse(0L);
    var byCoherent = byCoherentPools(machine, least);
    if (byCoherent.isPresent()) {
      assumed.add(
          "it has %s of memory, by the size of its coherent pools (--memory)"
              .formatted(Quantities.bytes(byCoherent.get())));
      return byCoherent.get();
    }
    if (least > 0) {
      var bytes = Math.max(Neighbours.LEAST_MEMORY, Long.highestOneBit(least) * 2);
      assumed.add(
          "it has %s of memory, since %s are free (--memory)"
              .formatted(Quantities.bytes(bytes), Quantities.bytes(least)));
      return bytes;
    }
    if (reachesAbove(machine).orElse(false) || machine.parameters().swiotlb().force()) {
      var bytes = reachesAbove(machine).orElse(false) ? 4 * GIB : 2 * GIB;
      assumed.add(
          "it has %s of memory, which nothing tells; coherent pools and the share of memory go by it (--memory)"
              .formatted(Quantities.bytes(bytes)));
      return bytes;
    }
    throw new InputException(
        "--memory",
        "nothing tells how much memory the machine has; write --memory 16G, or name a file that tells it by --machine");
  }

  /**
   * The largest power of two with which coherent pools are as large as the kernel said, or the
   * smallest if there is no largest.
   */
  private Optional<Long> byCoherentPools(Machine machine, long least) {
    var logged = facts.all(Fact.LoggedCoherent.class).findFirst();
    if (logged.isEmpty() || machine.parameters().coherentPoolBytes() > 0) {
      return Optional.empty();
    }
    var fitting = new ArrayList<Long>();
    for (var bytes = Neighbours.LEAST_MEMORY; bytes <= Neighbours.MOST_MEMORY; bytes *= 2) {
      var size = PoolSize.of(machine.withMemory(bytes));
      if (bytes >= least
          && size.coherent().stream().anyMatch(pool -> pool.bytes() == logged.get().bytes())) {
        fitting.add(bytes);
      }
    }
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    var largest = fitting.get(fitting.size() - 1);
    return Optional.of(largest == Neighbours.MOST_MEMORY ? fitting.get(0) : largest);
  }

  /** On x86-64 a pool that nothing forces tells of memory above 4 GiB. */
  private Optional<Boolean> reachesAbove(Machine machine) {
    if (machine.arch() != Arch.X86_64 || machine.encryption().arch().isPresent()) {
      return Optional.empty();
    }
    var told = facts.all(Fact.ReachesAbove4GiB.class).map(Fact.ReachesAbove4GiB::does).findFirst();
    var parameters = machine.parameters();
    var isWanted =
        facts
            .all(Fact.Logged.class)
            .anyMatch(
                logged ->
                    logged.line() == KernelLog.MAPPED
                        || logged.line() == KernelLog.PCI_DMA
                        || (logged.line() == KernelLog.AREAS
                            && parameters.swiotlb().areas() == 0
                            && !parameters.swiotlb().force()));
    return isWanted && !parameters.iommu().contains("soft") ? Optional.of(true) : told;
  }
}
