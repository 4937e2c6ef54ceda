package swiotlb.cli.conform;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import swiotlb.input.Screen;
import swiotlb.input.Text;
import swiotlb.report.Quantities;
import swiotlb.study.conform.against.Findings.Found;
import swiotlb.study.conform.against.Judgement;
import swiotlb.study.conform.against.Rule;
import swiotlb.study.conform.against.SmallCase;

/** What {@code conform} found, for people. */
final class ConformText {
  private static final int SHOWN = 5;
  private static final int SHOWN_OPERATIONS = 8;
  private static final int SHOWN_CHARACTERS = 240;

  private final Conformed conformed;
  private final PrintWriter out;

  ConformText(Conformed conformed, PrintWriter out) {
    this.conformed = conformed;
    this.out = out;
  }

  /**
   * All of it.
   *
   * @param removed cases of an earlier comparison that have no successor
   */
  void print(@Nullable Path written, List<Path> removed) {
    conformed.findings().judgements().forEach(this::printJudgement);
    conformed
        .unpaired()
        .forEach(trace -> alarm(trace.file() + ": the other folder has none of this name"));
    conformed.passedOver().forEach(file -> out.println(line(file + ": no *.jsonl, not read")));
    conformed.findings().byRule().forEach((rule, found) -> printRule(rule, found, written));
    removed.forEach(
        file -> out.println(line(file + ": of an earlier comparison, found no more, removed")));
    printTotal();
  }

  private void printJudgement(Judgement judgement) {
    var file = judgement.trace().file();
    judgement.trace().remarks().forEach(remark -> alarm(file + ": " + remark));
    if (judgement.equal() == judgement.operations()
        && judgement.differences().isEmpty()
        && judgement.unfollowed() == null) {
      return;
    }
    alarm(
        "%s: %d operations, %d equal, %d differ%s"
            .formatted(
                file,
                judgement.operations(),
                judgement.equal(),
                judgement.differences().size(),
                judgement.carried() == 0 ? "" : ", " + judgement.carried() + " " + carried()));
    if (judgement.unfollowed() != null) {
      alarm("  %s are not compared: %s".formatted(notCompared(judgement), judgement.unfollowed()));
    }
  }

  private static String notCompared(Judgement judgement) {
    var own = Quantities.count(judgement.notJudged(), "operation");
    var others = Quantities.count(judgement.notJudgedOfOther(), "operation");
    return judgement.notJudgedOfOther() == 0
        ? own
        : judgement.notJudged() == 0
            ? others + " of the other folder"
            : own + " and " + others + " of the other folder";
  }

  private String carried() {
    return conformed.reference() == null
        ? "read-outs are off by as much as the one before"
        : "follow from earlier differences";
  }

  private void printRule(Rule rule, List<Found> found, @Nullable Path written) {
    var traces = found.stream().map(f -> f.in().trace()).distinct().count();
    out.println();
    Screen.failure(
        out,
        "%s: %d in %d %s; section %s, %s"
            .formatted(
                rule.word(),
                found.size(),
                traces,
                traces == 1 ? "trace" : "traces",
                rule.section(),
                rule.title()));
    conformed
        .findings()
        .sayings(rule)
        .forEach((saying, count) -> out.printf("  %s (%d)%n", saying, count));
    printAlternatives(rule);
    found.stream().limit(SHOWN).forEach(this::printFound);
    if (found.size() > SHOWN) {
      out.printf("  and %d more, which --json lists%n", found.size() - SHOWN);
    }
    var small = conformed.cases().get(rule);
    if (small != null) {
      printCase(small, written);
    }
  }

  private void printAlternatives(Rule rule) {
    var alternatives = conformed.findings().alternatives(rule);
    if (!alternatives.isEmpty()) {
      out.printf("  could be read as another rule's as well: %s%n", counts(alternatives));
    }
  }

  private static String counts(Map<Rule, Integer> rules) {
    return rules.entrySet().stream()
        .map(entry -> entry.getKey().word() + " (" + entry.getValue() + ")")
        .collect(Collectors.joining(", "));
  }

  private void printFound(Found found) {
    var difference = found.difference();
    out.printf(
        "  %s: %s: %s%n    recorded %s%n    %s %s%n",
        line(found.in().trace().file() + ":" + difference.line()),
        line(difference.operation()),
        difference.reading().saying(),
        line(difference.recorded()),
        conformed.reference() == null ? "simulated" : "otherwise",
        line(difference.got()));
  }

  private void printCase(SmallCase small, @Nullable Path written) {
    out.printf(
        "  smallest case: %d of the %d operations up to %s%s%s%n",
        small.kept().size(),
        small.kept().get(small.kept().size() - 1) + 1,
        line(small.of().file() + ":" + small.difference().line()),
        small.earlier() == 0 ? "" : "; " + small.earlier() + " before the last one differ as well",
        small.isTriedOut() ? "" : "; not every one was tried, there may be a smaller one");
    if (written != null) {
      out.printf("    %s%n", line(written.resolve(small.fileName()).toString()));
    } else if (small.kept().size() <= SHOWN_OPERATIONS) {
      small.trace().texts().forEach(text -> out.printf("    %s%n", line(text)));
    } else {
      out.println("    --out DIR writes it");
    }
  }

  private void printTotal() {
    var findings = conformed.findings();
    var total =
        "total: %d operations in %d %s, %d differ from %s%s"
            .formatted(
                findings.operations(),
                findings.judgements().size(),
                findings.judgements().size() == 1 ? "trace" : "traces",
                findings.differences(),
                conformed.who(),
                (findings.notJudged() == 0 ? "" : ", " + findings.notJudged() + " not compared")
                    + (findings.notJudgedOfOther() == 0
                        ? ""
                        : ", "
                            + findings.notJudgedOfOther()
                            + " of the other folder not compared"));
    if (conformed.isAlike()) {
      out.println(total);
    } else {
      alarm(total);
    }
    out.flush();
  }

  private void alarm(String text) {
    Screen.failure(out, line(text));
  }

  private static String line(String text) {
    return Text.cut(Text.onOneLine(text), SHOWN_CHARACTERS);
  }
}
