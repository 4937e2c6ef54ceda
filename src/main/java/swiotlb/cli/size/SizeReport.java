package swiotlb.cli.size;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import swiotlb.input.Text;
import swiotlb.report.Quantities;
import swiotlb.report.page.Axis;
import swiotlb.report.page.Part;
import swiotlb.report.page.Part.Bar;
import swiotlb.report.page.Part.Cell;
import swiotlb.report.page.Part.Column;
import swiotlb.report.page.Part.Series;
import swiotlb.report.page.Report;
import swiotlb.report.page.Report.Answer;
import swiotlb.report.page.Report.Section;
import swiotlb.report.page.Report.Tone;
import swiotlb.study.size.PoolSize;
import swiotlb.study.size.SizeTable;

/** What {@code size} says, as a page. */
final class SizeReport {
  private static final int MOST_POINTS = 400;

  private final SizeAnswer answer;
  private final PoolSize size;

  private SizeReport(SizeAnswer answer) {
    this.answer = answer;
    this.size = answer.size();
  }

  /**
   * Of an answer.
   *
   * @param command that says it again
   */
  static Report of(SizeAnswer answer, String command) {
    return new SizeReport(answer).report(command);
  }

  private Report report(String command) {
    var sections = new ArrayList<Section>();
    sections.add(new Section("What it has", List.of(facts())));
    sections.add(new Section("Why", List.of(words(answer.reasons()))));
    answer
        .table()
        .ifPresent(table -> sections.add(new Section("By " + SizeText.name(table), parts(table))));
    if (answer.table().isEmpty()) {
      sections.add(new Section("Neighbouring choices", List.of(neighbourBars(), neighbourTable())));
    }
    sections.add(new Section("How sure", List.of(words(answer.sureness()))));
    if (!answer.described().remarks().isEmpty()) {
      sections.add(new Section("Besides", List.of(words(answer.described().remarks()))));
    }
    if (!size.log().isEmpty()) {
      sections.add(
          new Section(
              "What its kernel says at boot",
              List.of(new Part.Listing("The log", String.join("\n", size.log()), false))));
    }
    sections.add(reproduction(command));
    return new Report("Size of the software IO TLB", "size", answer.machine(), said(), sections);
  }

  /** Lines as paragraphs of sentences. */
  private static Part.Words words(List<String> lines) {
    return new Part.Words(
        lines.stream()
            .map(Text::capitalized)
            .map(line -> line.endsWith(".") ? line : line + ".")
            .toList());
  }

  private Answer said() {
    var sentences = new ArrayList<>(List.of(answer.sentence()));
    answer
        .paste()
        .ifPresent(
            line ->
                sentences.add(
                    (answer.isWished() ? "Written out" : "To have one, write")
                        + answer.ofWhich()
                        + ": "
                        + line
                        + "."));
    return new Answer(
        answer.isDoubtful() ? Tone.DOUBTFUL : Tone.PLAIN, answer.verdict(), sentences);
  }

  private Part.Table facts() {
    return Part.Table.of(
        "Pools after boot, with %s of memory"
            .formatted(Quantities.bytes(size.machine().memoryBytes())),
        List.of(Column.words("what"), Column.words("how much")),
        Stream.of(
                List.of("default pool", answer.pool()),
                List.of("slots of each area", String.valueOf(size.areaSlots())),
                List.of("largest mapping", answer.largestMapping()),
                List.of("coherent pools", answer.coherentPools()),
                List.of("memory lost", SizeAnswer.lost(size) + ", " + SizeAnswer.share(size)),
                List.of("growth", answer.growth()))
            .map(row -> row.stream().map(Cell::of).toList())
            .toList());
  }

  private Part.Bars neighbourBars() {
    var bars = new ArrayList<>(List.of(bar("as it is", size)));
    answer.neighbours().forEach(n -> bars.add(bar(n.change(), n.size())));
    return new Part.Bars(
        "neighbours",
        "Default pool if one thing were chosen otherwise",
        "",
        new Axis("default pool", Axis.Measure.BYTES, "", false, List.of()),
        bars);
  }

  private static Bar bar(String name, PoolSize size) {
    return Bar.of(
        name,
        (double) size.bytes(),
        size.boot().hasPool() ? Quantities.bytes(size.bytes()) : "none");
  }

  private Part.Table neighbourTable() {
    var rows = new ArrayList<List<Cell>>();
    rows.add(row("as it is", size, answer.paste().orElse("")));
    answer.neighbours().forEach(n -> rows.add(row(n.change(), n.size(), n.paste().orElse(""))));
    return new Part.Table(
        "The same in numbers",
        columns("choice", "kernel parameters"),
        rows,
        answer.missing(),
        false);
  }

  private List<Part> parts(SizeTable table) {
    var parts = new ArrayList<Part>();
    var worst = SizeText.worst(table).orElse("");
    parts.add(
        lines(
            table,
            "pool",
            "Default pool by " + SizeText.name(table),
            "",
            new Axis("default pool", Axis.Measure.BYTES, "", false, List.of()),
            size -> (double) size.bytes()));
    parts.add(
        lines(
            table,
            "share",
            "Share of memory that all pools take",
            worst,
            Axis.of("of memory", "%"),
            size -> 100 * size.lostShare()));
    parts.add(
        new Part.Table(
            "The same in numbers",
            columns(SizeText.name(table), "coherent pools"),
            table.rows().stream()
                .map(
                    row ->
                        row(SizeText.value(table, row), row, Quantities.bytes(row.coherentBytes())))
                .toList(),
            worst,
            false));
    return parts;
  }

  /** Between the rows pools jump, so that many more values are drawn. */
  private static Part.Lines lines(
      SizeTable table,
      String name,
      String caption,
      String summary,
      Axis up,
      ToDoubleFunction<PoolSize> value) {
    var isMemory = table.axis() == SizeTable.Axis.MEMORY;
    var all = isMemory ? table.between() : table.rows();
    var every = Math.max(1, all.size() / MOST_POINTS);
    var shown =
        IntStream.range(0, all.size()).filter(i -> i % every == 0).mapToObj(all::get).toList();
    return new Part.Lines(
        name,
        caption,
        summary,
        isMemory
            ? new Axis("memory", Axis.Measure.BYTES, "", false, List.of())
            : Axis.of("possible CPUs", ""),
        up,
        shown.stream()
            .map(row -> isMemory ? (double) row.machine().memoryBytes() : row.machine().cpus())
            .toList(),
        List.of(
            Series.of(
                up.title(),
                Series.Style.LINE,
                shown.stream().map(row -> value.applyAsDouble(row)).toList())),
        List.of());
  }

  private static List<Column> columns(String first, String last) {
    return List.of(
        Column.words(first),
        Column.numbers("slots"),
        Column.numbers("pool"),
        Column.numbers("areas"),
        Column.numbers("memory lost"),
        Column.numbers("of memory"),
        Column.words(last));
  }

  private static List<Cell> row(String name, PoolSize size, String last) {
    return SizeText.row(name, size, last).stream().map(Cell::of).toList();
  }

  private Section reproduction(String command) {
    var parts = new ArrayList<Part>();
    if (!answer.described().told().isEmpty()) {
      parts.add(
          new Part.Words(
              answer.described().told().stream()
                  .map(told -> "Read: " + told.file() + ", " + told.format() + ".")
                  .toList()));
    }
    parts.add(new Part.Listing("The command", command, false));
    return new Section("To say it again", parts);
  }
}
