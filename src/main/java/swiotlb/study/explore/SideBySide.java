package swiotlb.study.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import swiotlb.actor.device.Device;
import swiotlb.actor.pool.Allocator;
import swiotlb.explore.GivenDeviations;
import swiotlb.explore.MessageLog;
import swiotlb.explore.MessageLog.Entry;
import swiotlb.explore.Parting;
import swiotlb.scenario.Scenario;
import swiotlb.study.run.ScenarioRun;
import swiotlb.time.BothSinks;
import swiotlb.time.Handling;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/**
 * Two runs of one scenario, of which the first fails: where they part, and what is not the same in
 * both from there to what breaks, or to the end of the work.
 *
 * @param partings actors that handle other messages, as {@link Parting#all} has them; what begins
 *     and ends runs comes last
 */
public record SideBySide(List<Parting> partings, Side failing, Side passing) {
  /** Begins and ends runs. */
  private static final String GUARDIAN = "/user";

  /** Immutable from the start. */
  public SideBySide {
    partings = List.copyOf(partings);
  }

  /**
   * One of the runs.
   *
   * @param handled messages in all, but for the look at what a run has left
   * @param unlike those that are not alike in the other run, up to the end, but for what begins and
   *     ends runs
   * @param shown numbers of messages that show the difference, in order: those that are unlike, the
   *     one before at the actor where they part, and in the run that fails, or where there are none
   *     of these, the last
   * @param parts number of the message with which it parts; 0 if it handles nothing more there
   * @param last number of the message at which it breaks, or with which the work ends
   * @param isAtMessage whether it is known to break at that message
   */
  public record Side(
      long handled, int unlike, List<Long> shown, long parts, long last, boolean isAtMessage) {
    /** Immutable from the start. */
    public Side {
      shown = List.copyOf(shown);
    }
  }

  /** A run with all that it told. */
  private record Heard(MessageLog log, long brokenBy, boolean isFailing) {}

  /**
   * Makes both runs.
   *
   * @param scenario as it is with the settings of the choices
   * @param ofFailing hears the run that fails
   * @param ofPassing hears the other run
   */
  public static SideBySide of(
      Scenario scenario,
      ChoicesFile failing,
      MessageSink ofFailing,
      ChoicesFile passing,
      MessageSink ofPassing) {
    try (var runner = new ScenarioRun.Runner()) {
      var explored = ExploredScenario.known(runner, scenario, failing.orders());
      var first = heard(explored, failing, ofFailing);
      var second = heard(explored, passing, ofPassing);
      var partings = new ArrayList<>(Parting.all(first.log, second.log));
      partings.sort(Comparator.comparing(place -> place.actor().equals(GUARDIAN)));
      var parting = partings.stream().findFirst();
      return new SideBySide(
          partings,
          side(first, second, parting, parting.flatMap(Parting::first)),
          side(second, first, parting, parting.flatMap(Parting::second)));
    }
  }

  private static Heard heard(ExploredScenario explored, ChoicesFile choices, MessageSink sink) {
    var work = new Work();
    var seen = explored.run(new GivenDeviations(choices.deviations()), new BothSinks(sink, work));
    return new Heard(work.log, seen.brokenBy(), seen.finding() != null);
  }

  private static Side side(
      Heard one, Heard other, Optional<Parting> parting, Optional<Entry> partsWith) {
    var parts = partsWith.map(SideBySide::number).orElse(0L);
    var late = after(one);
    var unlike = new HashSet<Long>();
    for (var entry : one.log.unlike(other.log)) {
      if (isWork(entry)
          && !late.contains(entry.isHandled() ? number(entry) : entry.sent().cause())) {
        unlike.add(number(entry));
      }
    }
    var last = 0L;
    for (var entry : one.log.handled()) {
      last = late.contains(number(entry)) || !isWork(entry) ? last : number(entry);
    }
    var shown = new HashSet<>(unlike);
    parting.flatMap(place -> before(one, place)).ifPresent(shown::add);
    if (last > 0 && (one.isFailing || shown.isEmpty())) {
      shown.add(last);
    }
    return new Side(
        one.log.handled().size(),
        unlike.size(),
        one.log.entries().stream().map(SideBySide::number).filter(shown::contains).toList(),
        parts,
        last,
        one.brokenBy > 0);
  }

  /** The last that is alike at the actor where they part. */
  private static Optional<Long> before(Heard run, Parting parting) {
    return run.log.handled().stream()
        .filter(entry -> entry.sent().to().equals(parting.actor()))
        .skip(Math.max(0, parting.alike() - 1))
        .limit(Math.min(1, parting.alike()))
        .map(SideBySide::number)
        .findFirst();
  }

  /** What is handled after that which breaks. */
  private static Set<Long> after(Heard run) {
    var found = new HashSet<Long>();
    var isOver = false;
    for (var entry : run.log.handled()) {
      if (isOver) {
        found.add(number(entry));
      }
      isOver |= number(entry) == run.brokenBy;
    }
    return found;
  }

  /** Hears of work only: the look at what a run has left is the same in all. */
  private static final class Work implements MessageSink {
    private final MessageLog log = new MessageLog();
    private boolean isOver;

    @Override
    public void delivered(Sent sent, long atNs) {
      isOver =
          sent.message() instanceof Allocator.ReadState
              || (isOver && !(sent.message() instanceof Device.StartRun));
      if (!isOver) {
        log.delivered(sent, atNs);
      }
    }

    @Override
    public void saw(Handling by, long value) {
      log.saw(by, value);
    }

    @Override
    public void undelivered(Sent sent) {
      log.undelivered(sent);
    }
  }

  /** Not beginning and ending runs; of the growth of pools the guardian is told, too. */
  private static boolean isWork(Entry entry) {
    var sent = entry.sent();
    return sent.message() instanceof Allocator.GrowthNoted
        || !(sent.to().equals(GUARDIAN) || sent.from().equals(GUARDIAN));
  }

  private static long number(Entry entry) {
    return entry.sent().id();
  }
}
