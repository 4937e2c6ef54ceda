package swiotlb.study.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import swiotlb.kernel.text.KernelLog;

/**
 * Every line that the kernel writes about bounce buffers, coherent pools and DMA masks, of 4.x to
 * 7.3 (release notes, section 3); those that the simulation writes too are told as {@link
 * KernelLog} tells them.
 */
enum Shape {
  // Mappings that failed.

  /** Bytes, slots of the allocator, slots in use. */
  FULL(KernelLog.FULL),
  /** Before 4.20, without slots: bytes. */
  FULL_OLD("swiotlb buffer is full \\(sz: (\\d{1,18}) bytes\\)$"),
  /** Before 5.0: bytes, device. */
  OUT_OF_SPACE("(?:PCI-)?DMA: Out of SW-IOMMU space for (\\d{1,18}) bytes(?: at device (\\S+))?"),
  PANIC("DMA: (?:Random memory could be DMA (?:accessed|written|read)|Memory would be corrupted)"),
  COHERENT_OLD("swiotlb: coherent allocation failed for device (\\S+) size=(\\d{1,18})"),
  NO_POOL(KernelLog.NO_POOL),
  IOMMU_INACTIVE(KernelLog.IOMMU_INACTIVE),

  // Reach: address, bytes, mask, limit of the bus.

  BOUNCE_OUT_OF_REACH(KernelLog.BOUNCE_OUT_OF_REACH),
  BUFFER_OUT_OF_REACH(KernelLog.BUFFER_OUT_OF_REACH),
  /** 4.16 to 5.5. */
  OVERFLOW_OLD(
      "overflow 0x([0-9a-f]{1,16})\\+(\\d{1,18}) of (?:DMA|device) mask ([0-9a-f]{1,16})(?: bus (?:mask|limit) ([0-9a-f]{1,16}))?"),
  /** Before 4.16: mask, address. */
  COHERENT_MASK_OLD("hwdev DMA mask = 0x([0-9a-fA-F]{1,16}), dev_addr = 0x([0-9a-fA-F]{1,16})"),
  NO_MASK("DMA map on device without dma_mask|DMA mask not set"),
  BEYOND_RANGE("reserved memory is beyond device's set DMA address range"),

  // Drivers that ask for what they may not.

  /** Bytes of the buffer, bytes asked for. */
  SYNC_BEYOND(
      "Buffer overflow detected\\. Allocation size: (\\d{1,18})\\. Mapping size: (.{1,40})"),
  SYNC_BEFORE("Access before mapping start detected"),
  INVALID_SIZES("Invalid sizes \\(mapping: (\\d{1,18}) bytes, alloc: (\\d{1,18}) bytes\\)"),
  ALIGNMENT("Alloc alignment may prevent fulfilling requests with max mapping_size"),

  // Growth.

  NOT_GROWN(KernelLog.NOT_GROWN),
  /** A worker got no pages: its name, order. */
  NO_PAGES("(kworker/\\S+?): page allocation failure: order:(\\d{1,3})"),

  // Coherent pools.

  /** Name of who asked. */
  COHERENT_EXHAUSTED("DMA pool exhausted for (\\S.{0,80})"),
  /** KiB; before 5.8 on ARM. */
  COHERENT_SMALL_OLD("ERROR: (\\d{1,9}) KiB atomic DMA coherent pool is too small"),
  COHERENT_NONE("Failed to get suitable pool for (\\S.{0,80})"),
  COHERENT_NONE_OLD("coherent pool not initiali[sz]ed"),
  /** KiB. */
  COHERENT_REFUSED("DMA: failed to allocate (\\d{1,9}) KiB .{0,80}pool for atomic"),
  COHERENT_UNSUPPORTED("coherent DMA allocations not supported on this platform"),
  LOST_TO_SHARING("leaking DMA memory that can't be (re-encrypted|decrypted)"),

  // Boot: what is less than wished.

  NOT_DECRYPTED(KernelLog.NOT_DECRYPTED),
  NOT_UNENCRYPTED("Failed to map the unencrypted memory"),
  /** Bytes. */
  REFUSED(KernelLog.REFUSED),
  /** Bytes. */
  NOT_REMAPPED("swiotlb_memblock_alloc: Failed to remap (\\d{1,18}) bytes"),
  INIT_FAILED("swiotlb_\\w{1,40}: Failed to allocate|Cannot allocate SWIOTLB buffer"),
  /** Slots before and after. */
  HALVED(KernelLog.HALVED),
  /** MiB. */
  LESS_LATE("software IO TLB: only able to allocate (\\d{1,9}) MB"),
  NO_LOW_MEMORY("software IO TLB: No low mem"),

  // Restricted pools.

  RESTRICTED_NOT_DECRYPTED("Failed to decrypt restricted DMA pool"),
  RESTRICTED_NOT_LINEAR("Restricted DMA pool must be accessible within the linear mapping"),
  NOT_PAGE_ALIGNED(
      "Cannot allocate pages from non page-aligned swiotlb addr (?:0x){1,2}([0-9a-f]{1,16})"),

  // What is so, and no fault.

