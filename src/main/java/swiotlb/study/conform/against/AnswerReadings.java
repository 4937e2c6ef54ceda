package swiotlb.study.conform.against;

import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.Demand;
import swiotlb.study.conform.against.SearchPath.Place;
import swiotlb.study.conform.golden.DirectPlayer;
import swiotlb.workload.golden.GoldenAnswer;
import swiotlb.workload.golden.GoldenAnswer.Outcome;
import swiotlb.workload.golden.GoldenHeader;
import swiotlb.workload.golden.GoldenOp;

/** What a differing answer to a mapping can be read as. */
final class AnswerReadings {
  private final DirectPlayer before;
  private final GoldenHeader.Machine machine;

  /** Readings of answers that were given in this state. */
  AnswerReadings(DirectPlayer before, GoldenHeader.Machine machine) {
    this.before = before;
    this.machine = machine;
  }

  /** Of an allocation of pages. */
  List<Reading> of(GoldenOp.Alloc op, GoldenAnswer got) {
    var device = before.header().device(op.device());
    return of(
        places(device, op.cpu(), Demand.ofPages(device.limits(), op.sizeBytes()), false), op, got);
  }

  /** Of a mapping. */
  List<Reading> of(GoldenOp.Map op, GoldenAnswer got) {
    var device = before.header().device(op.device());
    var demand =
        Demand.ofBuffer(device.limits(), op.originalAddress(), op.sizeBytes(), op.allocAlignMask());
    var isByHabit = op.allocAlignMask() == 0 && device.limits().minAlignMask() == 0;
    return of(places(device, op.cpu(), demand, isByHabit), op, got);
  }

  private PlaceReadings places(
      GoldenHeader.Device device, int cpu, Demand demand, boolean isByHabit) {
    var allocator = before.allocatorOf(device);
    return new PlaceReadings(allocator, SearchPath.of(machine, allocator, cpu), demand, isByHabit);
  }

  private static List<Reading> of(PlaceReadings places, GoldenOp op, GoldenAnswer got) {
    var recorded = op.expected();
    if (recorded.outcome().equals(got.outcome())) {
      return recorded.work() != got.work()
          ? one(Rule.GROWTH_WORK, "the growth work is queued, or found queued, otherwise")
          : one(Rule.TRANSIENT_PAGES, "other pages are asked for");
    }
    var refusal = refusal(recorded.outcome(), got.outcome());
    if (refusal != null) {
      return List.of(refusal);
    }
    if (recorded.outcome() instanceof Outcome.Mapped mapped) {
      return mapped(places, mapped, got.outcome());
    }
    if (got.outcome() instanceof Outcome.Mapped) {
      return isNotReached(recorded.outcome())
          ? one(Rule.REACH, "what the device reaches is given back")
          : places.of(null);
    }
    return alone(recorded, got);
  }

  /** Where one of the two refuses before it searches; null where neither does. */
  private static @Nullable Reading refusal(Outcome recorded, Outcome got) {
    if (isFailure(recorded, "no-memory") || isFailure(got, "no-memory")) {
      return new Reading(Rule.NO_POOL, "an allocator without slots answers otherwise");
    }
    if (isFailure(recorded, "too-big")) {
      return new Reading(Rule.TOO_LARGE, "a smaller size is too large already");
    }
    return isFailure(got, "too-big")
        ? new Reading(Rule.TOO_LARGE, "what is too large is searched for all the same")
        : null;
  }

  private static List<Reading> mapped(PlaceReadings places, Outcome.Mapped recorded, Outcome got) {
    var place = new Place(recorded.pool(), recorded.area(), recorded.slot() - recorded.pad());
    if (got instanceof Outcome.Mapped own) {
      if (recorded.slots() != own.slots()) {
        return size(recorded.slots(), own.slots());
      }
      if (recorded.offset() != own.offset() || recorded.pad() != own.pad()) {
        return offset();
      }
      if (recorded.pool() == own.pool() && recorded.slot() == own.slot()) {
        return one(
            Rule.AREA_USE, "a buffer is charged to another area than that of its first slot");
      }
    }
    return isNotReached(got) && place.equals(places.own())
        ? one(Rule.REACH, "what the device does not reach is kept")
        : places.of(place);
  }

  /** Neither is in a lasting pool. */
  private static List<Reading> alone(GoldenAnswer recorded, GoldenAnswer got) {
    if (isNotReached(recorded.outcome()) || isNotReached(got.outcome())) {
      return one(Rule.REACH, "what a device reaches is judged otherwise");
    }
    if (recorded.outcome() instanceof Outcome.MappedTransient theirs
        && got.outcome() instanceof Outcome.MappedTransient own) {
      if (theirs.slots() != own.slots()) {
        return size(theirs.slots(), own.slots());
      }
      if (theirs.nslabs() != own.nslabs()) {
        return one(Rule.TRANSIENT, "a transient pool has another size than its buffer");
      }
      return theirs.offset() != own.offset()
              || theirs.pad() != own.pad()
              || theirs.slot() != own.slot()
          ? offset()
          : one(
              Rule.TRANSIENT_PAGES, "a transient pool lies elsewhere than the pages it asked for");
    }
    if (!GrowthReadings.questions(recorded.pages()).equals(GrowthReadings.questions(got.pages()))) {
      return one(Rule.TRANSIENT_PAGES, "other pages are asked for");
    }
    return one(
        Rule.TRANSIENT,
        recorded.outcome() instanceof Outcome.MappedTransient
            ? "a transient pool is given where there should be none"
            : "no transient pool is given, or for another reason than the specification's");
  }

  private static List<Reading> size(int recorded, int own) {
    return one(
        Rule.BUFFER_SIZE,
        recorded > own
            ? "a buffer takes more slots than its size and offset need"
            : "a buffer takes fewer slots than its size and offset need");
  }

  private static List<Reading> offset() {
    return one(Rule.OFFSET, "a buffer begins elsewhere in its slots");
  }

  private static boolean isNotReached(Outcome outcome) {
    return isFailure(outcome, "not-capable");
  }

  private static boolean isFailure(Outcome outcome, String why) {
    return outcome instanceof Outcome.Failed failed && failed.why().equals(why);
  }

  private static List<Reading> one(Rule rule, String saying) {
    return List.of(new Reading(rule, saying));
  }
}
