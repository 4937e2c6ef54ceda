package swiotlb.cli.advise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import swiotlb.input.Text;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.report.Quantities;
import swiotlb.study.advise.Advice;
import swiotlb.study.advise.AskedSize;
import swiotlb.study.advise.CostRanges;
import swiotlb.study.advise.Judged;
import swiotlb.study.advise.KernelAdvice;
import swiotlb.study.advise.Margin;
import swiotlb.study.advise.SizePoint;
import swiotlb.study.advise.Trial;
import swiotlb.study.advise.Unbounded;

/** Advice in sentences, for the screen and for pages. */
final class AdviceWords {
  private static final String NO_FREE_RUN = FailureReason.NO_FREE_RUN.id();

  private final Advice advice;
  private final Map<String, List<String>> remedies;

  /**
   * Of some advice.
   *
   * @param remedies what helps against each reason of a failure, as results name it
   */
  AdviceWords(Advice advice, Map<String, List<String>> remedies) {
    this.advice = advice;
    this.remedies = remedies;
  }

  // The answer.

  /** In a sentence, without its end. */
  String answer() {
    if (advice.unbounded().isPresent()) {
      return "no size helps: " + unbounded(advice.unbounded().get());
    }
    if (advice.withoutPool()) {
      return advice.unsized().failed().isEmpty()
          ? "nothing is to be set: this machine has no default pool, whatever number swiotlb= has, and no mapping fails"
          : "no size helps: this machine has no default pool, whatever number swiotlb= has, and mappings fail";
    }
    var own = advice.own().orElseThrow();
    var size = own.size().parameters(advice.workload().words());
    if (!advice.isGood()) {
      return "no size helps against all of it: %s; for the rest %s is enough%s"
          .formatted(
              beyondHelp(own),
              size,
              own.beyondHelp().isEmpty()
                  ? ""
                  : ", in which what fails takes no slots: once that is mended, ask again");
    }
    return "%s is enough%s: %s, with %s".formatted(size, kernel(own), memory(own), met(own));
  }

  private static String kernel(KernelAdvice own) {
    return own.isDynamic() ? " for a kernel with dynamic pools" : " for a static kernel";
  }

  private static String memory(KernelAdvice own) {
    var saved = own.savedBytes();
    var inTheEnd = Math.round(own.point().poolBytes());
    var grows = own.isDynamic() && inTheEnd > (long) own.size().slots() * own.slotBytes();
    var size =
        Quantities.bytes(own.sizedBytes())
            + (grows
                ? " at boot (pools of %s in the end)".formatted(Quantities.bytes(inTheEnd))
                : "");
    if (saved == 0) {
      return size + ", as much as the kernel takes by itself";
    }
    return "%s, %s %s than the %s that the kernel takes by itself"
        .formatted(
            size,
            Quantities.bytes(Math.abs(saved)),
            saved > 0 ? "less" : "more",
            Quantities.bytes(own.unsizedBytes()));
  }

  private static String met(KernelAdvice own) {
    var failures = own.point().objective(Judged.FAILURES);
    var words = new ArrayList<String>();
    words.add(
        failures.mean() == 0
            ? "no mapping failing"
            : Numbers.number(failures.mean()) + " mappings failing on average");
    if (own.isDynamic()) {
      words.add(
          Numbers.percent(own.point().objective(Judged.TRANSIENT_SHARE).mean())
              + " in transient pools");
    }
    return String.join(" and ", words);
  }

  private String unbounded(Unbounded grows) {
    var device = device(grows.device());
    var rate = Numbers.number(grows.slotsPerSecond());
    return switch (grows.why()) {
      case LEAK ->
          "%s maps buffers that it never gives back (%s slots a second, %d in the end): a larger pool is full later"
              .formatted(device, rate, grows.heldSlots());
      case QUEUE ->
          "what %s has in flight grows all the time (%s slots a second, %d in the end): requests come faster than they are served, and a larger pool is full later"
              .formatted(device, rate, grows.heldSlots());
    };
  }

