package swiotlb.cli.size;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.MemoryEncryption;
import swiotlb.report.Quantities;
import swiotlb.study.size.Described;
import swiotlb.study.size.Evidence;
import swiotlb.study.size.Neighbours;
import swiotlb.study.size.PasteLine;
import swiotlb.study.size.PoolSize;
import swiotlb.study.size.Reasons;
import swiotlb.study.size.SizeTable;

/** All that is said about a size, as text, JSON and report say it. */
record SizeAnswer(
    Described described,
    PoolSize size,
    List<String> reasons,
    Evidence evidence,
    List<Neighbours.Neighbour> neighbours,
    Optional<SizeTable> table,
    Optional<String> paste) {
  private static final long NVME_ALIGN = 4096;

  /** A table that is wanted. */
  record Wanted(SizeTable.Axis axis, List<Long> values) {}

  static SizeAnswer of(Described described, Optional<Wanted> wanted) {
    var size = PoolSize.of(described.machine());
    var table = wanted.map(w -> SizeTable.of(described.machine(), w.axis(), w.values()));
    return new SizeAnswer(
        described,
        size,
        Reasons.of(size),
        Evidence.of(described, size),
        table.isPresent() ? List.of() : Neighbours.of(size),
        table,
        PasteLine.of(size));
  }

  /** The machine, in words. */
  String machine() {
    return machineWith(memory() + ", " + cpus());
  }

  private String memory() {
    return Quantities.bytes(size.machine().memoryBytes());
  }

  private String cpus() {
    return Quantities.count(size.machine().cpus(), "CPU");
  }

  /** The machine, in words, with what is the same in all rows of a table. */
  private String machineWith(String parts) {
    var machine = size.machine();
    var encryption = machine.encryption();
    var kind =
        encryption.isGuest()
            ? "guest under " + encryption.words()
            : encryption == MemoryEncryption.NONE ? "machine" : "host under AMD SME";
    return "%s %s with %s and Linux %s"
        .formatted(machine.arch().label(), kind, parts, machine.kernel().release());
  }

  /** The answer, in a few words. */
  String verdict() {
    return table
        .map(
            all ->
                range(all, row -> Quantities.bytes(row.bytes()))
                    + (all.axis() == SizeTable.Axis.MEMORY ? " by memory" : " by CPUs"))
        .orElseGet(this::pool);
  }

  /** The default pool, in a few words. */
  String pool() {
    return size.boot().hasPool()
        ? "%s: %d slots in %s"
            .formatted(
                Quantities.bytes(size.bytes()),
                size.slots(),
                Quantities.count(size.areas(), "area"))
        : "no default pool";
  }

  /** The answer, in a sentence. */
  String sentence() {
    return table.map(this::ofTable).orElseGet(this::ofOne);
  }

  private String ofTable(SizeTable all) {
    var isByMemory = all.axis() == SizeTable.Axis.MEMORY;
    return "With %s such a machine (%s) has a default pool of %s; with its coherent pools that takes up to %s of its memory."
        .formatted(
            isByMemory
                ? range(all, row -> Quantities.bytes(row.machine().memoryBytes())) + " of memory"
                : range(all, row -> String.valueOf(row.machine().cpus())) + " CPUs",
            machineWith(isByMemory ? cpus() : memory()),
            range(all, row -> Quantities.bytes(row.bytes())),
            share(all.most()));
  }

  /** From the first row of a table to its last. */
  private static String range(SizeTable table, Function<PoolSize, String> shown) {
    var rows = table.rows();
    var first = shown.apply(rows.get(0));
    var last = shown.apply(rows.get(rows.size() - 1));
    return first.equals(last) ? first : first + " to " + last;
  }

  private String ofOne() {
    return size.boot().hasPool()
        ? "This %s has a default pool of %s (%d slots of 2 KiB in %s); with its coherent pools that takes %s of its memory."
            .formatted(
                machine(),
                Quantities.bytes(size.bytes()),
                size.slots(),
                Quantities.count(size.areas(), "area"),
                share(size))
        : "This %s has no default pool: %s.".formatted(machine(), whyNone());
  }

  private String whyNone() {
    if (size.boot().parameters().swiotlb().noforce()) {
      return "noforce was asked for, and what a device does not reach fails";
    }
    return size.boot()
        .whyNone()
        .orElseGet(() -> String.join("; ", size.boot().notes()))
        .replaceFirst(": there is no pool, and none ever grows$", "");
  }

  /** The share of memory that is lost, such as "6.3 %". */
  static String share(PoolSize size) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * size.lostShare());
  }

  /** Bytes of memory that are lost, in MiB. */
  static String lost(PoolSize size) {
    var mib = size.lostBytes() / (double) (1 << 20);
    return String.format(Locale.ROOT, mib == Math.rint(mib) ? "%.0f MiB" : "%.2f MiB", mib);
  }

  /** The largest mapping, in words. */
  String largestMapping() {
    if (!size.boot().hasPool()) {
      return "none";
    }
    var largest = size.largestMapping();
    return largest > NVME_ALIGN
        ? "%s; %s for a device that wants its buffers alike within pages, as NVMe does"
            .formatted(Quantities.bytes(largest), Quantities.bytes(largest - NVME_ALIGN))
        : Quantities.bytes(largest);
  }

  /** Coherent pools, in words. */
  String coherentPools() {
    if (size.coherent().isEmpty()) {
      return "none: this kernel is built without them";
    }
    var names = String.join(", ", size.coherent().stream().map(pool -> pool.label()).toList());
    return "%s each, in zones %s"
        .formatted(Quantities.bytes(size.coherent().get(0).bytes()), names);
  }

  /** Growth, in words. */
  String growth() {
    if (size.growth().isEmpty()) {
      return size.boot().hasPool()
          ? "never: "
              + (size.machine().kernel().release().isFrom(6, 6)
                  ? "the kernel is built without dynamic pools"
                  : "kernels before 6.6 have no dynamic pools")
          : "never: there is no pool to add to";
    }
    var growth = size.growth().get();
    var steps =
        "%s in %s at a time%s, below %s"
            .formatted(
                Quantities.bytes(growth.bytes()),
                Quantities.count(growth.areas(), "area"),
                growth.leastBytes() < growth.bytes()
                    ? ", down to %s where memory is fragmented"
                        .formatted(Quantities.bytes(growth.leastBytes()))
                    : "",
                Quantities.bytes(growth.limit() + 1));
    var isBuiltSo =
        size.machine().isDynamic().isPresent()
            || (size.machine().arch() == Arch.S390X
                && size.boot().rule().mayGrow(Optional.empty()));
    return isBuiltSo
        ? steps
        : "if it was built with CONFIG_SWIOTLB_DYNAMIC, which most are not: " + steps;
  }

  /** How sure all that is, in sentences without ends. */
  List<String> sureness() {
    var lines = new ArrayList<String>();
    evidence.disagreements().forEach(line -> lines.add("NOT as its kernel said: " + line));
    if (!evidence.disagreements().isEmpty()) {
      lines.add(
          "something about this machine is not known here or not as told; what its kernel said is right");
    }
    evidence.agreements().forEach(line -> lines.add("as its kernel said: " + line));
    described.assumed().forEach(line -> lines.add("assumed: " + line));
    evidence.doubts().forEach(line -> lines.add("in doubt: " + line));
    if (lines.isEmpty()) {
      lines.add("nothing had to be assumed");
    }
    return lines;
  }

  /** Of which machine the line to paste is, where a table has several; else empty. */
  String ofWhich() {
    return table.isPresent() && table.get().axis() == SizeTable.Axis.MEMORY
        ? " (with %s of memory)".formatted(memory())
        : "";
  }

  /** Choices that no kernel parameter makes, in words; empty if there are none. */
  String missing() {
    var made = neighbours.stream().map(Neighbours.Neighbour::change).toList();
    var missing = Neighbours.OF_POOL.stream().filter(name -> !made.contains(name)).toList();
    return missing.isEmpty() || table.isPresent() || !size.boot().hasPool()
        ? ""
        : "not to be had: %s (an area has at least 128 slots, a pool fits into memory)"
            .formatted(String.join(", ", missing));
  }

  /** Whether it is as it was asked for: with a pool, or without one by noforce. */
  boolean isWished() {
    return size.boot().hasPool() || size.boot().parameters().swiotlb().noforce();
  }

  /** Whether something speaks against it. */
  boolean isDoubtful() {
    return !evidence.disagreements().isEmpty() || !evidence.doubts().isEmpty();
  }
}
