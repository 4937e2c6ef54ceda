package swiotlb.explore;

import swiotlb.time.Handling;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/**
 * Watches a turn, to say whether it made no difference to anybody else when it was: the actor took
 * the next message from its mailbox, as it had to sooner or later, and told nobody but by messages
 * that are to come in any order, read and changed nothing that others share, did not stop, and left
 * nothing to chance. So it may be had first, before all that others may do meanwhile.
 */
final class AloneWatch implements MessageSink {
  private boolean isAlone;

  /** A turn begins. */
  void begin() {
    isAlone = true;
  }

  /** Something else than messages decides. */
  void decide() {
    isAlone = false;
  }

  /** Whether the turn so far made no difference to others. */
  boolean isAlone() {
    return isAlone;
  }

  @Override
  public void arrived(Sent sent) {
    isAlone = false;
  }

  @Override
  public void saw(Handling by, long value) {
    isAlone = false;
  }

  @Override
  public void changed() {
    isAlone = false;
  }

  @Override
  public void stopped(String path) {
    isAlone = false;
  }

  @Override
  public void delivered(Sent sent, long atNs) {
    // What it had to do.
  }

  @Override
  public void undelivered(Sent sent) {
    isAlone = false;
  }
}
