package swiotlb.cli.advise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import swiotlb.input.Text;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.report.Quantities;
import swiotlb.study.advise.Advice;
import swiotlb.study.advise.Judged;
import swiotlb.study.advise.KernelAdvice;
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
    return "%s is enough%s: %s, with %s, %s%s"
        .formatted(
            size,
            kernel(own),
            memory(own),
            met(own),
            machines(own),
            leavesNoRoom(own) ? ", but all of it was in use at a time (see how sure)" : "");
  }

  /** Whether a pool that cannot grow was full at the best moment: it is too small at another. */
  static boolean leavesNoRoom(KernelAdvice own) {
    return !own.isDynamic() && own.point().usedSlots() == own.point().bootedSlots();
  }

  /** How many machines the answer rests on, and whether it is true of each. */
  private static String machines(KernelAdvice own) {
    var all = own.point().machines();
    var met = own.point().machinesThatMet();
    return met == all
        ? "in " + (all == 1 ? "the one machine that ran" : "each of " + all + " machines")
        : "on average: %d of %d machines met all that was asked for".formatted(met, all);
  }

  private static String kernel(KernelAdvice own) {
    return own.isDynamic() ? " for a kernel with dynamic pools" : " for a static kernel";
  }

  private static String memory(KernelAdvice own) {
    var saved = own.savedBytes();
    var inTheEnd = Math.round(own.point().poolBytes()) + own.coherentPoolsBytes();
    var grows = own.isDynamic() && inTheEnd > own.sizedBytes();
    var size =
        Quantities.bytes(own.sizedBytes())
            + (grows ? " at boot (%s in the end)".formatted(Quantities.bytes(inTheEnd)) : "");
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

  static String met(KernelAdvice own) {
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
    kernel.leftOut().keySet().stream()
        .filter(advice::isAsked)
        .sorted()
        .forEach(name -> words.add(notMet(name, kernel)));
    return String.join("; ", words);
  }

  /** What does not count, since no size meets it and nobody asked for it. */
  Optional<String> leftOut(KernelAdvice kernel) {
    var names =
        kernel.leftOut().keySet().stream().filter(name -> !advice.isAsked(name)).sorted().toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            names.stream().map(name -> notMet(name, kernel)).collect(Collectors.joining("; ")));
  }

  private static String notMet(String name, KernelAdvice kernel) {
    var here = kernel.point().objective(name);
    var ofLargest = Objects.requireNonNull(kernel.leftOut().get(name));
    return "%s %s is not met at any size that was tried (%s with this one, %s with the largest)"
        .formatted(
            name,
            Numbers.shown(name, here.limit()),
            Numbers.shown(name, here.mean()),
            Numbers.shown(name, ofLargest.mean()));
  }

  private String failure(Trial.Failure failure) {
    return failure.device().isEmpty()
        ? failure.reason()
        : device(failure.device()) + ": " + failure.reason();
  }

  String device(String name) {
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
}
