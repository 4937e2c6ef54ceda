package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.actor.pool.BounceBuffer;
import swiotlb.actor.pool.LentBytes;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.workload.Direction;

/** The bytes of a mapping: what is altered by anybody else is found, wherever it lies. */
class PayloadTest {
  private static final int SLOT = 2048;
  private static final int OFFSET = 512;
  private static final int BYTES = 40;
  private static final int FROM = 10;
  private static final int COUNT = 20;

  /**
   * A device that wants the low bits of addresses kept, so that a buffer begins within its slot.
   */
  private static final DeviceLimits KEEPS_OFFSETS = new DeviceLimits(-1L, 0, 4095, 0xffff_ffffL);

  private final BounceBuffer bounce = LentBytes.of(SLOT);

  private static Mapping mapping(long number, Direction direction, int bytes) {
    var user = new CommandedUser(TestInbox.<CommandedDevice.Outcome>create().getRef());
    var demand = Demand.ofBuffer(KEEPS_OFFSETS, 0x1234_5000L + OFFSET, bytes, 0);
    return new Mapping(user).begin(number, 0, false, demand, 0).towards(direction);
  }

  private Payload payload(Direction direction) {
    return Payload.of(mapping(3, direction, BYTES), bounce);
  }

  private byte[] bounced(int from, int count) {
    var bytes = new byte[count];
    bounce.read(OFFSET + from, bytes, 0, count);
    return bytes;
  }

  /** Somebody else writes one byte of the bounce buffer. */
  private void alter(int at) {
    var one = bounced(at, 1);
    one[0]++;
    bounce.write(OFFSET + at, one, 0, 1);
  }

  private static IntStream everyByte() {
    return IntStream.range(0, BYTES);
  }

  // Nothing wrong.