  AREAS(KernelLog.AREAS),
  ROUNDED_UP(KernelLog.ROUNDED_UP),
  ADJUSTED(KernelLog.ADJUSTED),
  MAPPED(
      "software IO TLB: mapped \\[mem 0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})\\] \\((\\d{1,9})MB\\)"),
  MAPPED_OLD(
      "software IO TLB \\[mem 0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})\\] \\((\\d{1,9})MB\\) mapped"),
  PLACED_OLD("Placing (\\d{1,9})MB software IO TLB between"),
  PCI_DMA(KernelLog.PCI_DMA),
  TORN_DOWN("software IO TLB: tearing down default memory pool"),
  MEMORY_ENCRYPTED(KernelLog.MEMORY_ENCRYPTED),
  FEATURES("Memory Encryption Features active: ?(.{0,80})"),
  /** Address, MiB. */
  RESTRICTED_CREATED(
      "Reserved memory: created restricted DMA pool at (?:0x)?([0-9a-f]{1,16}), size (\\d{1,9}) MiB"),
  /** Name of a region. */
  RESTRICTED_NODE("OF: reserved mem: .{0,80}?([^\\s,]{1,64}), compatible id restricted-dma-pool"),
  /** Name of the region that the device has. */
  RESTRICTED_ASSIGNED("assigned reserved memory node (\\S{1,64})"),
  /** KiB, kind. */
  PREALLOCATED("DMA: preallocated (\\d{1,9}) KiB (\\S{0,40}) ?pool for atomic allocations"),
  LIMITED("device is DMA addressing limited"),
  WORKQUEUE("workqueue: work func swiotlb_\\w{1,60} enqueued on deprecated workqueue"),
  COMMAND_LINE("(?:Kernel command|^Command) line: ?(.*)"),
  VERSION("^Linux (?:version )?(?:\\S{1,64} )?(\\d{1,3}\\.\\d{1,3}\\S{0,64}) "),

  // What is counted.

  /** Call site, lines. */
  SUPPRESSED("((?:swiotlb|dma|iommu_dma)_\\w{1,60}): (\\d{1,12}) callbacks suppressed"),
  /** A line of the stack below a warning. */
  STACK("(?:swiotlb|dma_direct)_\\w{1,60}(?:\\.\\w{1,20}){0,3}\\+0x[0-9a-f]");

  private static final String OWN_NAME = "software IO TLB:";
  private static final String PANICKED = "Kernel panic";
  private static final int MOST_NAME = 80;

  /** One of these stands in every line that has a shape. */
  private static final List<String> MARKS =
      List.of(
          "DMA",
          "IO TLB",
          "swiotlb",
          "SWIOTLB",
          "SW-IOMMU",
          "overflow ",
          "page allocation failure",
          "ommand line",
          "Linux ",
          "coherent",
          "Access before mapping",
          "Invalid sizes",
          "Buffer overflow",
          "Alloc alignment",
          "reserved mem",
          "non page-aligned",
          "Failed to get suitable pool",
          "unencrypted memory",
          "Encryption Features",
          "dma_");

  private final Pattern pattern;

  Shape(String regex) {
    this.pattern = Pattern.compile(regex);
  }

  Shape(KernelLog line) {
    this.pattern = line.anywhere();
  }

  /** A line that has a shape. */
  record Found(Shape shape, LogLine line, String device, List<String> values) {
    /** A whole number of the line. */
    long number(int value) {
      return Long.parseLong(values.get(value));
    }

    /** A hexadecimal number of the line. */
    long hex(int value) {
      return Long.parseUnsignedLong(values.get(value), 16);
    }

    /** Whether it is the first line of a kernel. */
    boolean isBootBegin() {
      return shape == VERSION && !line.isForeign() && line.body().startsWith("Linux version ");
    }

    /** The same, as the boot of that number said it. */
    Found inBoot(int boot) {
      return new Found(shape, line.inBoot(boot), device, values);
    }

    /** Whether the line has that value. */
    boolean has(int value) {
      return !values.get(value).isEmpty();
    }
  }

  /** Whether a line as it was read may have a shape; quick, and true more often than needed. */
  static boolean mayBeIn(String raw) {
    for (var mark : MARKS) {
      if (raw.contains(mark)) {
        return true;
      }
    }
    return false;
  }

  /** The shape of a line, if it has any. */
  static Optional<Found> find(LogLine line) {
    for (var shape : values()) {
      var match = shape.pattern.matcher(line.body());
      if (match.find()) {
        var values = new ArrayList<String>();
        for (var i = 1; i <= match.groupCount(); i++) {
          values.add(match.group(i) == null ? "" : match.group(i));
        }
        return Optional.of(new Found(shape, line, device(match, line.body()), List.copyOf(values)));
      }
    }
    return Optional.empty();
  }

  /** What stands before the kernel's words, up to the colon: driver and name of a device. */
  private static String device(Matcher match, String body) {
    var before = body.substring(0, match.start()).strip();
    before =
        before.endsWith(OWN_NAME)
            ? before.substring(0, before.length() - OWN_NAME.length())
            : before;
    if (!before.endsWith(":") || before.startsWith(PANICKED)) {
      return "";
    }
    var name = before.substring(0, before.length() - 1).strip();
    name = name.substring(name.lastIndexOf(": ") + 1).strip();
    return name.length() > MOST_NAME ? name.substring(name.length() - MOST_NAME) : name;
  }
}
