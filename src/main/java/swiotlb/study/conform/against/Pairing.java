package swiotlb.study.conform.against;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import swiotlb.study.conform.golden.GoldenCheck;
import swiotlb.workload.golden.GoldenAnswer;
import swiotlb.workload.golden.GoldenAnswer.Outcome;
import swiotlb.workload.golden.GoldenAnswer.PageQuestion;
import swiotlb.workload.golden.GoldenHeader;
import swiotlb.workload.golden.GoldenOp;

/**
 * A trace held against another kernel's of the same requests. What a difference is read as the
 * simulator tells: the kernel that departs from it there, each judged from its own recorded state.
 * A difference where neither departs follows from earlier ones. Addresses of pages are inputs and
 * do not count.
 */
final class Pairing {
  static final String OTHER = "in the other folder ";

  private final Judgement theirs;
  private final Judgement reference;
  private final Map<Integer, Difference> departures = new HashMap<>();
  private final Map<Integer, Difference> ofReference = new HashMap<>();

  /** Mappings that failed in one of the two: only the other unmaps them. */
  private final Set<Long> refused = new HashSet<>();

  private final List<Difference> differences = new ArrayList<>();
  private int equal;
  private int carried;

  private Pairing(GoldenTrace theirs, GoldenTrace reference) {
    this.theirs = Judge.judge(theirs);
    this.reference = Judge.judge(reference);
    for (var difference : this.reference.differences()) {
      ofReference.put(difference.index(), difference.with(ofOther(difference)));
    }
    for (var difference : this.theirs.differences()) {
      departures.put(difference.index(), difference);
    }
  }

  private static List<Reading> ofOther(Difference difference) {
    return difference.readings().stream()
        .map(reading -> new Reading(reading.rule(), OTHER + reading.saying()))
        .toList();
  }

  /** Theirs judged by the reference. */
  static Judgement judge(GoldenTrace theirs, GoldenTrace reference) {
    var unlike = unlike(theirs.header(), reference.header());
    return unlike == null
        ? new Pairing(theirs, reference).judge()
        : new Judgement(
            theirs,
            0,
            0,
            List.of(),
            theirs.operations().size(),
            reference.operations().size(),
            unlike);
  }

  /** Why two headers cannot be compared, or null. */
  private static @Nullable String unlike(GoldenHeader theirs, GoldenHeader reference) {
    var one = theirs.machine();
    var other = reference.machine();
    if (one == null || other == null) {
      return one == null && other == null
          ? null
          : "one of the two is a file of boots and the other is not";
    }
    if (!inputs(one).equals(inputs(other))) {
      return "the two headers describe different machines";
    }
    var sameDevices =
        theirs.devices().keySet().equals(reference.devices().keySet())
            && theirs.devices().values().stream()
                .allMatch(d -> d.limits().equals(reference.device(d.id()).limits()));
    if (!sameDevices || !theirs.restricted().equals(reference.restricted())) {
      return "the two headers describe different devices or restricted pools";
    }
    var pool = one.defaultPool();
    var otherPool = other.defaultPool();
    return pool != null && otherPool != null && pool.start() != otherPool.start()
        ? "the default pools lie at different addresses, on which places depend"
        : null;
  }

  private static List<Object> inputs(GoldenHeader.Machine machine) {
    return List.of(
        machine.boot(),
        machine.staticBuild(),
        machine.maxPageOrder(),
        machine.dmaZoneLimit(),
        machine.deferredGrace());
  }

  private Judgement judge() {
    var header = departures.getOrDefault(-1, ofReference.get(-1));
    if (header != null && !headers().equals(headersOfReference())) {
      add(header, headersOfReference());
    }
    var i = 0;
    var j = 0;
    while (i < judged(theirs) && j < judged(reference)) {
      var op = theirs.trace().operations().get(i);
      var other = reference.trace().operations().get(j);
      if (request(op).equals(request(other))) {
        compare(i++, op, j++, other);
      } else if (isOfRefused(op)) {
        i++;
        carried++;
      } else if (isOfRefused(other)) {
        j++;
      } else {
        return judgement(i, j, "line " + other.line() + " of the other folder asks something else");
      }
    }
    return i == theirs.operations() && j == reference.operations()
        ? judgement(i, j, null)
        : judgement(i, j, whyEarly());
  }

  private String whyEarly() {
    if (theirs.unfollowed() != null) {
      return theirs.unfollowed();
    }
    return reference.unfollowed() != null
        ? OTHER + reference.unfollowed()
        : "the trace of the other folder has other operations at its end";
  }

  private boolean isOfRefused(GoldenOp op) {
    return op instanceof GoldenOp.Unmap unmap && refused.contains(unmap.id());
  }

  private void noteRefused(GoldenOp op, GoldenOp other) {
    var isRefused =
        op.expected().outcome() instanceof Outcome.Failed
            != other.expected().outcome() instanceof Outcome.Failed;
    if (isRefused) {
      if (op instanceof GoldenOp.Map map) {
        refused.add(map.id());
      } else if (op instanceof GoldenOp.Alloc alloc) {
        refused.add(alloc.id());
      }
    }
  }

  private Judgement judgement(int from, int fromOfReference, @Nullable String why) {
    return new Judgement(
        theirs.trace(),
        equal,
        carried,
        differences,
        theirs.operations() - from,
        reference.operations() - fromOfReference,
        why);
  }

  private static int judged(Judgement judgement) {
    return judgement.operations() - judgement.notJudged();
  }

  private String headers() {
    return outcomes(theirs.trace().header());
  }

  private String headersOfReference() {
    return outcomes(reference.trace().header());
  }

  private static String outcomes(GoldenHeader header) {
    var machine = header.machine();
    return machine == null
        ? ""
        : machine + " " + header.devices().values().stream().map(d -> d.maxMapping()).toList();
  }

  private void compare(int index, GoldenOp op, int otherIndex, GoldenOp other) {
    noteRefused(op, other);
    var recorded = decision(op.expected());
    var referred = decision(other.expected());
    var departure = departures.getOrDefault(index, ofReference.get(otherIndex));
    if (recorded.equals(referred)) {
      equal++;
    } else if (departure == null) {
      carried++;
    } else {
      differences.add(Difference.of(index, op, other.expected(), departure.readings()));
    }
  }

  private void add(Difference header, String referred) {
    differences.add(
        new Difference(-1, 1, header.operation(), headers(), referred, header.readings()));
  }

  /** An operation without line and answer. */
  private static String request(GoldenOp op) {
    return GoldenCheck.describe(op).replaceFirst("line=\\d+", "");
  }

  /** An answer without addresses of pages. */
  private static GoldenAnswer decision(GoldenAnswer answer) {
    var pages =
        answer.pages().stream()
            .map(page -> new PageQuestion(page.order(), page.zone(), page.at() == null ? null : 0L))
            .toList();
    return new GoldenAnswer(placeless(answer.outcome()), answer.work(), pages);
  }

  private static Outcome placeless(Outcome outcome) {
    if (outcome instanceof Outcome.MappedTransient m) {
      return new Outcome.MappedTransient(0, m.nslabs(), m.slot(), m.slots(), m.offset(), m.pad());
    }
    return outcome instanceof Outcome.Grown g
        ? new Outcome.Grown(g.pool(), 0, g.nslabs(), g.areas(), g.areaNslabs())
        : outcome;
  }
}
