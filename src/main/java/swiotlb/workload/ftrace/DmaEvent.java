package swiotlb.workload.ftrace;

import java.util.List;

/** What an event of the kernel says of mappings. Addresses and sizes are bytes. */
sealed interface DmaEvent {

  /** A buffer is about to be bounced; whether it gets slots is not yet known. */
  record Bounced(String device, long original, long bytes, boolean forced) implements DmaEvent {}

  /** A buffer was mapped, or could not be: {@link RecordedMapping#FAILED}. */
  record MapOne(String device, long address, long bytes, long original) implements DmaEvent {}

  /** A buffer was given back. */
  record UnmapOne(String device, long address, long bytes) implements DmaEvent {}

  /**
   * A list of buffers was mapped.
   *
   * @param isCut whether the event leaves some of its buffers out
   * @param isWritten whether the device may write into its buffers
   */
  record MapList(
      String device,
      List<Long> addresses,
      List<Long> sizes,
      List<Long> originals,
      boolean isCut,
      boolean isWritten)
      implements DmaEvent {
    /** Immutable. */
    public MapList {
      addresses = List.copyOf(addresses);
      sizes = List.copyOf(sizes);
      originals = List.copyOf(originals);
    }

    int entries() {
      return Math.min(addresses.size(), Math.min(sizes.size(), originals.size()));
    }
  }

  /** A list could not be mapped, for want of other things than slots. */
  record MapListFailed(String device) implements DmaEvent {}

  /** A list was given back as a whole, under the original addresses of its buffers. */
  record UnmapList(String device, List<Long> originals) implements DmaEvent {
    /** Immutable. */
    public UnmapList {
      originals = List.copyOf(originals);
    }
  }

  /** Coherent memory and syncs take and give no slots. */
  record NoSlots() implements DmaEvent {}
}
