package swiotlb.workload.ftrace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of an event that a recorder cannot format, or was told not to: names and raw values,
 * {@code [FAILED TO PARSE] device=… phys_addrs=ARRAY[00, d0, …]}, bytes of little-endian numbers.
 * Which arrays a recorder cannot format differs by its version.
 */
final class RawEventText {
  /** Raw fields: a name, and an array or a word. */
  private static final Pattern RAW_FIELD =
      Pattern.compile("([a-z_]{1,40})=(?:ARRAY\\[([^\\]]*)\\]?|(\\S*))");

  /** Larger than any buffer; the printed form has at most as many digits. */
  private static final long MOST_BYTES = 999_999_999;

  private RawEventText() {}

  private record RawFields(Map<String, String> words, Map<String, String> arrays) {
    @Nullable Long number(String name) {
      return RawEventText.number(words.getOrDefault(name, ""));
    }

    /** Null if it is none that a kernel maps. */
    @Nullable Long size() {
      var bytes = number("size");
      return bytes == null || bytes < 0 || bytes > MOST_BYTES ? null : bytes;
    }

    /** Null if some item of it cannot be read, or it breaks off. */
    @Nullable List<Long> array(String name, int elementBytes) {
      return littleEndian(arrays.getOrDefault(name, ""), elementBytes);
    }
  }

  private static RawFields fields(String text) {
    var words = new HashMap<String, String>();
    var arrays = new HashMap<String, String>();
    var match = RAW_FIELD.matcher(text);
    while (match.find()) {
      if (match.group(2) != null) {
        arrays.putIfAbsent(match.group(1), match.group(2));
      } else {
        words.putIfAbsent(match.group(1), match.group(3));
      }
    }
    return new RawFields(words, arrays);
  }

  /** Reads an event; null if its text is none that a recorder prints. */
  static @Nullable DmaEvent read(String event, String text) {
    var fields = fields(text);
    var device = fields.words.getOrDefault(EventText.isBounced(event) ? "dev_name" : "device", "");
    if (device.isEmpty()) {
      return null;
    }
    var bytes = fields.size();
    switch (event) {
      case "swiotlb_bounced" -> {
        var original = fields.number("dev_addr");
        return original == null || bytes == null || bytes <= 0
            ? null
            : new DmaEvent.Bounced(
                device, original, bytes, !"0".equals(fields.words.getOrDefault("force", "0")));
      }
      case "dma_map_page", "dma_map_phys", "dma_map_resource" -> {
        var address = fields.number("dma_addr");
        var original = fields.number("phys_addr");
        return address == null || original == null || bytes == null
            ? null
            : new DmaEvent.MapOne(device, address, bytes, original);
      }
      case "dma_unmap_page", "dma_unmap_phys", "dma_unmap_resource" -> {
        var address = fields.number(fields.words.containsKey("dma_addr") ? "dma_addr" : "addr");
        return address == null || bytes == null
            ? null
            : new DmaEvent.UnmapOne(device, address, bytes);
      }
      case "dma_map_sg" -> {
        var originals = fields.array("phys_addrs", Long.BYTES);
        var whole = fields.number("full_nents");
        return originals == null || originals.isEmpty()
            ? null
            : EventText.whole(
                device,
                fields.array("dma_addrs", Long.BYTES),
                fields.array("lengths", Integer.BYTES),
                originals,
                !"0".equals(fields.words.getOrDefault("truncated", "0"))
                    || (whole != null && whole > originals.size()),
                !"1".equals(fields.words.getOrDefault("dir", "1")));
      }
      case "dma_map_sg_err" -> {
        return new DmaEvent.MapListFailed(device);
      }
      case "dma_unmap_sg" -> {
        var originals =
            fields.array(fields.arrays.containsKey("addrs") ? "addrs" : "phys_addrs", Long.BYTES);
        return originals == null || originals.isEmpty()
            ? null
            : new DmaEvent.UnmapList(device, originals);
      }
      default -> {
        return new DmaEvent.NoSlots();
      }
    }
  }

  /**
   * Numbers of an array: bytes in hexadecimal, lowest first, or whole decimal numbers; null if an
   * item is none, or the bytes do not end with a number.
   */
  private static @Nullable List<Long> littleEndian(String array, int elementBytes) {
    var items = array.trim().split("[, ]+", -1);
    var values = new ArrayList<Long>();
    if (array.isBlank()) {
      return values;
    }
    if (!array.contains(",")) {
      for (var item : items) {
        var value = number(item);
        if (value == null) {
          return null;
        }
        values.add(value);
      }
      return values;
    }
    if (items.length % elementBytes != 0) {
      return null;
    }
    for (var i = 0; i + elementBytes <= items.length; i += elementBytes) {
      var value = 0L;
      for (var b = elementBytes - 1; b >= 0; b--) {
        if (!items[i + b].matches("[0-9a-f]{2}")) {
          return null;
        }
        value = value << 8 | EventText.hex(items[i + b]);
      }
      values.add(value);
    }
    return values;
  }

  /** Hexadecimal behind 0x, decimal otherwise; null if it is no number. */
  static @Nullable Long number(String word) {
    if (word.matches("0x[0-9a-fA-F]{1,16}")) {
      return Long.parseUnsignedLong(word.substring(2), 16);
    }
    if (!word.matches("\\d{1,20}")) {
      return null;
    }
    try {
      return Long.parseUnsignedLong(word);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
