package swiotlb.cli.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import swiotlb.explore.MessageLog;
import swiotlb.explore.Parting;
import swiotlb.report.Quantities;
import swiotlb.study.explore.ChoicesFile;

/** A finding in sentences, for text and page. */
final class FindingWords {
  private static final String INDENT = "  ";
  private static final int MOST_PLACES = 3;

  private final KeptFinding kept;

  FindingWords(KeptFinding kept) {
    this.kept = kept;
  }

  /** What goes wrong in what is left, in lines. */
  List<String> found() {
    var kind = kept.wrong().finding().kind().words() + ": ";
    var finding = kept.small().choices().finding();
    return (finding.startsWith(kind) ? finding.substring(kind.length()) : finding).lines().toList();
  }

  /** Faults that were drawn for it; absent if none were. */
  Optional<String> with() {
    var drawn = kept.wrong().drawn();
    return drawn.isEmpty() ? Optional.empty() : Optional.of("with " + words(drawn));
  }

  /** How small it was made. */
  String made() {
    var small = kept.small();
    return "made smaller in %,d more runs%s: %s; %s of %d that were not in order%s"
        .formatted(
            small.runs(),
            small.isInterrupted() ? " and interrupted; it may become smaller still" : "",
            small.overrides().isEmpty() ? "the scenario as it is" : words(small.overrides()),
            Quantities.count(small.choices().deviations().size(), "choice"),
            kept.wrong().deviations().size(),
            small.showsAgain()
                ? ""
                : "; a run with these choices does NOT go wrong so again: it depends on more than"
                    + " scenario and choices, such as a design that keeps something from run to run");
  }

  private static String words(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining(", "));
  }

  /** The nearest schedule that does not fail, and where the two part; lines. */
  List<String> nearest() {
    var lines = new ArrayList<String>();
    lines.add(head());
    lines.addAll(choices());
    kept.beside().ifPresent(beside -> lines.addAll(parting(beside.runs().partings())));
    return lines;
  }

  /** Which schedule that is. */
  String head() {
    var nearest = kept.nearest();
    var choices = kept.small().choices().deviations().size();
    return switch (nearest.way()) {
      case IN_ORDER -> "the nearest schedule that does not fail: everything in order";
      case FEWER_CHOICES ->
          "the nearest schedule that does not fail makes %d of these %d choices:"
              .formatted(passing().map(made -> made.deviations().size()).orElse(0), choices);
      case OTHER_CHOICES ->
          "in order it fails, too; the nearest schedule found that does not fail:";
      case NONE ->
          nearest.isInterrupted()
              ? "interrupted: the nearest schedule that does not fail was not found"
              : "no schedule that does not fail was found in %,d that were tried"
                  .formatted(nearest.runs());
    };
  }

  private Optional<ChoicesFile> passing() {
    return kept.beside().map(KeptFinding.Beside::passing);
  }

  /** What is not in order in it; none if everything is. */
  List<String> choices() {
    return passing().stream()
        .flatMap(made -> made.told().stream())
        .map(told -> INDENT + told)
        .toList();
  }

  /** Where the two part: the actors that are first to handle something else. */
  static List<String> parting(List<Parting> all) {
    if (all.isEmpty()) {
      return List.of(
          "every actor handles the same in both, in the same order; only times or contents differ");
    }
    var lines = new ArrayList<String>();
    for (var place : shown(all)) {
      lines.add(
          "%s %s, after %s that it handles alike in both"
              .formatted(
                  lines.isEmpty() ? "they part first at" : "then at",
                  place.actor(),
                  Quantities.count(place.alike(), "message")));
      lines.add(INDENT + "failing: " + what(place.first()));
      lines.add(INDENT + "passing: " + what(place.second()));
    }
    return lines;
  }

  /** An actor that handles nothing more since another failed says little. */
  private static List<Parting> shown(List<Parting> all) {
    var some = all.stream().filter(place -> place.first().isPresent()).limit(MOST_PLACES).toList();
    return some.isEmpty() ? all.subList(0, 1) : some;
  }

  private static String what(Optional<MessageLog.Entry> entry) {
    return entry.map(MessageLog.Entry::words).orElse("nothing more");
  }
}
