package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.kernel.slot.PoolGeometry;

/** The bytes of an area's slots. */
class AreaMemoryTest {
  private static final int SLOT_BYTES = 2048;
  private static final PoolGeometry TWO_SLOT_SETS = new PoolGeometry(0x4000_0000L, 256, 1);

  private final AreaMemory memory = new AreaMemory(TWO_SLOT_SETS, true);

  private static void fill(BounceBuffer buffer, int slots, int value) {
    var bytes = new byte[slots * SLOT_BYTES];
    Arrays.fill(bytes, (byte) value);
    buffer.write(0, bytes, 0, bytes.length);
  }

  private static boolean holds(BounceBuffer buffer, int slots, int value) {
    var bytes = new byte[slots * SLOT_BYTES];
    Arrays.fill(bytes, (byte) value);
    return buffer.mismatch(0, bytes, 0, bytes.length) < 0;
  }

  @ParameterizedTest
  @CsvSource({"0,1", "0,128", "127,1", "128,1", "128,128", "200,3", "255,1"})
  void theBytesLentAreThoseOfTheSlots(int slot, int slots) {
    var lent = memory.lend(slot, slots);
    fill(lent, slots, 1);
    assertThatThrownBy(() -> lent.write(slots * SLOT_BYTES, new byte[1], 0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @CsvSource({"10,2,12,2", "12,2,10,2", "126,2,128,2", "0,128,128,128", "0,1,1,127"})
  void noTwoBuffersShareBytes(int slot, int slots, int otherSlot, int otherSlots) {
    var one = memory.lend(slot, slots);
    var other = memory.lend(otherSlot, otherSlots);
    fill(one, slots, 1);
    fill(other, otherSlots, 2);
    assertThat(holds(one, slots, 1)).isTrue();
  }

  @Test
  void aSlotHasTheSameBytesWheneverItIsLent() {
    fill(memory.lend(20, 3), 3, 7);
    assertThat(holds(memory.lend(21, 2), 2, 7)).isTrue();
  }

  @Test
  void aPoolThatIsNoWholeSlotSetHasBytesToItsEnd() {
    var small = new AreaMemory(new PoolGeometry(0x4000_0000L, 130, 1), true);
    fill(small.lend(129, 1), 1, 1);
    assertThat(holds(small.lend(129, 1), 1, 1)).isTrue();
  }

  @Test
  void withoutCheckingThereAreNoBytes() {
    assertThat(new AreaMemory(TWO_SLOT_SETS, false).lend(0, 2)).isSameAs(BounceBuffer.NONE);
  }
}
