package swiotlb.cli;

import java.io.PrintWriter;
import java.util.Locale;
import swiotlb.input.Text;
import swiotlb.kernel.text.Release;
import swiotlb.workload.ftrace.Recording;

/** What {@code replay} says of how it read a recording, and of what is wrong with it. */
final class ReadingText {
  /** Fewer mappings may be so by chance. */
  private static final int LEAST_TELLING = 16;

  private ReadingText() {}

  static void describe(Recording recording, PrintWriter out) {
    var reading = recording.reading();
    out.printf(
        "%d lines, %s%d CPUs, %s; %d mappings bounced, %d did not%n",
        reading.lines(),
        recording.host().cpusAreKnown() ? "" : "at least ",
        recording.cpus(),
        recording.hasProbes() ? "with probes" : "standard events only",
        recording.mappings().size(),
        reading.notBounced());
    if (!recording.host().cpusAreKnown()) {
      out.println(
          "nothing says how many CPUs the machine has, which decides the areas; name them by --cpus");
    }
    highestCpu(recording, out);
    recording.host().release().ifPresent(release -> kernel(release, recording, out));
    var unpaired = recording.bounces().size() - recording.mappings().size();
    if (unpaired > 0 && !recording.mappings().isEmpty()) {
      out.printf(
          "%d bounces have no mapping in the recording; they are left out, whatever became of them%n",
          unpaired);
    }
    if (reading.unreadable() > 0) {
      out.printf(
          "%d lines could not be read, the first: %s%n",
          reading.unreadable(), Text.printable(reading.unreadableExample()));
    }
    if (reading.isCutOff()) {
      out.printf(
          "the file is cut off after its line %d; what was read before is followed%n",
          reading.cutOffAfter());
    }
    losses(recording, out);
    order(reading, out);
    if (!reading.flags()) {
      out.println(
          "no line says in which context it was written: requests count as made where they may wait");
    }
    if (!reading.hasSeconds()) {
      out.println(
          "the clock of the recording counts something else than time: order is right, durations are not");
    }
    leftOut(recording, out);
    earlier(recording, out);
  }

  /** Of what a filter may have left out, what is there tells too little. */
  private static void leftOut(Recording recording, PrintWriter out) {
    var reading = recording.reading();
    if (recording.mappings().size() < LEAST_TELLING) {
      return;
    }
    if (reading.releases() == 0 && reading.lost().missing() == 0) {
      out.println(
          "no line gives anything back: unless all of it was held for good, the events dma_unmap_* were left out; then slots stay in use that were not, and what follows is doubtful");
    }
    if (reading.lineCpus().seen() == 1 && recording.cpus() > 1) {
      out.printf(
          "all lines are of CPU %d: what other CPUs took and gave back is not known if theirs were left out%n",
          reading.lineCpus().highest());
    }
  }

  private static void kernel(Release release, Recording recording, PrintWriter out) {
    out.printf(
        "kernel %s%s%n",
        release, recording.host().isStatic().map(is -> is ? ", static" : ", dynamic").orElse(""));
    if (release.isUnknown()) {
      out.printf(
          "%s is newer than %s, the newest that is known, and is taken to be like it%n",
          release, Release.NEWEST);
    }
  }

  /** One line can make a machine of many CPUs, which decides its areas. */
  private static void highestCpu(Recording recording, PrintWriter out) {
    var of = recording.reading().lineCpus();
    var numbers = of.highest() + 1;
    if (of.said() > 0 && numbers > of.said()) {
      out.printf(
          "line %d is of CPU %d, but something says that there are %d CPUs: %s%n",
          of.line(),
          of.highest(),
          of.said(),
          recording.cpus() < numbers
              ? "their numbers have holes"
              : "taken as %d, which decides the areas; if their numbers have holes, say how many are possible by --cpus"
                  .formatted(recording.cpus()));
    } else if (of.said() == 0 && recording.cpus() == numbers && numbers > of.seen() * 2) {
      out.printf(
          "that is so because of line %d, of CPU %d; only %d CPUs wrote lines%n",
          of.line(), of.highest(), of.seen());
    }
  }

  /** Times that go back are no single recording. */
  private static void order(Recording.Reading reading, PrintWriter out) {
    var order = reading.order();
    if (order.goesBack() == 0) {
      return;
    }
    out.printf(
        "the time goes back at line %d by %s%s: two recordings in one file, or lines out of order; what follows is doubtful, so give one recording at a time, as it was written%n",
        order.line(),
        reading.hasSeconds()
            ? String.format(Locale.ROOT, "%.6f s", order.byNs() / 1e9)
            : Long.toString(order.byNs()),
        order.goesBack() > 1 ? ", and %d times more".formatted(order.goesBack() - 1) : "");
  }

  private static void losses(Recording recording, PrintWriter out) {
    var lost = recording.reading().lost();
    if (lost.missing() > 0) {
      out.printf(
          "%d buffers are mapped again although no line gives them back: lines are missing that nothing tells of, so what follows is doubtful; record all CPUs and all events dma:*, and give the text as it was written%n",
          lost.missing());
    }
    if (!lost.any()) {
      return;
    }
    out.printf(
        "the kernel lost %d%s lines: a larger trace buffer helps%n",
        lost.lines(), lost.isUncounted() ? " and uncounted further" : "");
    if (lost.isAnywhere()) {
      out.println(
          "where they were lost is told nowhere, only how many: all that follows is doubtful, and lists that failed cannot be told from lists whose lines were lost");
    } else if (recording.losses().isEmpty()) {
      out.println(
          "they were older than those that are there, on each CPU apart: the beginning is doubtful");
    }
    if (!recording.losses().isEmpty()) {
      out.printf(
          "%d times between its lines, first before bounce %d: from there on slots may be taken or given back without a line that says so, and what follows is doubtful%n",
          recording.losses().size(), recording.losses().get(0).afterBounces());
      if (lost.released() > 0) {
        out.printf(
            "%d mappings that are never given back are taken to be so where lines were lost%n",
            lost.released());
      }
    }
  }

  private static void earlier(Recording recording, PrintWriter out) {
    var earlier = recording.earlier();
    var used = recording.host().countersBefore().getOrDefault("io_tlb_used", 0L);
    if (used > 0) {
      out.printf("%d slots were in use when it began%n", used);
    }
    if (earlier.lists() > 0) {
      out.printf(
          "%d lists were given back that were mapped before it began; they do not say where they lay%n",
          earlier.lists());
    }
  }
}
