package swiotlb.scenario;

import java.util.List;
import java.util.Optional;
import swiotlb.kernel.page.BuddyMemory;
import swiotlb.kernel.page.FreeBlocks;
import swiotlb.kernel.page.MemoryAgeing;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.text.BuddyInfo;

/**
 * The pages of a machine; settings and units as in {@code reference.conf}.
 *
 * @param buddyinfo what was free on a real machine
 * @param ageing what happened before the run
 */
public record MachinePages(
    Optional<FreeBlocks> buddyinfo,
    long cmaBytes,
    long atomicReserveBytes,
    Optional<MemoryAgeing> ageing) {
  /**
   * The memory of a machine as it is at the beginning, but for its ageing.
   *
   * @param reserved ranges that were taken at boot
   * @throws IllegalArgumentException if it has no room for what it should hold
   */
  public BuddyMemory memory(MemoryLayout layout, List<PoolGeometry> reserved) {
    var reserve =
        atomicReserveBytes == 0
            ? BuddyMemory.defaultReserveBytes(layout.bytes())
            : atomicReserveBytes;
    return buddyinfo
        .map(b -> BuddyMemory.of(layout, reserved, cmaBytes, reserve, b))
        .orElseGet(() -> BuddyMemory.of(layout, reserved, cmaBytes, reserve));
  }

  /** How a pasted snapshot was understood, in a line for each zone; absent if there is none. */
  public Optional<String> understood() {
    return buddyinfo.map(BuddyInfo::describe);
  }
}
