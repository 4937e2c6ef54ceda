package swiotlb.actor.device;

import swiotlb.actor.pool.MapClient;

/**
 * The part of a request's data that its driver looks at while it is mapped, changes, and hands back
 * to the device, and how often yet. State of one request.
 */
final class PartialSync {
  private Sync part = Sync.NONE;
  private int left;

  /** Begins: a part, and how often. */
  void begin(Sync ofRequest, int times) {
    part = ofRequest;
    left = times;
  }

  /** Whether it is to be looked at when the device is done with a buffer. */
  boolean isDue(Mapping mapping) {
    return left > 0 && mapping.isBounced();
  }

  /** Once less. */
  void begun() {
    left--;
  }

  /** Asks for it. */
  void ask(Mappings mappings, Mapping mapping, long atNs) {
    mappings.sync(mapping, part.from(), part.bytes(), atNs);
  }

  /**
   * The driver has the part, or the device has it back.
   *
   * @param transfer counts the device's transfers
   * @return whether the device has it back
   * @throws IllegalStateException if another part was synced than was asked for
   */
  boolean answered(Mapping mapping, MapClient.Synced answer, CpuWork cpu, int transfer) {
    part.check(mapping, answer);
    var from = (int) part.from();
    var bytes = (int) answer.bytes();
    if (part.isForCpu()) {
      if (mapping.direction().isWrittenByDevice()) {
        cpu.copyBack(bytes);
      }
      mapping.payload().syncForCpu(from, bytes);
      part = part.forDevice();
      return false;
    }
    if (mapping.direction().isReadByDevice()) {
      cpu.copyInAgain(bytes);
    }
    mapping.payload().syncForDevice(from, bytes, transfer);
    part = part.forCpu();
    return true;
  }
}
