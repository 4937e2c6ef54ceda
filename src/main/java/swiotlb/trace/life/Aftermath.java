package swiotlb.trace.life;

import java.util.Optional;
import swiotlb.trace.life.Vocabulary.Field;
import swiotlb.trace.life.Vocabulary.Message;
import swiotlb.trace.store.TraceMessage;

/** What a mapping led to beside its own buffer, in sentences. */
final class Aftermath {
  private Aftermath() {}

  /** What a message tells of it; empty if nothing. */
  static Optional<String> sentence(TraceMessage message) {
    if (message.type().equals(Message.UNREAD)) {
      return Optional.of(
          "The memory of its transient pool comes back at "
              + Phrases.time(message.atNs())
              + ", when nobody can read it any more.");
    }
    if (isGrowth(message, "PUBLISHED")) {
      return Optional.of(
          "Growth that it led to adds a pool of "
              + slots(message)
              + " in "
              + Phrases.count(message.fields().number(Field.STEP_AREAS), "area")
              + " at "
              + Phrases.time(growthNs(message))
              + ".");
    }
    if (isGrowth(message, "FAILED")) {
      return Optional.of(
          "Growth that it led to finds no memory, not even for "
              + slots(message)
              + ", at "
              + Phrases.time(growthNs(message))
              + ".");
    }
    return Optional.empty();
  }

  /** Whether a message tells of a step of growth. */
  static boolean isGrowth(TraceMessage message, String event) {
    return message.type().equals(Message.GROWTH_NOTED)
        && message.fields().text(Field.STEP_EVENT).orElse("").equals(event);
  }

  /** When it happened, which is told later where messages take time. */
  private static long growthNs(TraceMessage growth) {
    var told = growth.fields().number(Field.STEP_TIME_NS);
    return told >= 0 ? told : growth.atNs();
  }

  private static String slots(TraceMessage growth) {
    return Phrases.count(growth.fields().number(Field.STEP_SLOTS), "slot");
  }
}
