package swiotlb.study.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are cut and put together. */
class PartsTest {
  private static byte[] bytes(long seed, int count) {
    var bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Property(tries = 100)
  void whateverTheirOrderAndHoweverOftenTheyComeTheyAreTheBytes(
      @ForAll long seed, @ForAll @IntRange(max = 5 * Limits.PART_BYTES) int count) {
    var bytes = bytes(seed, count);
    var numbers = new ArrayList<Integer>();
    for (var i = 0; i < Parts.count(bytes); i++) {
      numbers.addAll(Collections.nCopies(2, i));
    }
    Collections.shuffle(numbers, new Random(seed));
    var parts = new Parts(Parts.count(bytes));
    var wholes = new ArrayList<byte[]>();
    for (var number : numbers) {
      parts.add(number, Parts.part(bytes, number)).ifPresent(wholes::add);
    }
    assertThat(wholes).singleElement().isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, Limits.PART_BYTES})
  void whatFitsInOnePartIsOne(int count) {
    var bytes = bytes(1, count);
    assertThat(Parts.count(bytes)).isEqualTo(1);
    assertThat(new Parts(1).add(0, Parts.part(bytes, 0)).orElseThrow()).isEqualTo(bytes);
  }

  @Test
  void oneByteMoreIsTwo() {
    var bytes = bytes(1, Limits.PART_BYTES + 1);
    assertThat(Parts.count(bytes)).isEqualTo(2);
    assertThat(Parts.part(bytes, 1)).hasSize(1);
  }

  @Test
  void nothingIsWholeBeforeTheLastOne() {
    var parts = new Parts(3);
    assertThat(parts.add(2, new byte[1])).isEmpty();
    assertThat(parts.add(0, new byte[1])).isEmpty();
    assertThat(parts.add(0, new byte[1])).isEmpty();
    assertThat(parts.add(1, new byte[1]).map(all -> all.length)).isEqualTo(Optional.of(3));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1 << 20, Integer.MAX_VALUE})
  void asManyAsCannotBeAreRefused(int of) {
    assertThatThrownBy(() -> new Parts(of)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsNoneOfThemOrTooLargeIsRefused() {
    var parts = new Parts(2);
    assertThatThrownBy(() -> parts.add(-1, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> parts.add(2, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> parts.add(0, new byte[Limits.PART_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
