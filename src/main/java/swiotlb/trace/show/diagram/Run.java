package swiotlb.trace.show.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import swiotlb.trace.life.Vocabulary.Field;
import swiotlb.trace.life.Vocabulary.Message;
import swiotlb.trace.store.TraceMessage;

/** Messages of one type that follow each other between actors of the same kind. */
final class Run {
  /**
   * A message.
   *
   * @param isReply whether it answers another
   * @param failure why something failed, if it is the first to tell
   */
  record Shown(TraceMessage message, boolean isReply, Diagram.@Nullable Note failure) {}

  private static final Pattern LAST_NUMBER = Pattern.compile("\\d+$");
  private static final int KEPT = 2;

  private final String kind;
  private final List<Shown> first = new ArrayList<>();
  private final Set<String> refusals = new TreeSet<>();
  private final Set<String> failures = new TreeSet<>();
  private Shown last;
  private int count;
  private int refused;
  private int failed;
  private boolean isFromOne = true;
  private boolean isToOne = true;
  private boolean isChain = true;

  Run(TraceMessage message) {
    kind = kindOf(message);
    last = new Shown(message, false, null);
  }

  /** Type and ends, without the numbers at their ends; what was lost stands alone. */
  private static String kindOf(TraceMessage message) {
    return message.type()
        + " "
        + LAST_NUMBER.matcher(message.from()).replaceFirst("#")
        + " "
        + LAST_NUMBER.matcher(message.to()).replaceFirst("#")
        + (message.isDelivered() ? "" : " lost");
  }

  boolean takes(TraceMessage message) {
    return kind.equals(kindOf(message));
  }

  void add(Shown shown) {
    var message = shown.message;
    var before = last.message;
    isFromOne &= message.from().equals(before.from());
    isToOne &= message.to().equals(before.to());
    isChain &= count == 0 || message.from().equals(before.to());
    last = shown;
    if (count < KEPT) {
      first.add(last);
    }
    count++;
    var reason = message.fields().text(Field.REFUSED_REASON);
    if (reason.isPresent()) {
      refusals.add(reason.get());
      refused++;
    }
    if (shown.failure != null) {
      failures.add(shown.failure.text());
      failed++;
    }
  }

  int count() {
    return count;
  }

  /** The messages of a short run. */
  List<Shown> first() {
    return first;
  }

  /** All of them as one. */
  Diagram.Arrow folded() {
    var from = senderOf(first.get(0).message);
    var to = Participant.of(last.message.to());
    var label = first.get(0).message.shortType() + " \u00d7" + count + between(from, to);
    return new Diagram.Arrow(from, to, kindOf(last), last.message.timeNs(), label);
  }

  private String between(Participant from, Participant to) {
    if (isFromOne && isToOne) {
      return "";
    }
    var lastFrom = senderOf(last.message).nameInText();
    var firstTo = Participant.of(first.get(0).message.to()).nameInText();
    if (isFromOne) {
      return ", to " + firstTo + " \u2026 " + to.nameInText();
    }
    if (isToOne) {
      return ", from " + from.nameInText() + " \u2026 " + lastFrom;
    }
    return isChain
        ? ", through " + firstTo + " \u2026 " + lastFrom
        : ", "
            + from.nameInText()
            + " \u2026 "
            + lastFrom
            + " to "
            + firstTo
            + " \u2026 "
            + to.nameInText();
  }

  /** What those that are not shown would have said. */
  Diagram.@Nullable Note note() {
    if (refused == 0) {
      return failed == 0
          ? null
          : new Diagram.Note(
              Participant.of(last.message.to()),
              Diagram.Tone.FAILURE,
              String.join(", ", failures) + " \u00d7" + failed);
    }
    return new Diagram.Note(
        senderOf(first.get(0).message),
        Diagram.Tone.FAILURE,
        (isFromOne ? "refused " + refused + " times: " : senders() + " refuse: ")
            + String.join(", ", refusals));
  }

  private String senders() {
    return senderOf(first.get(0).message).nameInText()
        + " \u2026 "
        + senderOf(last.message).nameInText();
  }

  /**
   * One message.
   *
   * @param namesMapping whether its label tells which mapping it is about
   */
  static Diagram.Arrow arrow(Shown shown, boolean namesMapping) {
    var message = shown.message;
    return new Diagram.Arrow(
        senderOf(message),
        Participant.of(message.to()),
        kindOf(shown),
        message.timeNs(),
        namesMapping ? label(message) + mapping(message) : label(message));
  }

  /** What nobody sent stands at its receiver. */
  private static Participant senderOf(TraceMessage message) {
    return Participant.of(message.from().isEmpty() ? message.to() : message.from());
  }

  private static Diagram.Kind kindOf(Shown shown) {
    if (!shown.message.isDelivered()) {
      return Diagram.Kind.LOST;
    }
    return shown.isReply ? Diagram.Kind.REPLY : Diagram.Kind.REQUEST;
  }

  private static String mapping(TraceMessage message) {
    return message.mapping() == TraceMessage.UNKNOWN ? "" : " #" + message.mapping();
  }

  private static String label(TraceMessage message) {
    var name = message.shortType();
    var fields = message.fields();
    return switch (message.type()) {
      case Message.MAP_REQUEST -> name + counted(fields.number(Field.DEMAND_SLOTS), " slots");
      case Message.TAKE -> name + counted(fields.number(Field.SLOTS), " slots");
      case Message.MAPPED, Message.UNMAP -> {
        var slot = fields.number(Field.SLOT);
        yield slot < 0 ? name : name + " slot " + slot;
      }
      default -> name;
    };
  }

  private static String counted(long count, String what) {
    return count < 0 ? "" : " " + count + what;
  }
}
