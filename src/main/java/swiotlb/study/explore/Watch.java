package swiotlb.study.explore;

import java.util.List;
import swiotlb.time.Sent;

/** Which situations a run has come to so far. */
final class Watch {
  private final Situation.Seeing[] seeing;
  private long reached;

  /** None yet. */
  Watch(List<Situation> situations) {
    seeing = situations.stream().map(Situation::begin).toArray(Situation.Seeing[]::new);
  }

  void delivered(Sent sent, long atNs) {
    for (var i = 0; i < seeing.length; i++) {
      if ((reached & 1L << i) == 0 && seeing[i].sees(sent, atNs)) {
        reached |= 1L << i;
      }
    }
  }

  /** One bit each, the first situation the lowest. */
  long reached() {
    return reached;
  }
}
