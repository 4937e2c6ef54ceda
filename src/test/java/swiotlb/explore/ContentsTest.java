package swiotlb.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What tells states apart: what objects hold, and nothing of how they came to it. */
class ContentsTest {
  @SuppressWarnings("UnusedVariable") // Looked at by other means.
  private static final class Node {
    private final int value;
    private @Nullable Node next;
    private long spentNs;

    Node(int value) {
      this.value = value;
    }
  }

  private record Pair(Object left, Object right) {}

  private static long of(@Nullable Object object) {
    return new Contents(field -> true).of(object);
  }

  private static Node ring(int... values) {
    var first = new Node(values[0]);
    var last = first;
    for (var i = 1; i < values.length; i++) {
      last.next = new Node(values[i]);
      last = last.next;
    }
    last.next = first;
    return first;
  }

  private static Supplier<Integer> reading(int[] of) {
    return () -> of[0];
  }

  /** Pairs of which each holds something else than the other. */
  static List<List<Object>> others() {
    return List.of(
        List.of(1, 2),
        List.of("a", "b"),
        List.of("an", "c0"), // of one hash code
        List.of(List.of(1, 2), List.of(2, 1)),
        List.of(List.of(), List.of(List.of())),
        List.of(new int[] {1, 2}, new int[] {1, 2, 0}),
        List.of(new byte[] {1}, new byte[] {2}),
        List.of(new byte[] {0, 31}, new byte[] {1, 0}),
        List.of(new byte[9], new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 1}),
        List.of(new boolean[] {true, false}, new boolean[] {false, true}),
        List.of(new Object[] {"a"}, new Object[] {"b"}),
        List.of(Optional.empty(), Optional.of(0)),
        List.of(Map.of(1, 2), Map.of(2, 1)),
        List.of(new HashSet<>(List.of(1)), new HashSet<>(List.of(2))),
        List.of(BitSet.valueOf(new long[] {1}), BitSet.valueOf(new long[] {2})),
        List.of(new AtomicLong(1), new AtomicLong(2)),
        List.of(new AtomicReference<>("a"), new AtomicReference<>("b")),
        List.of(Kind.TURN, Kind.LATE),
        List.of(true, false),
        List.of('a', 'b'),
        List.of(1.5, 1.25),
        List.of(String.class, Long.class),
        List.of(new Pair(1, 2), new Pair(2, 1)),
        List.of(ring(1, 2), ring(1, 2, 1, 2, 3)),
        List.of(ring(1), new Node(1)),
        List.of(reading(new int[] {1}), reading(new int[] {2})));
  }

  @ParameterizedTest
  @MethodSource("others")
  void tellsApartWhatHoldsSomethingElse(List<Object> two) {
    assertThat(of(two.get(0))).isNotEqualTo(of(two.get(1)));
    assertThat(of(new Pair(two.get(0), 1))).isNotEqualTo(of(new Pair(two.get(1), 1)));
  }

  @Test
  void objectsThatHoldTheLikeAreTheSame() {
    assertThat(of(ring(1, 2, 3))).isEqualTo(of(ring(1, 2, 3)));
    assertThat(of(reading(new int[] {1}))).isEqualTo(of(reading(new int[] {1})));
    assertThat(of(new Pair(new int[] {1}, List.of("x"))))
        .isEqualTo(of(new Pair(new int[] {1}, List.of("x"))));
    assertThat(of(new ArrayDeque<>(List.of(1, 2)))).isEqualTo(of(List.of(1, 2)));
  }

  @Property(tries = 200)
  void inWhichOrderSetsAndMapsWereFilledMakesNoDifference(@ForAll List<Integer> values) {
    Collection<Integer> forwards = new HashSet<>(64);
    Collection<Integer> backwards = new HashSet<>();
    Map<Integer, String> map = new java.util.HashMap<>(128);
    for (var i = 0; i < values.size(); i++) {
      forwards.add(values.get(i));
      backwards.add(values.get(values.size() - 1 - i));
      map.put(values.get(i), "x");
    }
    assertThat(of(forwards)).isEqualTo(of(backwards));
    assertThat(of(map)).isEqualTo(of(new TreeMap<>(map)));
  }

  @Test
  void whatIsReachedTwiceIsTheSameAsTwoThatAreAlike() {
    var shared = new ArrayList<>(List.of(1));
    assertThat(of(new Pair(shared, shared)))
        .isEqualTo(of(new Pair(new ArrayList<>(shared), new ArrayList<>(shared))));
  }

  @Test
  void whatIsNoStateIsNotLookedAt() {
    var contents = new Contents(field -> !field.getName().endsWith("Ns"));
    var early = new Node(1);
    var late = new Node(1);
    late.spentNs = 7;
    assertThat(contents.of(early)).isEqualTo(contents.of(late));
    assertThat(of(early)).isNotEqualTo(of(late));
  }

  @Test
  void changesAreSeenOnceWhatWasKnownIsForgotten() {
    var contents = new Contents(field -> true);
    var counts = new int[] {1};
    var before = contents.of(counts);
    counts[0] = 2;
    contents.forget();
    assertThat(contents.of(counts)).isNotEqualTo(before);
  }

  @Test
  void generatorsAreAllAlike() {
    assertThat(of(new SplittableRandom(1))).isEqualTo(of(new SplittableRandom(2)));
  }

  @Test
  void whatDoesNotLetItselfBeLookedIntoIsNamed() {
    assertThatThrownBy(() -> of(new Pair(new java.util.StringJoiner(","), 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.util.StringJoiner does not let its ");
  }
}