  @ParameterizedTest
  @EnumSource(Direction.class)
  void whatNobodyAltersIsRight(Direction direction) {
    var payload = payload(direction);
    payload.deviceWorks(1);
    assertThatCode(() -> payload.unmapped(false)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void whatIsSyncedAndMovedAgainIsRight(Direction direction) {
    var payload = payload(direction);
    for (var transfer = 1; transfer <= 3; transfer++) {
      payload.deviceWorks(transfer);
      payload.syncForCpu(FROM, COUNT);
      payload.syncForDevice(FROM, COUNT, transfer);
    }
    payload.deviceWorks(4);
    assertThatCode(() -> payload.unmapped(false)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void whatWasNeverMovedIsRight(Direction direction) {
    var payload = payload(direction);
    assertThatCode(() -> payload.unmapped(false)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void anUnmapThatSkipsTheCopyIsRight(Direction direction) {
    var payload = payload(direction);
    payload.deviceWorks(1);
    assertThatCode(() -> payload.unmapped(true)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 9, SLOT - OFFSET})
  void aBufferOfAnySizeIsRight(int bytes) {
    for (var number = 0L; number < 3; number++) {
      var payload = Payload.of(mapping(number, Direction.BIDIRECTIONAL, bytes), bounce);
      payload.deviceWorks(1);
      assertThatCode(() -> payload.unmapped(false)).doesNotThrowAnyException();
    }
  }

  // Copied.

  @ParameterizedTest
  @EnumSource(Direction.class)
  void aMappingIsCopiedInWhicheverItsDirection(Direction direction) {
    payload(direction);
    assertThat(bounced(0, BYTES)).isNotEqualTo(new byte[BYTES]);
  }

  @Test
  void nothingOutsideOfTheBufferIsWritten() {
    payload(Direction.BIDIRECTIONAL).deviceWorks(1);
    var before = new byte[OFFSET];
    bounce.read(0, before, 0, OFFSET);
    assertThat(before).isEqualTo(new byte[OFFSET]);
    assertThat(bounced(BYTES, 100)).isEqualTo(new byte[100]);
  }

  @Test
  void noTwoMappingsCarryTheSameBytes() {
    payload(Direction.TO_DEVICE);
    var first = bounced(0, BYTES);
    Payload.of(mapping(4, Direction.TO_DEVICE, BYTES), bounce);
    assertThat(bounced(0, BYTES)).isNotEqualTo(first);
  }

  @Test
  void noTwoTransfersWriteTheSameBytes() {
    var payload = payload(Direction.FROM_DEVICE);
    payload.deviceWorks(1);
    var first = bounced(0, BYTES);
    payload.deviceWorks(2);
    assertThat(bounced(0, BYTES)).isNotEqualTo(first);
  }

  @Test
  void aDeviceThatMayNotWriteDoesNot() {
    var payload = payload(Direction.TO_DEVICE);
    var before = bounced(0, BYTES);
    payload.deviceWorks(1);
    assertThat(bounced(0, BYTES)).isEqualTo(before);
  }

  @Test
  void aDeviceMayWriteLessThanTheBufferAndTheRestStays() {
    var payload = Payload.of(mapping(5, Direction.FROM_DEVICE, BYTES), bounce);
    var before = bounced(0, BYTES);
    payload.deviceWorks(1);
    assertThat(bounced(BYTES - 2, 2)).isEqualTo(new byte[] {before[BYTES - 2], before[BYTES - 1]});
    assertThat(bounced(0, BYTES - 2)).isNotEqualTo(Arrays.copyOf(before, BYTES - 2));
  }

  @Test
  void theRestThatTheDeviceDidNotWriteIsCheckedToo() {
    var payload = Payload.of(mapping(5, Direction.FROM_DEVICE, BYTES), bounce);
    payload.deviceWorks(1);
    alter(BYTES - 1);
    assertThatThrownBy(() -> payload.unmapped(false)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatTheDriverChangedReachesTheBounceBuffer() {
    var payload = payload(Direction.TO_DEVICE);
    var before = bounced(FROM, COUNT);
    payload.syncForDevice(FROM, COUNT, 1);
    assertThat(bounced(FROM, COUNT)).isNotEqualTo(before);
  }

  @Test
  void aSyncForTheDeviceTouchesNoOtherPart() {
    var payload = payload(Direction.TO_DEVICE);
    var before = bounced(0, BYTES);
    payload.syncForDevice(FROM, COUNT, 1);
    assertThat(bounced(0, FROM)).isEqualTo(Arrays.copyOf(before, FROM));
    assertThat(bounced(FROM + COUNT, BYTES - FROM - COUNT))
        .isEqualTo(Arrays.copyOfRange(before, FROM + COUNT, BYTES));
  }

  @Test
  void whatTheDeviceDoesNotReadIsNotHandedToIt() {
    var payload = payload(Direction.FROM_DEVICE);
    var before = bounced(0, BYTES);
    payload.syncForDevice(FROM, COUNT, 1);
    assertThat(bounced(0, BYTES)).isEqualTo(before);
  }

  // Altered by somebody else.

  @ParameterizedTest
  @MethodSource("everyByte")
  void theDeviceFindsAByteThatIsNotTheDrivers(int at) {
    var payload = payload(Direction.TO_DEVICE);
    alter(at);
    assertThatThrownBy(() -> payload.deviceWorks(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("mapping 3, byte " + at + " of 40: the device reads 0x");
  }

  @ParameterizedTest
  @MethodSource("everyByte")
  void anUnmapFindsAByteThatWasAltered(int at) {
    var payload = payload(Direction.TO_DEVICE);
    payload.deviceWorks(1);
    alter(at);
    assertThatThrownBy(() -> payload.unmapped(false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "mapping 3, byte " + at + " of 40: at the unmap the bounce buffer holds 0x");
  }

  @ParameterizedTest
  @MethodSource("everyByte")
  void anUnmapFindsAByteThatTheDeviceDidNotWrite(int at) {
    var payload = payload(Direction.FROM_DEVICE);
    payload.deviceWorks(1);
    alter(at);
    assertThatThrownBy(() -> payload.unmapped(false)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anUnmapThatSkipsTheCopyFindsItToo() {
    var payload = payload(Direction.FROM_DEVICE);
    payload.deviceWorks(1);
    alter(0);
    assertThatThrownBy(() -> payload.unmapped(true)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatADeviceOnlyWritesMayHoldAnythingBefore() {
    var payload = payload(Direction.FROM_DEVICE);
    alter(0);
    payload.deviceWorks(1);
    assertThatCode(() -> payload.unmapped(false)).doesNotThrowAnyException();
  }

  @Test
  void theSlotsOfAnotherMappingAreNotThisOnesBusiness() {
    var payload = payload(Direction.BIDIRECTIONAL);
    payload.deviceWorks(1);
    bounce.write(OFFSET - 1, new byte[] {1}, 0, 1);
    bounce.write(OFFSET + BYTES, new byte[] {1}, 0, 1);
    assertThatCode(() -> payload.unmapped(false)).doesNotThrowAnyException();
  }

  // Synced.

  @ParameterizedTest
  @ValueSource(ints = {FROM, FROM + 1, FROM + COUNT - 1})
  void theDriverFindsAnAlteredByteOfThePartThatItReads(int at) {
    var payload = payload(Direction.FROM_DEVICE);
    payload.deviceWorks(1);
    alter(at);
    assertThatThrownBy(() -> payload.syncForCpu(FROM, COUNT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("mapping 3, byte " + at + " of 40: the driver reads 0x");
  }

  @ParameterizedTest
  @ValueSource(ints = {FROM - 1, FROM + COUNT})
  void aByteBesideThatPartIsFoundLater(int at) {
    var payload = payload(Direction.FROM_DEVICE);
    payload.deviceWorks(1);
    alter(at);
    payload.syncForCpu(FROM, COUNT);
    assertThatThrownBy(() -> payload.unmapped(false)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theDeviceFindsWhatItWasNotHandedBack() {
    var payload = payload(Direction.BIDIRECTIONAL);
    payload.deviceWorks(1);
    payload.syncForDevice(FROM, COUNT, 1);
    alter(FROM);
    assertThatThrownBy(() -> payload.deviceWorks(2)).isInstanceOf(IllegalStateException.class);
  }

  // Unchecked.

  @Test
  void withoutBytesNothingIsChecked() {
    var payload = Payload.of(mapping(3, Direction.BIDIRECTIONAL, BYTES), BounceBuffer.NONE);
    assertThat(payload).isSameAs(Payload.UNCHECKED);
  }

  @Test
  void withoutBytesEverythingIsRight() {
    assertThatCode(
            () -> {
              Payload.UNCHECKED.deviceWorks(1);
              Payload.UNCHECKED.syncForCpu(FROM, COUNT);
              Payload.UNCHECKED.syncForDevice(FROM, COUNT, 1);
              Payload.UNCHECKED.unmapped(false);
            })
        .doesNotThrowAnyException();
  }

  // Reading without a sync.

  @ParameterizedTest
  @EnumSource(value = Direction.class, names = "TO_DEVICE", mode = EnumSource.Mode.EXCLUDE)
  void whatTheDeviceWroteIsNotReadWithoutASync(Direction direction) {
    var payload = payload(direction);
    payload.deviceWorks(1);
    assertThatThrownBy(payload::readUnsynced)
        .hasMessageContaining("byte 0 of 40: without a sync the driver reads");
  }

  @Test
  void whatTheDeviceOnlyReadsNeedsNoSync() {
    var payload = payload(Direction.TO_DEVICE);
    payload.deviceWorks(1);
    assertThatCode(payload::readUnsynced).doesNotThrowAnyException();
  }

  @Test
  void whatWasSyncedIsRead() {
    var payload = payload(Direction.FROM_DEVICE);
    payload.deviceWorks(1);
    payload.syncForCpu(0, BYTES);
    assertThatCode(payload::readUnsynced).doesNotThrowAnyException();
  }
}