  /** Against what no size helps. */
  String beyondHelp(KernelAdvice kernel) {
    var words = new ArrayList<String>();
    if (!kernel.beyondHelp().isEmpty()) {
      words.add(
          "mappings fail at any size ("
              + kernel.beyondHelp().stream()
                  .sorted()
                  .map(this::failure)
                  .collect(Collectors.joining(", "))
              + ")");
    }
    kernel.leftOut().stream()
        .sorted()
        .forEach(
            name ->
                words.add(
                    "%s %s is not met at any size that was tried (%s)"
                        .formatted(
                            name,
                            Numbers.shown(name, kernel.point().objective(name).limit()),
                            Numbers.shown(name, kernel.point().objective(name).mean()))));
    return String.join("; ", words);
  }

  private String failure(Trial.Failure failure) {
    return failure.device().isEmpty()
        ? failure.reason()
        : device(failure.device()) + ": " + failure.reason();
  }

  private String device(String name) {
    return Text.onOneLine(advice.workload().device(name));
  }

  /** What is to be written, at the end. */
  String paste(KernelAdvice own) {
    var size = own.size().parameters(advice.workload().words());
    return advice.isGood() ? size : "nothing to paste before that is mended; then ask again";
  }

  /** What to do instead. */
  List<String> instead() {
    if (advice.unbounded().isPresent()) {
      return List.of(
          advice.unbounded().get().why() == Unbounded.Why.LEAK
              ? "mend the driver; until then a reboot, or unbinding the device, gives the slots back"
              : "limit what is in flight (queue depth, nr_requests), or take load away");
    }
    var beyondHelp =
        advice.withoutPool()
            ? advice.unsized().failed().keySet()
            : advice.own().map(KernelAdvice::beyondHelp).orElse(Set.of());
    return beyondHelp.stream().sorted().flatMap(this::instead).distinct().toList();
  }

  private Stream<String> instead(Trial.Failure failure) {
    if (failure.reason().equals(NO_FREE_RUN) && advice.restricted().contains(failure.device())) {
      return Stream.of(
          "%s: %s has a pool of its own, which swiotlb= does not size and which never grows: make its region larger (restricted-pool), or limit what is in flight"
              .formatted(failure.reason(), device(failure.device())));
    }
    return remedies.getOrDefault(failure.reason(), List.of()).stream()
        .map(remedy -> failure.reason() + ": " + remedy);
  }

  // What it rests on.

  /** Why not less. */
  String below(KernelAdvice kernel) {
    if (kernel.below().isEmpty()) {
      return "no boot gives less";
    }
    var below = kernel.below().get();
    var unmet = below.unmet().stream().filter(one -> counts(one, kernel)).toList();
    return "with %d slots in %s %s"
        .formatted(
            below.bootedSlots(),
            Quantities.count(below.bootedAreas(), "area"),
            unmet.isEmpty() ? "some machines do not meet them" : breaks(below, unmet));
  }

  private static boolean counts(Judged one, KernelAdvice kernel) {
    return !kernel.leftOut().contains(one.name());
  }

  private String breaks(SizePoint point, List<Judged> unmet) {
    var words = new ArrayList<String>();
    for (var one : unmet) {
      words.add(
          one.name().equals(Judged.FAILURES)
              ? "%s mappings fail on average%s".formatted(Numbers.number(one.mean()), first(point))
              : "%s is %s, more than %s"
                  .formatted(
                      one.name(),
                      Numbers.shown(one.name(), one.bound()),
                      Numbers.shown(one.name(), one.limit())));
    }
    return String.join(", and ", words);
  }

  private String first(SizePoint point) {
    return point
        .first()
        .map(
            first ->
                " (the first after %s: %s of %s, %s)"
                    .formatted(
                        Quantities.time(first.atNs()),
                        Quantities.bytes(first.bytes()),
                        device(first.failure().device()),
                        first.failure().reason()))
        .orElse("");
  }

