package swiotlb.study.explore;

import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/** What must hold at every moment of a run: hears its messages, and keeps what was broken first. */
final class Laws implements MessageSink {
  private final List<Law> all;
  private @Nullable String broken;

  /** Of one run. */
  Laws() {
    this(List.of(new MemoryInUse(), new SharedBuffers()));
  }

  /** Only some. */
  Laws(List<Law> laws) {
    this.all = List.copyOf(laws);
  }

  @Override
  public void delivered(Sent sent, long atNs) {
    for (var i = 0; broken == null && i < all.size(); i++) {
      broken = all.get(i).broken(sent);
    }
  }

  @Override
  public void undelivered(Sent sent) {
    // Nobody handles it.
  }

  /** What was broken first, in words; null if nothing was. */
  @Nullable String broken() {
    return broken;
  }
}
