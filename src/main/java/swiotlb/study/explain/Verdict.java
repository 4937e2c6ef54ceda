package swiotlb.study.explain;

import static swiotlb.study.explain.Said.formatted;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import swiotlb.report.Quantities;

/**
 * The answer to a whole log.
 *
 * @param words in a few words
 * @param sentence in one sentence
 * @param paste what to paste; empty if nothing helps that way
 */
public record Verdict(String words, String sentence, String paste) {

  /** Of what was explained. */
  public static Verdict of(Explained explained, List<Group> groups) {
    if (groups.isEmpty()) {
      return explained.facts().isEmpty()
          ? new Verdict(
              "Nothing to explain",
              formatted(
                  "None of %s is about bounce buffers.",
                  Quantities.count(explained.counts().lines(), "line")),
              "")
          : new Verdict(
              "No fault",
              formatted(
                  "No fault: %s of bounce buffers, and none tells of a failure.",
                  explained.facts().size() == 1
                      ? "1 line tells"
                      : explained.facts().size() + " lines tell"),
              "");
    }
    var first = groups.get(0);
    var advice = first.sample().advice();
    return new Verdict(
        formatted("%s: %s", first.cause().word(), first.cause().meaning()),
        formatted(
            "%s %s: %s%s%s. What helps: %s.",
            switch (first.sample().sure()) {
              case CERTAIN -> "Certainly";
              case LIKELY -> "Likely";
              case POSSIBLE -> "Possibly";
            },
            first.cause().word(),
            first.cause().meaning(),
            where(explained.lines().size(), groups),
            besides(groups),
            advice.fix().meaning()),
        advice.paste());
  }

  /** Which lines the first cause is of. */
  private static String where(int all, List<Group> groups) {
    var alike = groups.stream().filter(g -> g.cause() == groups.get(0).cause()).toList();
    var lines = alike.stream().mapToInt(g -> g.lines().size()).sum();
    var devices = alike.stream().map(Group::device).filter(d -> !d.isEmpty()).distinct().toList();
    var names =
        devices.isEmpty()
            ? ""
            : devices.size() == 1
                ? devices.get(0)
                : formatted("of %d devices such as %s", devices.size(), devices.get(0));
    var count = all == 1 ? "" : formatted("%d of %d lines", lines, all);
    var words =
        devices.size() > 1 || count.isEmpty() || names.isEmpty()
            ? List.of(count, names)
            : List.of(names, count);
    var text = words.stream().filter(w -> !w.isEmpty()).collect(Collectors.joining(", "));
    return text.isEmpty() ? "" : " (" + text + ")";
  }

  /** The other causes, with how many lines each has. */
  private static String besides(List<Group> groups) {
    var counts = new LinkedHashMap<Cause, Integer>();
    groups.stream()
        .filter(g -> g.cause() != groups.get(0).cause())
        .forEach(g -> counts.merge(g.cause(), g.lines().size(), Integer::sum));
    return counts.isEmpty()
        ? ""
        : "; besides "
            + counts.entrySet().stream()
                .map(c -> c.getKey().word() + " (" + Quantities.count(c.getValue(), "line") + ")")
                .collect(Collectors.joining(", "));
  }
}