  /** What more load does. */
  String margin(KernelAdvice kernel) {
    Margin margin = kernel.margin().orElseThrow();
    var load = Numbers.number(margin.factor()) + " times the load";
    if (margin.isMet()) {
      return "%s: it is still enough".formatted(load);
    }
    var breaks =
        margin
            .breaks()
            .map(
                point ->
                    "; what breaks first: "
                        + breaks(
                            point,
                            point.unmet().stream().filter(one -> counts(one, kernel)).toList()))
            .orElse("");
    return "%s: it is not enough%s%s; %s"
        .formatted(
            load,
            margin.holdsUpTo() > 1
                ? ", but up to " + Numbers.number(margin.holdsUpTo()) + " times"
                : "",
            breaks,
            margin
                .size()
                .map(size -> "it takes " + size.parameters(advice.workload().words()))
                .orElse("no size that was tried is"));
  }

  /** What is known before anything runs. */
  String bounds() {
    var bounds = advice.bounds();
    return "at most %d slots can be held at a time, padding included, the largest mapping takes %d; %d slots refuse nothing however buffers lie"
        .formatted(bounds.inFlightSlots(), bounds.largestSlots(), bounds.sufficientSlots());
  }

  /** The other kernel. */
  String other(KernelAdvice other) {
    return "a kernel %s dynamic pools: %s (%s)"
        .formatted(
            other.isDynamic() ? "with" : "without",
            other.size().parameters(advice.workload().words()),
            other.beyondHelp().isEmpty() ? met(other) : beyondHelp(other));
  }

  /** How sure it is. */
  List<String> sure(KernelAdvice kernel) {
    var lines = new ArrayList<String>();
    var point = kernel.point();
    var level = Numbers.percent(advice.objectives().confidence());
    lines.add(
        point.machinesThatMet() == point.machines()
            ? "%s from boot met every objective that counts: at least %s of such machines do, with %s confidence"
                .formatted(
                    Quantities.count(point.machines(), "machine"),
                    Numbers.percent(advice.objectives().leastShare(point.machines())),
                    level)
            : "%d of %s from boot met every objective that counts; their means do, with %s confidence"
                .formatted(
                    point.machinesThatMet(), Quantities.count(point.machines(), "machine"), level));
    if (!kernel.isDynamic() && point.usedSlots() == point.bootedSlots()) {
      lines.add(withoutRoom(kernel));
    }
    lines.add(costs(advice.costs()));
    lines.add(
        "sizes are those that a boot gives, powers of two; %s from boot in all, from seed %d"
            .formatted(Quantities.count(advice.machines(), "machine"), advice.seed()));
    lines.addAll(advice.workload().assumed());
    lines.addAll(advice.remarks());
    lines.addAll(kernel.remarks());
    return lines;
  }

  /** A pool that is full at the best moment is too small at another. */
  private String withoutRoom(KernelAdvice kernel) {
    var size = kernel.size();
    var twice = new AskedSize(2 * size.slots(), size.areas(), size.coherentBytes());
    return "all %d slots were in use at a time: buffers that come or go in another order may be refused for a moment; %s leaves room for that"
        .formatted(kernel.point().usedSlots(), twice.parameters(advice.workload().words()));
  }

  private static String costs(CostRanges costs) {
    var ranges = costs.ranges();
    if (ranges.isEmpty()) {
      return "costs are those of %s and are not varied: none is more than 0, or the scenario says them itself"
          .formatted(costs.platform());
    }
    var written = ranges.stream().filter(CostRanges.Range::isWritten).count();
    var grades =
        List.of(CostRanges.Grade.values()).stream()
            .map(grade -> ranges.stream().filter(r -> r.grade() == grade).count() + " " + grade)
            .collect(Collectors.joining(", "));
    return "costs are those of %s, but each machine after the first has its own: %s (%s) drawn from their ranges, %d of them as the platform writes them, the others by grade (H 1.15, M 1.5, L 2 times less or more)"
        .formatted(costs.platform(), Quantities.count(ranges.size(), "figure"), grades, written);
  }
}
