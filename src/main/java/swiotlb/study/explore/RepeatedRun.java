package swiotlb.study.explore;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.explore.GivenDeviations;
import swiotlb.explore.MessageOrder;
import swiotlb.time.Choices;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/** A run that was kept, made once more: tells whether it is the same. */
public final class RepeatedRun implements MessageSink {
  private final ChoicesFile kept;
  private final GivenDeviations choices;
  private final MessageOrder order = new MessageOrder();
  private final @Nullable MessageSink next;
  private long messages;

  /**
   * Not run yet.
   *
   * @param next hears all messages, too; or null
   */
  public RepeatedRun(ChoicesFile kept, @Nullable MessageSink next) {
    this.kept = kept;
    this.choices = new GivenDeviations(kept.deviations());
    this.next = next;
  }

  /** What the run is to go by. */
  public Choices choices() {
    return choices;
  }

  @Override
  public long correlation(Object message, long ofCause) {
    return next == null ? ofCause : next.correlation(message, ofCause);
  }

  @Override
  public void delivered(Sent sent, long atNs) {
    messages++;
    order.delivered(sent, atNs);
    if (next != null) {
      next.delivered(sent, atNs);
    }
  }

  @Override
  public void undelivered(Sent sent) {
    if (next != null) {
      next.undelivered(sent);
    }
  }

  /** In what the run was not the one that was kept; empty if it was. */
  public List<String> differences() {
    var different = new ArrayList<String>();
    if (order.timeline() != kept.timeline() || messages != kept.messages()) {
      different.add(
          "this is not the run that was kept: it had %,d messages%s, this one has %,d; was the scenario changed, or another version used?"
              .formatted(
                  kept.messages(),
                  messages == kept.messages() ? " in another order" : "",
                  messages));
    }
    if (choices.misfits() + choices.left() > 0) {
      different.add(
          "%d of %d choices did not fit"
              .formatted(choices.misfits() + choices.left(), kept.deviations().size()));
    }
    return different;
  }
}
