package swiotlb.input;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Words that were meant differently. */
public final class Words {
  private static final int MOST_SLIPS = 2;
  private static final LevenshteinDistance DISTANCE = new LevenshteinDistance(MOST_SLIPS);

  private Words() {}

  /** The word that a slip of the finger or two made of it; absent if none is that near. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .filter(other -> !other.equals(word) && slips(word, other) >= 0)
        .filter(other -> slips(word, other) < other.length() / 2 || isShuffled(word, other))
        .min(Comparator.comparingInt((String other) -> slips(word, other)));
  }

  /** -1: too many. Capitals are no slip. */
  private static int slips(String word, String other) {
    return DISTANCE.apply(word.toLowerCase(Locale.ROOT), other);
  }

  /** Two letters that changed places count as two slips. */
  private static boolean isShuffled(String word, String other) {
    return Arrays.equals(
        word.toLowerCase(Locale.ROOT).chars().sorted().toArray(), other.chars().sorted().toArray());
  }
}
