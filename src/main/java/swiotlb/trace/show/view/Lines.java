package swiotlb.trace.show.view;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import swiotlb.trace.store.TraceMessage;

/**
 * Messages as lines, indented by cause. Messages of one type that an actor sends to many others on
 * one occasion become one line with their number. Memory does not grow with the trace.
 */
public final class Lines {
  private final MessageLine line;
  private final boolean folds;
  private final Consumer<String> out;
  private final Depths depths = new Depths();
  private @Nullable TraceMessage first;
  private int depth;
  private int like;

  /**
   * Lines go to a receiver.
   *
   * @param folds whether like messages become one line
   */
  public Lines(MessageLine line, boolean folds, Consumer<String> out) {
    this.line = line;
    this.folds = folds;
    this.out = out;
  }

  /** The next message. */
  public void show(TraceMessage message) {
    var ofMessage = depths.of(message);
    if (first != null && folds && isLike(first, message)) {
      like++;
      return;
    }
    end();
    first = message;
    depth = ofMessage;
    like = 1;
  }

  private static boolean isLike(TraceMessage a, TraceMessage b) {
    return a.cause() == b.cause()
        && a.cause() != 0
        && a.from().equals(b.from())
        && a.type().equals(b.type())
        && a.timeNs() == b.timeNs();
  }

  /** No message follows for now. */
  public void end() {
    if (first != null) {
      out.accept(line.of(first, depth, like));
      first = null;
    }
  }
}
