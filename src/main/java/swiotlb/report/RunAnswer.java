package swiotlb.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import swiotlb.figures.Ending;
import swiotlb.figures.EvidenceFigures;
import swiotlb.figures.MapTime;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.report.page.Report.Answer;
import swiotlb.report.page.Report.Tone;

/** Whether a machine's bounce buffers were enough for its jobs; if not, why, and what to set. */
final class RunAnswer {
  private static final long LEAST_SUGGESTED = 1024;
  private static final double MUCH = 0.1;
  private static final int MOST_REMEDIES = 4;

  private final Head head;
  private final Tally tally;
  private final Measured last;
  private final List<String> sentences = new ArrayList<>();

  private RunAnswer(Head head, Tally tally, Measured last) {
    this.head = head;
    this.tally = tally;
    this.last = last;
  }

  /** Of a simulation of which no run ended. */
  static Answer withoutRuns(Ending ending) {
    return ending.failure() == null
        ? new Answer(
            Tone.DOUBTFUL, "Nothing to tell", List.of("It was interrupted before a run had ended."))
        : new Answer(Tone.BAD, "The run failed", List.of(failure(ending.failure())));
  }

  /** Of all runs together, of which the last one is given. */
  static Answer of(Head head, Tally tally, Measured last, Ending ending) {
    var answer = new RunAnswer(head, tally, last);
    var given = answer.given(ending);
    answer.tellMore(ending);
    return new Answer(given.tone(), given.verdict(), answer.sentences);
  }

  private Answer given(Ending ending) {
    if (ending.failure() != null) {
      sentences.add(failure(ending.failure()));
      return says(Tone.BAD, "The run failed");
    } else if (!ending.broken().isEmpty()) {
      sentences.add("What must always hold did not, in " + ending.broken().get(0) + ".");
      return says(Tone.BAD, "An invariant broke");
    } else if (tally.failed() > 0) {
      tellFailures();
      return tally.givenUp > 0
          ? says(Tone.BAD, "It does not fit")
          : says(Tone.DOUBTFUL, "It fits badly: drivers had to try again");
    }
    return fits();
  }

  private static Answer says(Tone tone, String verdict) {
    return new Answer(tone, verdict, List.of());
  }

  private static String failure(Ending.Failure failure) {
    return formatted(
        "It failed at %s%s: %s",
        Quantities.time(failure.timeNs()),
        failure.actor().isEmpty() ? "" : " in " + failure.actor(),
        failure.what().lines().findFirst().orElse(""));
  }

  private void tellFailures() {
    var reasons =
        tally.failures.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .toList();
    var tries = tally.maps + tally.failed();
    sentences.add(
        formatted(
            "%d of %d tries to map failed (%s): %s. Of the requests %d were given up, and %d completed%s.",
            tally.failed(),
            tries,
            percent(tally.failed(), tries),
            reasons.stream()
                .map(reason -> reason.getKey() + " " + reason.getValue())
                .collect(Collectors.joining(", ")),
            tally.givenUp,
            tally.requests,
            inRuns()));
    var most = reasons.get(0).getKey();
    var evidence = tally.evidence.get(most);
    if (evidence != null && EvidenceFigures.isKeptOf(most)) {
      sentences.add(why(most, evidence));
    }
    reasons.stream()
        .flatMap(reason -> head.remedies().getOrDefault(reason.getKey(), List.of()).stream())
        .distinct()
        .limit(MOST_REMEDIES)
        .forEach(remedy -> sentences.add("What helps: " + remedy + "."));
  }

  private static String why(String reason, Measured evidence) {
    var used = evidence.get(EvidenceFigures.USED_SLOTS);
    var total = evidence.get(EvidenceFigures.TOTAL_SLOTS);
    return formatted(
        "The least that was in use when %s came: %s%s.",
        reason,
        used > total
            ? "%d slots, of which lasting pools have %d, and transient ones the others"
                .formatted(used, total)
            : "%d of %d slots (%s)".formatted(used, total, percent(used, total)),
        evidence
            .get(EvidenceFigures.LARGEST_FREE_RUN)
            .map(run -> "; the longest free run then: " + Quantities.count(run, "slot"))
            .orElse(""));
  }

  private Answer fits() {
    var bounced = tally.maps - tally.directMaps;
    if (bounced == 0) {
      sentences.add(
          formatted(
              "None of %d mappings needed a bounce buffer%s: devices reach the memory themselves.",
              tally.maps, inRuns()));
      return says(Tone.GOOD, "It fits: nothing bounces");
    }
    var slots = last.get(RunFigures.IO_TLB_NSLABS);
    var most = last.get(RunFigures.IO_TLB_USED_HIWATER);
    var pools = last.get(RunFigures.DYNAMIC_POOLS);
    sentences.add(
        formatted(
            "All %d mappings that had to bounce were served%s; at most %d slots (%s) were in use at a time, where lasting pools have %d (%s) in the end.",
            bounced,
            inRuns(),
            most,
            Quantities.bytes(most * head.slotBytes()),
            slots,
            Quantities.bytes(slots * head.slotBytes())));
    if (tally.transientMaps > 0) {
      sentences.add(
          formatted(
              "%d of them (%s) found no room and took transient pools, each of which had to be made first.",
              tally.transientMaps, percent(tally.transientMaps, bounced)));
    }
    if (pools > 0) {
      sentences.add(
          formatted("The allocator grew by %s since boot.", Quantities.count(pools, "pool")));
    }
    if (tally.transientMaps > 0 || pools > 0) {
      tellEnough(Math.max(most, slots));
    }
    return tally.transientMaps > 0
        ? says(Tone.DOUBTFUL, "It fits, with transient pools")
        : says(Tone.GOOD, pools > 0 ? "It fits, having grown" : "It fits");
  }

  /** A power of two, as the kernel makes of any number. */
  private void tellEnough(long slots) {
    var enough = Math.max(LEAST_SUGGESTED, Long.highestOneBit(Math.max(1, slots - 1)) * 2);
    sentences.add(
        formatted(
            "To have that much from boot on, set swiotlb=%d (%s).",
            enough, Quantities.bytes(enough * head.slotBytes())));
  }

  private void tellMore(Ending ending) {
    var time = last.get(RunFigures.MAP_TIME);
    var waited = time.get(MapTime.LOCK_WAIT) / Math.max(1, MapTime.totalNs(time));
    if (waited >= MUCH) {
      sentences.add(
          formatted(
              "%.0f %% of the time of mappings went into waiting for locks of areas: more areas help (swiotlb=N,AREAS), as many as there are CPUs.",
              100 * waited));
    }
    if (tally.leakedSlots > 0) {
      sentences.add(
          Quantities.count(tally.leakedSlots, "slot")
              + (tally.leakedSlots == 1 ? " was" : " were")
              + " never given back: a driver forgets to unmap.");
    }
    if (ending.interrupted()) {
      sentences.add("It was interrupted; this is what had been done by then.");
    }
    if (!head.isVirtual()) {
      sentences.add(
          "On real threads all of this depends on timing, and differs from time to time.");
    }
  }

  private String inRuns() {
    return tally.runs > 1 ? " in " + tally.runs + " runs" : "";
  }

  private static String percent(long part, long whole) {
    var percent = 100.0 * part / Math.max(1, whole);
    return formatted(percent >= 1 || part == 0 ? "%.1f %%" : "%.2g %%", percent);
  }

  private static String formatted(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
