package swiotlb.study.explore;

import java.util.HashSet;
import java.util.Set;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.Grower;
import swiotlb.time.Sent;

/** Situations of pools that are given back, since nobody uses them. */
final class RetiringSituations {
  private RetiringSituations() {}

  static Situation.Seeing searched() {
    return new Situation.Seeing() {
      private final Set<String> retiring = new HashSet<>();

      @Override
      public boolean sees(Sent sent, long atNs) {
        if (sent.message() instanceof Area.Retire) {
          retiring.add(sent.to());
        } else if (sent.message() instanceof Area.Reinstate) {
          retiring.remove(sent.to());
        }
        return sent.message() instanceof Area.MapRequest && retiring.contains(sent.to());
      }
    };
  }

  /** The look-up is when the driver sends, so that what it has sent before does not count. */
  static Situation.Seeing lookUp() {
    return new Situation.Seeing() {
      private static final long NO_POOL = Long.MAX_VALUE;

      private long sinceMessage = NO_POOL;

      @Override
      public boolean sees(Sent sent, long atNs) {
        var message = sent.message();
        if (message instanceof Area.Retire) {
          sinceMessage = Math.min(sinceMessage, sent.id());
        } else if (message instanceof Area.Reinstate || message instanceof Grower.Returned) {
          sinceMessage = NO_POOL;
        }
        return (message instanceof Area.Unmap || message instanceof Area.Sync)
            && sent.cause() > sinceMessage;
      }
    };
  }
}
