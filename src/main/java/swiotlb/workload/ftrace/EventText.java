package swiotlb.workload.ftrace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of an event, as the kernel formats it or, where a recorder cannot format it, as names
 * and raw values: {@code [FAILED TO PARSE] device=… phys_addrs=ARRAY[00, d0, …]}, bytes of
 * little-endian numbers. Which arrays a recorder cannot format differs by its version.
 */
final class EventText {
  private static final Pattern BOUNCED =
      Pattern.compile(
          "dev_name: (\\S+) dma_mask=[0-9a-f]{1,16} dev_addr=([0-9a-f]{1,16}) size=([1-9]\\d{0,8}) (FORCE|NORMAL)");
  private static final Pattern MAP_ONE =
      Pattern.compile(
          "(\\S+) dir=\\w+ dma_addr=([0-9a-f]{1,16}) size=(\\d{1,9}) phys_addr=([0-9a-f]{1,16}) attrs=.*");
  private static final Pattern UNMAP_ONE =
      Pattern.compile("(\\S+) dir=\\w+ dma_addr=([0-9a-f]{1,16}) size=(\\d{1,9}) attrs=.*");
  private static final Pattern MAP_LIST =
      Pattern.compile(
          "(\\S+) dir=\\w+ (?:nents=(\\d+)/(\\d+) ents=\\d+/\\d+( \\[TRUNCATED\\])? )?"
              + "dma_addrs=\\{([^}]*)\\} sizes=\\{([^}]*)\\} phys_addrs=\\{([^}]*)\\} attrs=.*");

  /** Its original addresses go by the name of dma_addrs. */
  private static final Pattern MAP_LIST_FAILED =
      Pattern.compile("(\\S+) dir=\\w+ (?:dma|phys)_addrs=\\{([^}]*)\\}.*");

  private static final Pattern UNMAP_LIST =
      Pattern.compile("(\\S+) dir=\\w+ phys_addrs=\\{([^}]*)\\} attrs=.*");

  /** Raw fields: a name, and an array or a word. */
  private static final Pattern RAW_FIELD =
      Pattern.compile("([a-z_]{1,40})=(?:ARRAY\\[([^\\]]*)\\]?|(\\S*))");

  private static final Pattern RAW =
      Pattern.compile("(?:\\[FAILED TO PARSE\\] *)?(?:dev_name|device)=.*");

  /** Larger than any buffer; the printed form has at most as many digits. */
  private static final long MOST_BYTES = 999_999_999;

  private EventText() {}

  /** Reads an event; null if its text is none that a recorder prints. */
  static @Nullable DmaEvent read(TraceLine line) {
    var event = line.event();
    if (!event.startsWith("dma_map") && !event.startsWith("dma_unmap") && !isBounced(event)) {
      return new DmaEvent.NoSlots();
    }
    return RAW.matcher(line.rest()).matches()
        ? ofFields(event, fields(line.rest()))
        : ofText(event, line.rest());
  }

  /** Whether an event is of those that are read at all. */
  static boolean counts(String event) {
    return isBounced(event) || event.startsWith("dma_");
  }

  private static boolean isBounced(String event) {
    return "swiotlb_bounced".equals(event);
  }

  private static @Nullable DmaEvent ofText(String event, String text) {
    switch (event) {
      case "swiotlb_bounced" -> {
        var match = BOUNCED.matcher(text);
        return match.matches()
            ? new DmaEvent.Bounced(
                match.group(1),
                hex(match.group(2)),
                Long.parseLong(match.group(3)),
                "FORCE".equals(match.group(4)))
            : null;
      }
      case "dma_map_page", "dma_map_phys", "dma_map_resource" -> {
        var match = MAP_ONE.matcher(text);
        return match.matches()
            ? new DmaEvent.MapOne(
                match.group(1),
                hex(match.group(2)),
                Long.parseLong(match.group(3)),
                hex(match.group(4)))
            : null;
      }
      case "dma_unmap_page", "dma_unmap_phys", "dma_unmap_resource" -> {
        var match = UNMAP_ONE.matcher(text);
        return match.matches()
            ? new DmaEvent.UnmapOne(
                match.group(1), hex(match.group(2)), Long.parseLong(match.group(3)))
            : null;
      }
      case "dma_map_sg" -> {
        var match = MAP_LIST.matcher(text);
        if (!match.matches()) {
          return null;
        }
        var shown = match.group(2);
        return whole(
            match.group(1),
            numbers(match.group(5)),
            numbers(match.group(6)),
            numbers(match.group(7)),
            match.group(4) != null || (shown != null && !shown.equals(match.group(3))));
      }
      case "dma_map_sg_err" -> {
        var match = MAP_LIST_FAILED.matcher(text);
        return match.matches() ? new DmaEvent.MapListFailed(match.group(1)) : null;
      }
      case "dma_unmap_sg" -> {
        var match = UNMAP_LIST.matcher(text);
        var originals = match.matches() ? numbers(match.group(2)) : null;
        return originals == null ? null : new DmaEvent.UnmapList(match.group(1), originals);
      }
      default -> {
        return new DmaEvent.NoSlots();
      }
    }
  }

  /** A list of which not all was read, or that lacks a part of a buffer; null. */
  private static @Nullable DmaEvent whole(
      String device,
      @Nullable List<Long> addresses,
      @Nullable List<Long> sizes,
      @Nullable List<Long> originals,
      boolean isCut) {
    if (addresses == null || sizes == null || originals == null) {
      return null;
    }
    var list = new DmaEvent.MapList(device, addresses, sizes, originals, isCut);
    var entries = list.entries();
    return list.addresses().size() == entries
            && list.sizes().size() == entries
            && list.originals().size() == entries
        ? list
        : null;
  }

  // Raw fields.

  private record RawFields(Map<String, String> words, Map<String, String> arrays) {
    @Nullable Long number(String name) {
      return EventText.number(words.getOrDefault(name, ""));
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

  private static @Nullable DmaEvent ofFields(String event, RawFields fields) {
    var device = fields.words.getOrDefault(isBounced(event) ? "dev_name" : "device", "");
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
            : whole(
                device,
                fields.array("dma_addrs", Long.BYTES),
                fields.array("lengths", Integer.BYTES),
                originals,
                !"0".equals(fields.words.getOrDefault("truncated", "0"))
                    || (whole != null && whole > originals.size()));
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
        value = value << 8 | hex(items[i + b]);
      }
      values.add(value);
    }
    return values;
  }

  /** Hexadecimal behind 0x, decimal otherwise; null if it is no number. */
  private static @Nullable Long number(String word) {
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

  /**
   * The kernel prints hexadecimal numbers with commas; recorders may print decimal ones without.
   * Null if one is none.
   */
  private static @Nullable List<Long> numbers(String list) {
    var values = new ArrayList<Long>();
    if (list.isBlank()) {
      return values;
    }
    var isDecimal = !list.contains("0x") && !list.contains(",");
    for (var item : list.trim().split("[, ]+", -1)) {
      var value = number(item.startsWith("0x") || isDecimal ? item : "0x" + item);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values;
  }

  static long hex(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }
}
