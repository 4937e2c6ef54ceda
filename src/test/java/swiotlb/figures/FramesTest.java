package swiotlb.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FramesTest {
  private final Frames frames = new Frames();

  @Test
  void aLevelStaysUntilItIsNotedAgain() {
    var level = frames.level();
    level.note(0, 5);
    level.note(200, 3);
    level.note(3_500, 4);
    assertThat(level.values()).containsExactly(5L, 3L, 3L, 4L);
  }

  @Test
  void aFrameHasTheGreatestLevelOfItsTime() {
    var level = frames.level();
    level.note(100, 1);
    level.note(200, 9);
    level.note(300, 2);
    level.note(1_000, 3);
    assertThat(level.values()).containsExactly(9L, 3L);
  }

  @Test
  void whatComesInAFrameIsAddedUp() {
    var amount = frames.amount();
    amount.add(100, 2);
    amount.add(900, 3);
    amount.add(2_100, 1);
    assertThat(amount.values()).containsExactly(5L, 0L, 1L);
  }

  @Test
  void howeverLongItTakesThereAreNoMoreFrames() {
    var level = frames.level();
    var amount = frames.amount();
    for (var second = 0L; second < 100_000; second++) {
      level.note(second * 1_000_000_000L, second);
      amount.add(second * 1_000_000_000L, 1);
    }
    assertThat(level.values()).hasSizeBetween(Frames.MOST / 2, Frames.MOST).isSorted();
    assertThat(amount.values().stream().mapToLong(n -> n).sum()).isEqualTo(100_000);
  }

  /** Against a list of all that was noted. */
  @Test
  void framesTellTheGreatestOfEachTimeWhenTheyHaveGrown() {
    var random = new Random(1);
    for (var round = 0; round < 50; round++) {
      var all = new Frames();
      var level = all.level();
      var noted = new TreeMap<Long, Long>();
      var now = 0L;
      for (var i = 0; i < 2_000; i++) {
        now += 1 + random.nextInt(20_000);
        var value = (long) random.nextInt(1_000);
        noted.put(now, value);
        level.note(now, value);
      }
      var values = level.values();
      for (var frame = 0; frame < values.size(); frame++) {
        var from = frame * all.widthNs();
        var within = noted.subMap(from, from + all.widthNs());
        var before = noted.lowerEntry(from);
        var expected =
            within.values().stream()
                .mapToLong(value -> value)
                .reduce(before == null ? 0 : before.getValue(), Math::max);
        assertThat(values.get(frame)).isEqualTo(expected);
      }
    }
  }

  @Test
  void whatIsAskedForLaterIsNothingBefore() {
    frames.level().note(5_000, 1);
    assertThat(frames.level().values()).containsOnly(0L).hasSize(6);
  }
}
