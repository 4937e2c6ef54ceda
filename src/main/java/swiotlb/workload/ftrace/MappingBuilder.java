package swiotlb.workload.ftrace;

/** A mapping whose lines are still being read. */
final class MappingBuilder {
  final int index;
  final int cpu;
  final String device;
  final long originalAddress;
  final long sizeBytes;
  final boolean interrupt;
  final long start;
  final long requestNs;

  /** 0 until it is known. */
  long end;

  long release = RecordedMapping.NEVER;
  long releaseNs = RecordedMapping.NEVER;
  long address = RecordedMapping.UNKNOWN;

  /** Whether the recording tells what became of it. */
  boolean isPaired;

  MappingBuilder(
      int index, TraceLine line, String device, long originalAddress, long sizeBytes, long start) {
    this.index = index;
    this.cpu = line.cpu();
    this.device = device;
    this.originalAddress = originalAddress;
    this.sizeBytes = sizeBytes;
    this.interrupt = line.interrupt();
    this.start = start;
    this.requestNs = line.timeNs();
  }

  boolean is(String ofDevice, long original, long bytes) {
    return originalAddress == original && sizeBytes == bytes && device.equals(ofDevice);
  }

  boolean hasEnd() {
    return end > 0;
  }

  void release(long position, long timeNs) {
    release = position;
    releaseNs = timeNs;
  }

  RecordedMapping build(int number) {
    return new RecordedMapping(
        number,
        cpu,
        device,
        originalAddress,
        sizeBytes,
        interrupt,
        start,
        Math.max(end, start + 1),
        release,
        address,
        requestNs,
        releaseNs);
  }
}
