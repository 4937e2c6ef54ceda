package swiotlb.trace.show.diagram;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import swiotlb.trace.life.Vocabulary.Field;
import swiotlb.trace.life.Vocabulary.Message;
import swiotlb.trace.store.TraceMessage;

/** What messages tell of the state of actors. */
final class Notes {
  private Notes() {}

  /** How the sender left an area, or why it refused. */
  static Diagram.@Nullable Note left(TraceMessage message) {
    var fields = message.fields();
    var refusal = fields.text(Field.REFUSED_REASON);
    if (refusal.isPresent()) {
      return note(
          message.from(),
          Diagram.Tone.FAILURE,
          refusal.get() + used(fields.number(Field.REFUSED_LEFT_USED_SLOTS)));
    }
    var used = fields.number(Field.LEFT_USED_SLOTS);
    if (used < 0) {
      return null;
    }
    return note(
        message.from(),
        Diagram.Tone.STATE,
        used + " slots used, hint " + fields.number(Field.LEFT_HINT));
  }

  private static String used(long slots) {
    return slots < 0 ? "" : ", " + slots + " slots used";
  }

  /** Why something failed. */
  static Diagram.@Nullable Note failure(TraceMessage message) {
    var reason = message.fields().text(Field.REASON);
    return reason.isEmpty() ? null : note(message.to(), Diagram.Tone.FAILURE, reason.get());
  }

  /** A step of growth, which is told to the guardian only. */
  static Diagram.@Nullable Note growth(TraceMessage message) {
    var event = message.fields().text(Field.STEP_EVENT);
    if (!Message.GROWTH_NOTED.equals(message.type()) || event.isEmpty()) {
      return null;
    }
    var slots = message.fields().number(Field.STEP_SLOTS);
    var areas = message.fields().number(Field.STEP_AREAS);
    return note(
        message.from(),
        "FAILED".equals(event.get()) ? Diagram.Tone.FAILURE : Diagram.Tone.GROWTH,
        "growth "
            + event.get().toLowerCase(Locale.ROOT)
            + (slots > 0 ? ": " + slots + " slots in " + areas + " areas" : ""));
  }

  private static Diagram.Note note(String actor, Diagram.Tone tone, String text) {
    return new Diagram.Note(Participant.of(actor), tone, text);
  }
}
