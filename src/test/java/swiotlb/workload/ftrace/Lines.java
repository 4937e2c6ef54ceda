package swiotlb.workload.ftrace;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Lines of ftrace text as a kernel writes them, fed to a pass one microsecond apart. */
final class Lines {
  static final String DISK = "0000:00:1f.2";

  private final RecordingPass pass;
  private int micros;
  private String flags = "d....";

  Lines(RecordingPass pass) {
    this.pass = pass;
  }

  /** The following lines have other flags. */
  Lines in(String otherFlags) {
    flags = otherFlags;
    return this;
  }

  /** Lines of one CPU, one after the other. */
  Lines on(int cpu, String... events) {
    for (var event : events) {
      pass.line(
          Objects.requireNonNull(
              TraceLine.parse(text(cpu, ++micros, event).replace(" d.... ", " " + flags + " "))));
    }
    return this;
  }

  /** The only mapping of the pass. */
  RecordedMapping only() {
    if (pass.mappings().size() != 1) {
      throw new AssertionError("expected one mapping, got " + pass.mappings());
    }
    return pass.mappings().get(0);
  }

  static String text(int cpu, int micros, String event) {
    return String.format(Locale.ROOT, "  fio-152  [%03d] d.... 5.%06d: %s", cpu, micros, event);
  }

  static String bounced(long original, long bytes) {
    return "swiotlb_bounced: dev_name: %s dma_mask=ffffffffffffffff dev_addr=%x size=%d FORCE"
        .formatted(DISK, original, bytes);
  }

  static String mapPage(long address, long bytes, long original) {
    return "dma_map_page: %s dir=TO_DEVICE dma_addr=%x size=%d phys_addr=%x attrs="
        .formatted(DISK, address, bytes, original);
  }

  static String unmapPage(long address, long bytes) {
    return "dma_unmap_page: %s dir=TO_DEVICE dma_addr=%x size=%d attrs="
        .formatted(DISK, address, bytes);
  }

  static String mapList(String entries, long bytes, long[] addresses, long... originals) {
    var sizes = LongStream.range(0, addresses.length).map(i -> bytes).toArray();
    return "dma_map_sg: %s dir=TO_DEVICE %sdma_addrs=%s sizes=%s phys_addrs=%s attrs="
        .formatted(DISK, entries, list(addresses), list(sizes), list(originals));
  }

  static String unmapList(long... originals) {
    return "dma_unmap_sg: %s dir=TO_DEVICE phys_addrs=%s attrs=".formatted(DISK, list(originals));
  }

  private static String list(long... values) {
    return LongStream.of(values)
        .mapToObj(v -> "0x" + Long.toHexString(v))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
