package swiotlb.study.size;

import java.util.ArrayList;
import java.util.List;
import swiotlb.kernel.text.KernelLog;
import swiotlb.report.Quantities;
import swiotlb.workload.machine.Fact;

/**
 * What speaks for a size and what against it.
 *
 * @param agreements what the kernel itself said and was computed alike, in sentences without ends
 * @param disagreements what it said and was computed otherwise
 * @param doubts what would be otherwise if an assumption is wrong
 */
public record Evidence(List<String> agreements, List<String> disagreements, List<String> doubts) {
  private static final long GIB = 1L << 30;
  private static final List<Long> LOW_ENDS = List.of(2 * GIB, 3 * GIB);

  /** Immutable from the start. */
  public Evidence {
    agreements = List.copyOf(agreements);
    disagreements = List.copyOf(disagreements);
    doubts = List.copyOf(doubts);
  }

  /** Of a machine and the size that was computed for it. */
  public static Evidence of(Described described, PoolSize size) {
    var agreements = new ArrayList<String>();
    var disagreements = new ArrayList<String>();
    for (var told : described.told()) {
      told.facts(Fact.Logged.class)
          .distinct()
          .forEach(
              logged ->
                  (agrees(logged, size) ? agreements : disagreements)
                      .add(said(told.name(), logged)));
      told.facts(Fact.LoggedCoherent.class)
          .forEach(
              pool ->
                  (size.coherent().stream()
                              .anyMatch(c -> c.zone() == pool.zone() && c.bytes() == pool.bytes())
                          ? agreements
                          : disagreements)
                      .add(
                          "%s: a coherent pool of %s in zone %s"
                              .formatted(
                                  told.name(),
                                  Quantities.bytes(pool.bytes()),
                                  pool.zone().label())));
      told.facts(Fact.CountedSlots.class)
          .forEach(
              counted ->
                  (counted.slots() == size.slots() ? agreements : disagreements)
                      .add("%s: io_tlb_nslabs %d".formatted(told.name(), counted.slots())));
    }
    return new Evidence(agreements, disagreements, doubts(described, size));
  }

  /** Where a pool lies nobody can compute; how large it is, one can. */
  private static boolean agrees(Fact.Logged logged, PoolSize size) {
    if (logged.line() == KernelLog.MAPPED) {
      return logged.values().get(1) - logged.values().get(0) == size.bytes();
    }
    return size.log().stream()
        .anyMatch(line -> logged.line().read(line).filter(logged.values()::equals).isPresent());
  }

  private static String said(String file, Fact.Logged logged) {
    return "%s: %s"
        .formatted(
            file,
            logged.line().line(logged.values().stream().mapToLong(Long::longValue).toArray()));
  }

  private static List<String> doubts(Described described, PoolSize size) {
    var doubts = new ArrayList<String>();
    var memory = size.machine().memory();
    var isTold =
        described.told().stream()
            .anyMatch(told -> told.facts(Fact.Layout.class).findAny().isPresent());
    for (var lowEnd : LOW_ENDS) {
      if (!isTold && memory.hasHole() && memory.bytes() > lowEnd && memory.lowEnd() > lowEnd) {
        var other = PoolSize.of(size.machine().withLowMemory(lowEnd));
        if (!other.hasSamePool(size)) {
          doubts.add(
              "if memory below 4 GiB ended at %s, as it does on some machines of QEMU, the pool would have %s"
                  .formatted(Quantities.bytes(lowEnd), Quantities.bytes(other.bytes())));
        }
      }
    }
    return doubts;
  }
}
