package swiotlb.story;

import java.util.stream.IntStream;
import swiotlb.actor.pool.Allocator;
import swiotlb.figures.GrowthStep;
import swiotlb.kernel.slot.Slots;

/** The words that stories are told in. */
abstract class Story {

  // Given …

  /** A machine, and what happened on it before, one thing after the other. */
  static Script given(Machine machine, Step... before) {
    return Script.given(machine, before);
  }

  /** The same, where mappings of 256 KiB, from number 1 on, have taken all slots, area by area. */
  static Script givenFull(Machine machine) {
    var sets = machine.slots() / Slots.SLOT_SET_SLOTS;
    var fill =
        IntStream.range(0, sets)
            .mapToObj(set -> cpu(set * machine.areas() / sets).maps(Slots.MAX_MAPPING_BYTES));
    return given(machine, fill.toArray(Step[]::new));
  }

  /** An allocator that may grow, with one slot set in one area until more is said. */
  static Machine allocator() {
    return Machine.of(true);
  }

  /** An allocator of a device's own region, which may not grow. */
  static Machine restrictedAllocator() {
    return Machine.of(false);
  }

  // … when …

  /** Who maps. */
  static Step.OnCpu cpu(int number) {
    return new Step.OnCpu(number, false);
  }

  /** Mappings are given back, in this order. */
  static Step unmaps(long... mappings) {
    return Step.unmaps(mappings);
  }

  /** The counters of allocator and coherent pools are read: the trace then has their states. */
  static Step countersAreRead() {
    return new Step("the counters are read", Cast::readCounters);
  }

  /** The device starts the job that the machine says. */
  static Step jobStarts() {
    return new Step("the job starts", Cast::startJob);
  }

  // … then the trace shows.

  /** Messages of a type. */
  static Messages a(Class<?> type) {
    return Messages.a(type);
  }

  /** Messages whose type is private, or of several types: {@code Grower.*}. */
  static Messages named(String type) {
    return Messages.named(type);
  }

  /** The note that an allocator makes of a step of its growth. */
  static Messages growth(GrowthStep.Event event) {
    return a(Allocator.GrowthNoted.class).with("step.event", event);
  }

  static long kib(long number) {
    return number << 10;
  }

  static long us(long number) {
    return number * 1_000;
  }

  /** A size as a failure tells it. */
  static String size(long bytes) {
    return bytes % 1024 == 0 ? bytes / 1024 + " KiB" : bytes + " bytes";
  }
}
