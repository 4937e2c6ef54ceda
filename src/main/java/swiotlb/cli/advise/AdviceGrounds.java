package swiotlb.cli.advise;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import swiotlb.report.Quantities;
import swiotlb.study.advise.Advice;
import swiotlb.study.advise.AskedSize;
import swiotlb.study.advise.CostRanges;
import swiotlb.study.advise.Judged;
import swiotlb.study.advise.KernelAdvice;
import swiotlb.study.advise.Margin;
import swiotlb.study.advise.SizePoint;

/** What some advice rests on, in sentences: why not less, margin, bounds, how sure it is. */
final class AdviceGrounds {
  private final Advice advice;
  private final AdviceWords words;

  AdviceGrounds(Advice advice, AdviceWords words) {
    this.advice = advice;
    this.words = words;
  }

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
    return !kernel.leftOut().containsKey(one.name());
  }

  private String breaks(SizePoint point, List<Judged> unmet) {
    var broken = new ArrayList<String>();
    for (var one : unmet) {
      broken.add(
          one.name().equals(Judged.FAILURES)
              ? "%s mappings fail on average%s".formatted(Numbers.number(one.mean()), first(point))
              : "%s is %s, more than %s"
                  .formatted(
                      one.name(),
                      Numbers.shown(one.name(), one.bound()),
                      Numbers.shown(one.name(), one.limit())));
    }
    return String.join(", and ", broken);
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
                        words.device(first.failure().device()),
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
            other.beyondHelp().isEmpty() ? AdviceWords.met(other) : words.beyondHelp(other));
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
    if (AdviceWords.leavesNoRoom(kernel)) {
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
