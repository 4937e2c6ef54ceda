package swiotlb.actor.device;

import swiotlb.actor.pool.MapClient;

/**
 * The part of a live mapping that its driver looks at, or hands back to the device.
 *
 * @param from its first byte within the buffer
 * @param bytes how many, at least 1
 * @param isForCpu whether the driver is about to read it; else it has written it
 */
record Sync(long from, long bytes, boolean isForCpu) {
  /** No part. */
  static final Sync NONE = new Sync(0, 0, true);

  /** Some part of a buffer, as a random number says. */
  static Sync drawn(long draw, long bufferBytes) {
    var from = Math.floorMod(draw, bufferBytes);
    return new Sync(from, 1 + Math.floorMod(draw >> Integer.SIZE, bufferBytes - from), true);
  }

  Sync forDevice() {
    return new Sync(from, bytes, false);
  }

  Sync forCpu() {
    return new Sync(from, bytes, true);
  }

  /**
   * Checks what the area answers: the whole part, at its place in the caller's buffer.
   *
   * @throws IllegalStateException if it says anything else
   */
  void check(Mapping mapping, MapClient.Synced answer) {
    var place = mapping.demand().originalAddress() + from;
    if (answer.bytes() != bytes || answer.originalAddress() != place) {
      throw new IllegalStateException(
          "mapping %d: a sync of %d bytes at 0x%x of the caller's memory came to %d at 0x%x"
              .formatted(mapping.id(), bytes, place, answer.bytes(), answer.originalAddress()));
    }
  }
}
