package swiotlb.study.explore;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/** What must hold at every moment of a run: hears its messages, and keeps what was broken first. */
final class Laws implements MessageSink {
  private final List<Law> all;
  private @Nullable Finding finding;
  private long brokenBy;

  /**
   * Of one run.
   *
   * @param starvedAfter how often a request may be passed over; 0: that is not looked at
   */
  static Laws of(long starvedAfter) {
    var always = List.of(new MemoryInUse(), new SharedBuffers());
    return new Laws(
        starvedAfter == 0
            ? List.copyOf(always)
            : Stream.concat(always.stream(), Stream.of(new Starvation(starvedAfter))).toList());
  }

  /** Only some. */
  Laws(List<Law> laws) {
    this.all = List.copyOf(laws);
  }

  @Override
  public void delivered(Sent sent, long atNs) {
    for (var i = 0; finding == null && i < all.size(); i++) {
      var broken = all.get(i).broken(sent);
      if (broken != null) {
        finding = new Finding(all.get(i).kind(), broken);
        brokenBy = sent.id();
      }
    }
  }

  @Override
  public void undelivered(Sent sent) {
    // Nobody handles it.
  }

  /** What was broken first; null if nothing was. */
  @Nullable Finding finding() {
    return finding;
  }

  /** Number of the message that broke it; 0 if nothing was broken. */
  long brokenBy() {
    return brokenBy;
  }

  /** What was broken first, in words; null if nothing was. */
  @Nullable String broken() {
    return finding == null ? null : finding.what();
  }
}
