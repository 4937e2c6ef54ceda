package swiotlb.trace.show.view;

import java.util.function.UnaryOperator;
import swiotlb.trace.life.Vocabulary.Message;
import swiotlb.trace.show.view.Style.Part;
import swiotlb.trace.store.TimeText;
import swiotlb.trace.store.TraceMessage;

/** A message as a line: {@code time sender → receiver Type{fields}}. */
public final class MessageLine {
  private static final int DEEPEST = 24;
  private static final int TIME_WIDTH = 13;

  private final Style style;
  private final boolean full;
  private final UnaryOperator<String> printable;

  /**
   * Lines of a style.
   *
   * @param full whether the fields are shown as they stand in the trace
   * @param printable makes text from a trace harmless for where it is shown
   */
  public MessageLine(Style style, boolean full, UnaryOperator<String> printable) {
    this.style = style;
    this.full = full;
    this.printable = printable;
  }

  /** A message on its own. */
  public String of(TraceMessage message) {
    return of(message, 0, 1);
  }

  /**
   * A message, or several like ones with the same cause.
   *
   * @param depth by which it is indented
   * @param like how many they are, 1 for a single one
   */
  String of(TraceMessage message, int depth, int like) {
    var time = message.isDelivered() ? TimeText.of(message.atNs()) : "never";
    var type = printable.apply(message.shortType());
    return style.of(Part.TIME, " ".repeat(Math.max(0, TIME_WIDTH - time.length())) + time)
        + "  "
        + " ".repeat(Math.min(depth, DEEPEST))
        + style.of(Part.SENDER, message.from().isEmpty() ? "-" : printable.apply(message.from()))
        + " → "
        + style.of(
            Part.RECEIVER,
            like > 1
                ? printable.apply(message.to()) + " and others"
                : printable.apply(message.to()))
        + "  "
        + style.of(partOf(message), type)
        + (like > 1 ? " ×" + like : "")
        + fields(message)
        + took(message);
  }

  private String fields(TraceMessage message) {
    var text = full ? message.fields().json() : FieldText.brief(message);
    return "{}".equals(text) ? "" : style.of(Part.FIELDS, printable.apply(text));
  }

  private static String took(TraceMessage message) {
    return message.handledNs() == TraceMessage.UNKNOWN
        ? ""
        : "  (handled in " + TimeText.of(message.handledNs()) + ")";
  }

  private static Part partOf(TraceMessage message) {
    return switch (message.type()) {
      case Message.MAP_FAILED,
          Message.TAKE_REFUSED,
          Message.PAGES_REFUSED,
          Message.GROWER_FAILED,
          Message.ENCRYPTION_NOT_CHANGED,
          Message.TRANSIENT_DOES_NOT_FIT ->
          Part.FAILURE;
      case Message.EXHAUSTED, Message.GROWTH_NOTED, Message.MAPPED, Message.UNMAPPED -> Part.FACT;
      default -> Part.TYPE;
    };
  }
}
