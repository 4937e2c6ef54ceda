package swiotlb.cli.size;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import swiotlb.input.TextTable;
import swiotlb.input.TextTable.Column;
import swiotlb.kernel.slot.Slots;
import swiotlb.report.Quantities;
import swiotlb.study.size.PoolSize;
import swiotlb.study.size.SizeTable;

/** What {@code size} says to people: the answer first, then what it rests on. */
final class SizeText {
  private static final int NAME_WIDTH = 16;
  private static final int MOST_DEVICES = 20;

  private final PrintWriter out;
  private final SizeAnswer answer;
  private final PoolSize size;

  SizeText(PrintWriter out, SizeAnswer answer) {
    this.out = out;
    this.answer = answer;
    this.size = answer.size();
  }

  void print() {
    out.println(answer.sentence());
    answer.table().ifPresent(this::table);
    out.println();
    facts();
    list("why", answer.reasons());
    list("what its kernel says at boot (the pool may lie elsewhere)", size.log());
    if (answer.table().isEmpty()) {
      neighbours();
    }
    devices();
    list("how sure", answer.sureness());
    list("besides", answer.described().remarks());
    files();
    out.println();
    out.println(
        answer
            .paste()
            .map(
                line ->
                    (answer.isWished() ? "to paste" : "to have one, paste")
                        + answer.ofWhich()
                        + ": "
                        + line)
            .orElse("to paste: nothing, since no kernel parameter makes just this"));
  }

  private void facts() {
    if (answer.table().isPresent()) {
      out.println("the machine of the first row, or as it was said:");
    }
    if (size.boot().hasPool()) {
      fact("default pool", "%d slots, %s".formatted(size.slots(), Quantities.bytes(size.bytes())));
      fact("areas", "%d, of %d slots each".formatted(size.areas(), size.areaSlots()));
    } else {
      fact("default pool", "none");
    }
    fact("largest mapping", answer.largestMapping());
    fact("coherent pools", answer.coherentPools());
    fact(
        "memory lost",
        "%s of %s, %s"
            .formatted(
                SizeAnswer.lost(size),
                Quantities.bytes(size.machine().memoryBytes()),
                SizeAnswer.share(size)));
    fact("growth", answer.growth());
    for (var pool : answer.described().restricted()) {
      fact(
          "restricted pool",
          pool.isUnmapped()
              ? "%s: none, since no-map keeps the kernel from it; leave no-map out"
                  .formatted(pool.name())
              : "%s: %d slots, %s in 1 area%s; it never grows"
                  .formatted(
                      pool.name(),
                      Slots.ofBytes(pool.bytes()),
                      Quantities.bytes(pool.bytes()),
                      pool.devices().isEmpty()
                          ? ", for no device"
                          : ", for " + String.join(", ", pool.devices())));
    }
    for (var region : answer.described().contiguous()) {
      fact(
          "contiguous",
          "%s: %s, from which coherent pools and memory may come"
              .formatted(region.name(), Quantities.bytes(region.bytes())));
    }
  }

  private void fact(String name, String value) {
    out.println(name + " ".repeat(Math.max(1, NAME_WIDTH - name.length())) + value);
  }

  private void list(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.println();
      out.println(title + ":");
      lines.forEach(line -> out.println("  " + line));
    }
  }

  private void neighbours() {
    out.println();
    out.println("neighbouring choices:");
    var table = table();
    table.row("", "slots", "pool", "areas", "lost", "of memory", "");
    table.row(row("as it is", size, answer.paste().orElse("")));
    for (var neighbour : answer.neighbours()) {
      table.row(row(neighbour.change(), neighbour.size(), neighbour.paste().orElse("")));
    }
    table.end();
    if (!answer.missing().isEmpty()) {
      out.println("  " + answer.missing());
    }
  }

  private void table(SizeTable sizes) {
    out.println();
    var table = table();
    table.row(name(sizes), "slots", "pool", "areas", "lost", "of memory", "coherent");
    for (var row : sizes.rows()) {
      table.row(row(value(sizes, row), row, Quantities.bytes(row.coherentBytes())));
    }
    table.end();
    worst(sizes).ifPresent(out::println);
  }

  /** The largest share between the values of a table, in a sentence. */
  static Optional<String> worst(SizeTable sizes) {
    return sizes
        .worst()
        .map(
            worst ->
                "the largest share in between: %s, with %d MiB of memory"
                    .formatted(SizeAnswer.share(worst), worst.machine().memoryBytes() >> 20));
  }

  /** What a table's rows differ in. */
  static String name(SizeTable sizes) {
    return sizes.axis() == SizeTable.Axis.MEMORY ? "memory" : "CPUs";
  }

  /** In what a row differs. */
  static String value(SizeTable sizes, PoolSize row) {
    return sizes.axis() == SizeTable.Axis.MEMORY
        ? Quantities.bytes(row.machine().memoryBytes())
        : String.valueOf(row.machine().cpus());
  }

  private TextTable table() {
    return new TextTable(
        out::println,
        TextTable.ALL_ROWS,
        List.of(
            Column.left(10).after(2),
            Column.right(6).after(2),
            Column.right(8).after(2),
            Column.right(5).after(2),
            Column.right(8).after(2),
            Column.right(6).after(2),
            Column.left(0).after(2)));
  }

  /** A machine in a line of a table. */
  static List<String> row(String name, PoolSize size, String last) {
    return List.of(
        name,
        String.valueOf(size.slots()),
        size.boot().hasPool() ? Quantities.bytes(size.bytes()) : "none",
        String.valueOf(size.areas()),
        SizeAnswer.lost(size),
        SizeAnswer.share(size),
        last);
  }

  private void devices() {
    var devices = answer.described().devices();
    if (devices.isEmpty()) {
      return;
    }
    list(
        "devices",
        devices.stream()
            .limit(MOST_DEVICES)
            .map(
                device ->
                    "%s %s%s%s"
                        .formatted(
                            device.address(),
                            device.what(),
                            device.driver().isEmpty() ? "" : ", driver " + device.driver(),
                            device.iommuGroup().isEmpty()
                                ? ""
                                : ", IOMMU group " + device.iommuGroup()))
            .collect(Collectors.toList()));
    if (devices.size() > MOST_DEVICES) {
      out.println("  … and " + (devices.size() - MOST_DEVICES) + " more");
    }
  }

  private void files() {
    list(
        "read",
        answer.described().told().stream()
            .map(told -> told.file() + ": " + told.format())
            .toList());
  }
}
