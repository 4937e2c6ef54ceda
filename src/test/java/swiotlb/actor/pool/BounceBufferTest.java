package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Part of a piece of memory, lent to somebody. */
class BounceBufferTest {
  private static final int START = 4;
  private static final int BYTES = 8;

  private final byte[] memory = new byte[16];
  private final BounceBuffer buffer = new BounceBuffer(memory, START, BYTES);

  @Test
  void whatIsWrittenLiesInItsPartOfTheMemory() {
    buffer.write(2, new byte[] {9, 1, 2, 9}, 1, 2);
    assertThat(memory).containsExactly(0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void whatWasWrittenIsRead() {
    buffer.write(2, new byte[] {1, 2}, 0, 2);
    var read = new byte[4];
    buffer.read(2, read, 1, 2);
    assertThat(read).containsExactly(0, 1, 2, 0);
  }

  @Test
  void allOfItCanBeWritten() {
    buffer.write(0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 0, BYTES);
    assertThat(memory).containsExactly(0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "0,9", "8,1", "7,2", "0,-1", "2147483647,1", "1,2147483647"})
  void nothingOutsideOfItIsTouched(int offset, int count) {
    assertThatThrownBy(() -> buffer.write(offset, new byte[16], 0, count))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> buffer.read(offset, new byte[16], 0, count))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> buffer.mismatch(offset, new byte[16], 0, count))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void anErrorNamesTheBytesAndTheSize() {
    assertThatThrownBy(() -> buffer.write(6, new byte[4], 0, 4))
        .hasMessage("bytes 6 to 10 of a bounce buffer of 8");
  }

  @Test
  void theFirstByteThatDiffersIsFound() {
    buffer.write(0, new byte[] {1, 2, 3, 4}, 0, 4);
    assertThat(buffer.mismatch(1, new byte[] {2, 9, 9}, 0, 3)).isEqualTo(1);
  }

  @Test
  void equalBytesDoNotDiffer() {
    buffer.write(0, new byte[] {1, 2, 3, 4}, 0, 4);
    assertThat(buffer.mismatch(1, new byte[] {0, 2, 3}, 1, 2)).isEqualTo(-1);
  }

  @Test
  void noneHoldsNoBytes() {
    assertThat(BounceBuffer.NONE.holdsBytes()).isFalse();
    assertThat(buffer.holdsBytes()).isTrue();
  }

  @Test
  void writingAndReadingNoBytesDoesNothing() {
    BounceBuffer.NONE.write(0, new byte[0], 0, 0);
    BounceBuffer.NONE.read(0, new byte[0], 0, 0);
    assertThat(BounceBuffer.NONE.mismatch(0, new byte[0], 0, 0)).isEqualTo(-1);
  }

  @Test
  void aTraceDoesNotTellWhetherThereAreBytes() {
    assertThat(buffer).hasToString(BounceBuffer.NONE.toString());
  }
}
