package swiotlb.cli.explain;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import swiotlb.input.Screen;
import swiotlb.input.Text;
import swiotlb.report.Quantities;
import swiotlb.study.explain.Cause;
import swiotlb.study.explain.Explained;
import swiotlb.study.explain.Group;
import swiotlb.study.explain.Verdict;

/** What lines mean, as text: the answer, then groups of lines, then what was read. */
final class ExplainText {
  private static final int MOST_GROUPS = 12;
  private static final int MOST_FACTS = 40;
  private static final int MOST_LINE = 300;

  private final PrintWriter out;

  ExplainText(PrintWriter out) {
    this.out = out;
  }

  void print(Explained explained, List<Group> groups, Verdict verdict) {
    if (groups.isEmpty()) {
      out.println(shown(verdict.sentence()));
    } else {
      Screen.failure(out, shown(verdict.sentence()));
    }
    for (var group : groups.subList(0, Math.min(groups.size(), MOST_GROUPS))) {
      out.println();
      print(group);
    }
    if (groups.size() > MOST_GROUPS) {
      out.println();
      out.printf(
          "%s more with fewer lines are in --json.%n",
          Quantities.count(groups.size() - MOST_GROUPS, "group"));
    }
    facts(explained);
    counts(explained);
  }

  /** The last line of all. */
  void paste(Verdict verdict, boolean anyFault) {
    if (!anyFault) {
      return;
    }
    out.println();
    if (verdict.paste().isEmpty()) {
      out.println("nothing to paste: no parameter helps by itself");
    } else {
      out.println("to paste:");
      out.println(shown(verdict.paste()));
    }
  }

  private void print(Group group) {
    var sample = group.sample();
    out.println(
        head(group)
            + (group.device().isEmpty() ? "" : "; " + shown(group.device()))
            + group.times().map(t -> "; " + shown(t)).orElse(""));
    out.println("  > " + Text.onOneLine(Text.cut(sample.line().body(), MOST_LINE)));
    out.println("  why: " + shown(sample.evidence()));
    out.println(
        "  what helps (" + sample.advice().fix().word() + "): " + shown(sample.advice().remedy()));
  }

  private static String head(Group group) {
    return String.format(
        Locale.ROOT,
        "%s, %s%s; %s",
        group.cause().word(),
        group.sample().sure().word(),
        group.also().isEmpty()
            ? ""
            : "; or " + group.also().stream().map(Cause::word).collect(Collectors.joining(", ")),
        Quantities.count(group.lines().size(), "line"));
  }

  private void facts(Explained explained) {
    if (explained.facts().isEmpty()) {
      return;
    }
    out.println();
    out.println("what other lines say:");
    explained.facts().stream()
        .map(fact -> shown((fact.device().isEmpty() ? "" : fact.device() + ": ") + fact.says()))
        .distinct()
        .limit(MOST_FACTS)
        .forEach(says -> out.println("  " + says));
  }

  private void counts(Explained explained) {
    out.println();
    var counts = explained.counts();
    out.println(
        counts.lines() == 1
            ? "1 line read" + (counts.passedOver() == 1 ? ", which is not about this" : "")
            : String.format(
                Locale.ROOT,
                "%d lines read, %d of them passed over%s",
                counts.lines(),
                counts.passedOver(),
                counts.beyond() > 0 ? ", %d counted only".formatted(counts.beyond()) : ""));
    explained.remarks().forEach(remark -> out.println(shown(remark)));
  }

  private static String shown(String text) {
    return Text.onOneLine(text);
  }
}
