package swiotlb.actor.device;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import swiotlb.actor.pool.BounceBuffer;
import swiotlb.workload.Direction;

/**
 * The bytes of one mapping and what is known of them: the driver's buffer, the bounce buffer, and
 * what each must hold. The driver writes a pattern, the device reads and writes, copies happen as
 * the specification says; a byte that is not what its writer wrote is somebody else's. State of one
 * device.
 */
final class Payload {
  /** Words of a pattern, the lowest byte first. */
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Neither bytes nor checks. */
  static final Payload UNCHECKED = new Payload(0, 0, Direction.TO_DEVICE, BounceBuffer.NONE, 0);

  private final long mapping;
  private final Direction direction;
  private final BounceBuffer bounce;
  private final int offset;
  private final byte[] driver;
  private final byte[] driverShouldHold;
  private final byte[] bounceShouldHold;

  private Payload(
      long mapping, int bytes, Direction direction, BounceBuffer bounce, int offsetBytes) {
    this.mapping = mapping;
    this.direction = direction;
    this.bounce = bounce;
    this.offset = offsetBytes;
    this.driver = new byte[bytes];
    this.driverShouldHold = new byte[bytes];
    this.bounceShouldHold = new byte[bytes];
  }

  /** The bytes of a mapping in the bounce buffer it was served; copied in, as each mapping is. */
  static Payload of(Mapping mapping, BounceBuffer bounce) {
    if (!bounce.holdsBytes()) {
      return UNCHECKED;
    }
    var demand = mapping.demand();
    var payload =
        new Payload(
            mapping.id(),
            (int) demand.sizeBytes(),
            mapping.direction(),
            bounce,
            demand.offsetBytes());
    payload.driverWrites(0, payload.driver.length, 1);
    payload.copyIn(0, payload.driver.length);
    return payload;
  }

  /** The driver writes a pattern of its own into part of its buffer. */
  private void driverWrites(int from, int count, int generation) {
    fill(driver, from, count, generation);
    System.arraycopy(driver, from, driverShouldHold, from, count);
  }

  /** Copies part of the driver's buffer into the bounce buffer. */
  private void copyIn(int from, int count) {
    bounce.write(offset + from, driver, from, count);
    System.arraycopy(driverShouldHold, from, bounceShouldHold, from, count);
  }

  /** Copies part of the bounce buffer back into the driver's buffer. */
  private void copyBack(int from, int count) {
    bounce.read(offset + from, driver, from, count);
    System.arraycopy(bounceShouldHold, from, driverShouldHold, from, count);
  }

  /**
   * The device reads what it may read, and writes all it may write but for a few bytes at the end:
   * a device may write less than its buffer, and the rest must stay what it was.
   */
  void deviceWorks(int generation) {
    if (driver.length == 0) {
      return;
    }
    if (direction.isReadByDevice()) {
      checkBounce("the device reads");
    }
    if (direction.isWrittenByDevice()) {
      var written = driver.length - (int) Math.floorMod(mapping, 3L) * (driver.length > 2 ? 1 : 0);
      fill(bounceShouldHold, 0, written, -generation);
      bounce.write(offset, bounceShouldHold, 0, written);
    }
  }

  /** Part of it is copied back if the device may have written it, and checked. */
  void syncForCpu(int from, int count) {
    if (driver.length > 0 && direction.isWrittenByDevice()) {
      copyBack(from, count);
    }
    checkDriver();
  }

  /** The driver changes a part that the device may read, and hands it back. */
  void syncForDevice(int from, int count, int generation) {
    if (driver.length > 0 && direction.isReadByDevice()) {
      driverWrites(from, count, ~generation);
      copyIn(from, count);
    }
  }

  /** The driver reads what the device wrote, although nothing was copied back. */
  void readUnsynced() {
    if (driver.length == 0 || !direction.isWrittenByDevice()) {
      return;
    }
    var at = Arrays.mismatch(driver, bounceShouldHold);
    if (at >= 0) {
      throw wrong("without a sync the driver reads", at, driver[at], bounceShouldHold[at]);
    }
  }

  /** The unmap: copies back what the device may have written, and checks every byte. */
  void unmapped(boolean skipsSync) {
    if (driver.length == 0) {
      return;
    }
    checkBounce("at the unmap the bounce buffer holds");
    if (direction.isWrittenByDevice() && !skipsSync) {
      copyBack(0, driver.length);
    }
    checkDriver();
  }

  private void checkDriver() {
    var at = Arrays.mismatch(driver, driverShouldHold);
    if (at >= 0) {
      throw wrong("the driver reads", at, driver[at], driverShouldHold[at]);
    }
  }

  private void checkBounce(String who) {
    var at = bounce.mismatch(offset, bounceShouldHold, 0, bounceShouldHold.length);
    if (at >= 0) {
      var found = new byte[1];
      bounce.read(offset + at, found, 0, 1);
      throw wrong(who, at, found[0], bounceShouldHold[at]);
    }
  }

  private IllegalStateException wrong(String who, int at, byte found, byte expected) {
    return new IllegalStateException(
        "mapping %d, byte %d of %d: %s 0x%02x, not 0x%02x, which was written there"
            .formatted(mapping, at, driver.length, who, found, expected));
  }

  private void fill(byte[] into, int from, int count, int generation) {
    var pattern = new SplittableRandom(mapping << Integer.SIZE ^ generation);
    var end = from + count;
    var i = from;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      WORDS.set(into, i, pattern.nextLong());
    }
    if (i < end) {
      for (var word = pattern.nextLong(); i < end; word >>>= Byte.SIZE) {
        into[i++] = (byte) word;
      }
    }
  }
}
