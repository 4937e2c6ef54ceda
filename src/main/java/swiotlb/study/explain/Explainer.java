package swiotlb.study.explain;

import static swiotlb.study.explain.Said.formatted;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import swiotlb.kernel.text.KernelParameters;

/**
 * Explains what a log says of bounce buffers. The same lines in another order are explained alike,
 * where they have times; what has none is taken in the order in which it came.
 */
public final class Explainer {
  private static final int MOST_NAMES = 4;

  private Explainer() {}

  /** Explains all that was read; nothing is read after it. */
  public static Explained explain(LogReading reading) {
    reading.end();
    var machine = reading.machine();
    var found = new ArrayList<>(reading.found());
    var timeline = Timeline.of(found.stream().map(Shape.Found::line).toList());
    found.sort(
        Comparator.comparing(Shape.Found::line, timeline.order())
            .thenComparing(f -> Double.isNaN(timeline.at(f.line())) ? "" : f.line().body()));
    var full =
        found.stream()
            .filter(f -> f.shape() == Shape.FULL)
            .map(line -> FullLine.of(line, timeline))
            .toList();
    var pools = new Pools(machine, full);
    var others = new OtherLines(machine);
    var words = new BootFacts(machine);
    var lines = new ArrayList<Explanation>();
    var facts = new ArrayList<Fact>();
    for (var one : found) {
      if (one.shape() == Shape.FULL) {
        lines.add(pools.explain(FullLine.of(one, timeline)));
      } else if (one.shape() == Shape.COMMAND_LINE) {
        commandLine(one, machine, lines, facts);
      } else {
        others.explain(one).ifPresentOrElse(lines::add, () -> words.of(one).ifPresent(facts::add));
      }
    }
    var passedOver = found.size() - lines.size() - facts.size();
    reading.unknown().forEach(line -> lines.add(unknown(line)));
    return new Explained(
        lines,
        facts,
        use(full, timeline),
        reading.counts().withPassedOver(passedOver),
        remarks(reading, pools, timeline));
  }

  /** One that says nothing of bounce buffers is passed over. */
  private static void commandLine(
      Shape.Found found, MachineWords machine, List<Explanation> lines, List<Fact> facts) {
    var text = found.values().get(0);
    if (!text.contains("swiotlb") && !text.contains("coherent_pool") && !text.contains("iommu=")) {
      return;
    }
    var read = machine.parametersOf(text);
    if (facts.stream().anyMatch(f -> isSameCommandLine(f.line(), text))
        || lines.stream().anyMatch(l -> isSameCommandLine(l.line(), text))) {
      facts.add(new Fact(found.line(), "", "The same command line once more."));
      return;
    }
    if (read.map(KernelParameters::swiotlb).filter(s -> s.noforce()).isPresent()) {
      lines.add(
          new Explanation(
              found.line(),
              "",
              Cause.FORCED_OFF,
              List.of(),
              Sure.CERTAIN,
              "swiotlb=noforce: the kernel makes no pool, and a mapping that would have to bounce fails.",
              new PoolAdvice(machine).dropNoforce()));
      return;
    }
    facts.add(
        new Fact(
            found.line(),
            "",
            read.map(
                    p ->
                        p.notes().isEmpty()
                            ? "The command line is read as it is written."
                            : "The kernel reads the command line otherwise than it looks: "
                                + String.join("; ", p.notes())
                                + (machine.release().isPresent()
                                    ? "."
                                    : "; the release is not told, 6.12 is assumed."))
                .orElse("The command line has a number that no machine can have.")));
  }

  /** It is logged early, and again later with another word before it. */
  private static boolean isSameCommandLine(LogLine line, String text) {
    return !text.isEmpty() && line.body().endsWith("ommand line: " + text);
  }

  private static Explanation unknown(LogLine line) {
    return new Explanation(
        line,
        "",
        Cause.UNKNOWN,
        List.of(),
        Sure.POSSIBLE,
        "It names the software IO TLB, but is none of the lines that kernels from 4.x to 7.3 are known to write, or it is cut off.",
        new Explanation.Advice(Fix.LOOK_FURTHER, "Give the whole line, with those around it.", ""));
  }

  /** Times of one clock only. */
  private static List<Explained.Use> use(List<FullLine> lines, Timeline timeline) {
    return timeline.isOneClock()
        ? lines.stream()
            .filter(l -> !Double.isNaN(l.seconds()))
            .map(l -> new Explained.Use(l.seconds(), l.total(), l.used()))
            .toList()
        : List.of();
  }

  private static String few(Set<String> names) {
    return names.stream().sorted().limit(MOST_NAMES).collect(Collectors.joining(", "))
        + (names.size() > MOST_NAMES ? ", …" : "");
  }

  private static List<String> remarks(LogReading reading, Pools pools, Timeline timeline) {
    var remarks = new ArrayList<String>();
    var machine = reading.machine();
    var boots = Math.max(machine.boots(), reading.boots());
    if (boots > 1) {
      remarks.add(
          formatted(
              "The log tells of %d boots, and lines of each are held against each other; what is said of the machine is of the last one that was read.",
              boots));
    }
    if (reading.hosts().size() > 1) {
      remarks.add(
          formatted(
              "The log is of %d hosts (%s), and lines of each are held against each other; what is said of the machine is of the last one that was read.",
              reading.hosts().size(), few(reading.hosts())));
    }
    if (timeline.isMixed()) {
      remarks.add(
          "Some lines have times since boot and others of a clock, which cannot be compared: they are taken as they came, and whether slots in use only grow (leak) is not judged.");
    }
    if (boots <= 1 && !pools.isOneMachine()) {
      remarks.add(
          "Some lines have a total below what the pool had at boot: they are of several machines or boots, and none is taken to have grown its pool.");
    }
    var counts = reading.counts();
    if (counts.beyond() > 0) {
      remarks.add(
          formatted(
              "%d more lines of these kinds were counted and not explained one by one.",
              counts.beyond()));
    }
    if (counts.suppressed() > 0) {
      remarks.add(
          formatted(
              "The kernel itself left out %d lines: it writes at most ten in five seconds of a kind.",
              counts.suppressed()));
    }
    return remarks;
  }
}
