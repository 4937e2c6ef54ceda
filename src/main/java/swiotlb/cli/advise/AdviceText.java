package swiotlb.cli.advise;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import swiotlb.input.Text;
import swiotlb.input.TextTable;
import swiotlb.input.TextTable.Column;
import swiotlb.report.Quantities;
import swiotlb.study.advise.Advice;
import swiotlb.study.advise.Judged;
import swiotlb.study.advise.KernelAdvice;
import swiotlb.study.advise.SizePoint;

/** Advice for the screen: the answer, what it rests on, how sure it is, the line to paste. */
final class AdviceText {
  static final List<String> HEADS =
      List.of(
          "slots",
          "areas",
          "memory",
          "in the end",
          "most used",
          "failures",
          "transient",
          "map p99",
          "met by",
          "");

  private final Advice advice;
  private final AdviceWords words;
  private final AdviceGrounds grounds;
  private final PrintWriter out;

  private AdviceText(Advice advice, Map<String, List<String>> remedies, PrintWriter out) {
    this.advice = advice;
    this.words = new AdviceWords(advice, remedies);
    this.grounds = new AdviceGrounds(advice, words);
    this.out = out;
  }

  /**
   * Prints it.
   *
   * @param remedies what helps against each reason of a failure, as results name it
   */
  static void print(Advice advice, Map<String, List<String>> remedies, PrintWriter out) {
    new AdviceText(advice, remedies, out).print();
  }

  private void print() {
    out.println(Text.onOneLine(advice.workload().name()) + ": " + words.answer());
    words.instead().forEach(out::println);
    if (advice.own().isEmpty()) {
      out.println();
      out.println("bounds: " + grounds.bounds());
      advice.workload().assumed().forEach(out::println);
      return;
    }
    var own = advice.own().get();
    out.println();
    out.println("why not less: " + grounds.below(own));
    words.leftOut(own).ifPresent(left -> out.println("left out: " + left));
    out.println(grounds.margin(own));
    advice.other().ifPresent(other -> out.println(grounds.other(other)));
    out.println("bounds: " + grounds.bounds());
    out.println();
    out.println("sizes of the pool, " + (own.isDynamic() ? "dynamic" : "static") + " kernel:");
    table(own.curve(), own);
    if (own.areas().size() > 1) {
      out.println("areas, one by one:");
      table(own.areas(), own);
    }
    out.println();
    out.println("how sure:");
    grounds.sure(own).forEach(line -> out.println("  " + line));
    out.println();
    out.println(words.paste(own));
  }

  private void table(List<SizePoint> points, KernelAdvice own) {
    var columns =
        HEADS.stream()
            .map(head -> (head.isEmpty() ? Column.left(0) : Column.right(0)).after(2))
            .toList();
    var table = new TextTable(out::println, TextTable.ALL_ROWS, columns);
    table.row(HEADS);
    points.forEach(point -> table.row(cells(point, own)));
    table.end();
  }

  /** What a size came to, below the heads. */
  static List<String> cells(SizePoint point, KernelAdvice own) {
    return List.of(
        Integer.toString(point.bootedSlots()),
        Integer.toString(point.bootedAreas()),
        Quantities.bytes((long) point.bootedSlots() * own.slotBytes()),
        Quantities.bytes(Math.round(point.poolBytes())),
        Long.toString(point.usedSlots()),
        mean(point, Judged.FAILURES),
        mean(point, Judged.TRANSIENT_SHARE),
        mean(point, Judged.P99_MAP),
        point.machinesThatMet() + "/" + point.machines(),
        note(point, own));
  }

  private static String mean(SizePoint point, String name) {
    return Numbers.shown(name, point.objective(name).mean());
  }

  private static String note(SizePoint point, KernelAdvice own) {
    var isUnsized =
        point.bootedSlots() == own.unsized().bootedSlots()
            && point.bootedAreas() == own.unsized().bootedAreas();
    var isAdvised = point.size().filter(own.size()::equals).isPresent();
    return (isAdvised ? "advised" : "")
        + (isAdvised && isUnsized ? ", " : "")
        + (isUnsized ? "the kernel's own" : "");
  }
}
