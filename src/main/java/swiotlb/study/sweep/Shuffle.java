package swiotlb.study.sweep;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Puts things into an order that chance gives, each order as likely. */
final class Shuffle {
  private Shuffle() {}

  /** A list that can be changed, in place. */
  static <T> void of(List<T> list, SplittableRandom random) {
    for (var i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }
}
