package swiotlb.study.explain;

import static swiotlb.study.explain.Said.formatted;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import swiotlb.kernel.text.KernelParameters;

/**
 * Explains what a log says of bounce buffers. The same lines in another order are explained alike,
 * where they have times; what has none is taken in the order in which it came.
 */
public final class Explainer {
  private static final Comparator<LogLine> BY_TIME =
      Comparator.comparingDouble(LogLine::order).thenComparingDouble(LogLine::bootSeconds);

  private Explainer() {}

  /** Explains all that was read; nothing is read after it. */
  public static Explained explain(LogReading reading) {
    reading.end();
    var machine = reading.machine();
    var found = new ArrayList<>(reading.found());
    found.sort(
        Comparator.comparing(Shape.Found::line, BY_TIME)
            .thenComparing(f -> Double.isNaN(f.line().order()) ? "" : f.line().body()));
    var full = found.stream().filter(f -> f.shape() == Shape.FULL).map(FullLine::of).toList();
    var pools = new Pools(machine, full);
    var others = new OtherLines(machine);
    var words = new BootFacts(machine);
    var lines = new ArrayList<Explanation>();
    var facts = new ArrayList<Fact>();
    for (var one : found) {
      if (one.shape() == Shape.FULL) {
        lines.add(pools.explain(FullLine.of(one)));
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
        use(full),
        reading.counts().withPassedOver(passedOver),
        remarks(reading, pools));
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
  private static List<Explained.Use> use(List<FullLine> lines) {
    var isOfBoot = lines.stream().noneMatch(l -> Double.isNaN(l.found().line().bootSeconds()));
    return lines.stream()
        .filter(l -> !Double.isNaN(l.found().line().order()))
        .map(
            l ->
                new Explained.Use(
                    isOfBoot ? l.found().line().bootSeconds() : l.found().line().order(),
                    l.total(),
                    l.used()))
        .toList();
  }

  private static List<String> remarks(LogReading reading, Pools pools) {
    var remarks = new ArrayList<String>();
    var machine = reading.machine();
    if (machine.boots() > 1) {
      remarks.add(
          formatted(
              "The log tells of %d boots; what is said of the pool is of the last one that was read, and lines of all are explained together.",
              machine.boots()));
    }
    if (machine.boots() <= 1 && !pools.isOneMachine()) {
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
