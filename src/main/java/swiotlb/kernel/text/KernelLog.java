package swiotlb.kernel.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the kernel logs about bounce buffers: one definition of each line, for writing and for
 * reading. Without the time and, where there is one, the name of driver and device before it.
 */
public enum KernelLog {
  /** No slots, and no transient pool: bytes asked for, slots of the allocator, slots in use. */
  FULL("swiotlb buffer is full (sz: %d bytes), total %d (slots), used %d (slots)"),

  /** A buffer must bounce, and there is no pool at all. */
  NO_POOL(
      "Can not allocate SWIOTLB buffer earlier and can't now provide you with the DMA bounce"
          + " buffer"),

  /** Slots were found, but out of reach: their address, bytes, mask and limit of the device. */
  BOUNCE_OUT_OF_REACH("swiotlb addr 0x%a+%d overflow (mask %x, bus limit %x)."),

  /** The buffer itself is out of reach and may not bounce: the same. */
  BUFFER_OUT_OF_REACH("DMA addr 0x%a+%d overflow (mask %x, bus limit %x)."),

  /** The first bounce of a system whose memory is encrypted. */
  MEMORY_ENCRYPTED(
      "software IO TLB: Memory encryption is active and system is using DMA bounce buffers"),

  /** A buffer does not fill granules of an IOMMU that does not trust its device; no pool. */
  IOMMU_INACTIVE("DMA bounce buffers are inactive, unable to map unaligned transaction."),

  /** Coherent memory was wanted at once, and its pools have too little; a name follows. */
  COHERENT_EXHAUSTED("DMA pool exhausted"),

  /** There are no pages of an order; more follows. */
  NO_PAGES("page allocation failure: order:%d"),

  /** Growth gave up. */
  NOT_GROWN("software IO TLB: Failed to allocate new pool"),

  /** Of lines of one call site more than ten in five seconds are left out: how many were. */
  SUPPRESSED("swiotlb_tbl_map_single: %d callbacks suppressed"),

  /** The same for growth that gave up. */
  SUPPRESSED_GROWTH("swiotlb_dyn_alloc: %d callbacks suppressed"),

  /** At boot: the default number of areas. */
  AREAS("software IO TLB: area num %d."),

  /** At boot: the area rule, or the power of two, raised the slots; MiB. */
  ROUNDED_UP("software IO TLB: SWIOTLB bounce buffer size roundup to %dMB"),

  /** At boot: the architecture's wish was taken; MiB. */
  ADJUSTED("software IO TLB: SWIOTLB bounce buffer size adjusted to %dMB"),

  /** At boot: a size was refused; bytes. */
  REFUSED("software IO TLB: swiotlb_memblock_alloc: Failed to allocate %d bytes tlb structure"),

  /** At boot: the pool was halved; slots before and after. */
  HALVED("software IO TLB: SWIOTLB bounce buffer size adjusted %d -> %d slabs"),

  /** At boot: the pool; its first address, the address behind it, MiB. */
  MAPPED("software IO TLB: mapped [mem 0x%a-0x%a] (%dMB)"),

  /** At boot of x86-64: a pool is wanted that nothing forces. */
  PCI_DMA("PCI-DMA: Using software bounce buffering for IO (SWIOTLB)"),

  /** At boot, from 7.3 on: the hypervisor refused to share the pool. */
  NOT_DECRYPTED("software IO TLB: Failed to decrypt default memory pool, disabling it"),

  /** At boot: there is no pool although one was wanted. */
  NO_LOW_MEMORY("software IO TLB: No low mem");

  /** Where a value stands in a template: decimal, hexadecimal, or an address of 16 digits. */
  private static final class Places {
    private static final Pattern PLACE = Pattern.compile("%[dxa]");
  }

  private final String template;

  /** Of each value whether it is decimal, d, hexadecimal, x, or an address, a. */
  private final String kinds;

  private final Pattern pattern;

  KernelLog(String template) {
    this.template = template;
    var regex = new StringBuilder();
    var kindsOfAll = new StringBuilder();
    var from = 0;
    for (var place = Places.PLACE.matcher(template); place.find(); from = place.end()) {
      var kind = place.group().charAt(1);
      kindsOfAll.append(kind);
      regex.append(Pattern.quote(template.substring(from, place.start())));
      regex.append(kind == 'd' ? "([0-9]{1,18})" : "([0-9a-f]{1,16})");
    }
    this.kinds = kindsOfAll.toString();
    this.pattern = Pattern.compile(regex.append(Pattern.quote(template.substring(from))) + "$");
  }

  /**
   * The line with its values, in the order of the text; addresses and masks are unsigned.
   *
   * @throws IllegalArgumentException if there are more or fewer values than the line has places
   */
  public String line(long... values) {
    if (values.length != kinds.length()) {
      throw new IllegalArgumentException(
          name() + " has " + kinds.length() + " places, not " + values.length);
    }
    var text = new StringBuilder();
    var from = 0;
    var place = Places.PLACE.matcher(template);
    for (var i = 0; place.find(); i++) {
      text.append(template, from, place.start());
      text.append(written(kinds.charAt(i), values[i]));
      from = place.end();
    }
    return text.append(template, from, template.length()).toString();
  }

  /** Whether the kernel logs it once a boot, for all devices together. */
  public boolean isSaidOnce() {
    return this == BOUNCE_OUT_OF_REACH
        || this == BUFFER_OUT_OF_REACH
        || this == IOMMU_INACTIVE
        || this == MEMORY_ENCRYPTED;
  }

  /**
   * The values of a logged line, in the order of the text; empty if it is another line.
   *
   * @param logged a line that ends with this one; what stands before it is passed over
   */
  public Optional<List<Long>> read(String logged) {
    var match = pattern.matcher(logged);
    if (!match.find()) {
      return Optional.empty();
    }
    var values = new ArrayList<Long>();
    for (var i = 0; i < kinds.length(); i++) {
      values.add(Long.parseUnsignedLong(match.group(i + 1), isHex(i) ? 16 : 10));
    }
    return Optional.of(List.copyOf(values));
  }

  /** The line as a pattern, with a group for each value; it may stand anywhere in a text. */
  public Pattern anywhere() {
    var text = pattern.pattern();
    return Pattern.compile(text.substring(0, text.length() - 1));
  }

  private static String written(char kind, long value) {
    return switch (kind) {
      case 'd' -> Long.toString(value);
      case 'x' -> Long.toHexString(value);
      default -> "%016x".formatted(value);
    };
  }

  private boolean isHex(int value) {
    return kinds.charAt(value) != 'd';
  }
}
