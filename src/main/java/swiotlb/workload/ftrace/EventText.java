package swiotlb.workload.ftrace;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of an event, as the kernel formats it or, where a recorder cannot format it, in its raw
 * form, see {@link RawEventText}.
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
          "(\\S+) dir=(\\w+) (?:nents=(\\d+)/(\\d+) ents=\\d+/\\d+( \\[TRUNCATED\\])? )?"
              + "dma_addrs=\\{([^}]*)\\} sizes=\\{([^}]*)\\} phys_addrs=\\{([^}]*)\\} attrs=.*");

  /** Its original addresses go by the name of dma_addrs. */
  private static final Pattern MAP_LIST_FAILED =
      Pattern.compile("(\\S+) dir=\\w+ (?:dma|phys)_addrs=\\{([^}]*)\\}.*");

  private static final Pattern UNMAP_LIST =
      Pattern.compile("(\\S+) dir=\\w+ phys_addrs=\\{([^}]*)\\} attrs=.*");

  private static final Pattern RAW =
      Pattern.compile("(?:\\[FAILED TO PARSE\\] *)?(?:dev_name|device)=.*");

  private EventText() {}

  /** Reads an event; null if its text is none that a recorder prints. */
  static @Nullable DmaEvent read(TraceLine line) {
    var event = line.event();
    if (!event.startsWith("dma_map") && !event.startsWith("dma_unmap") && !isBounced(event)) {
      return new DmaEvent.NoSlots();
    }
    return RAW.matcher(line.rest()).matches()
        ? RawEventText.read(event, line.rest())
        : ofText(event, line.rest());
  }

  /** Whether an event is of those that are read at all. */
  static boolean counts(String event) {
    return isBounced(event) || event.startsWith("dma_");
  }

  static boolean isBounced(String event) {
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
        var shown = match.group(3);
        return whole(
            match.group(1),
            numbers(match.group(6)),
            numbers(match.group(7)),
            numbers(match.group(8)),
            match.group(5) != null || (shown != null && !shown.equals(match.group(4))),
            !"TO_DEVICE".equals(match.group(2)));
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
  static @Nullable DmaEvent whole(
      String device,
      @Nullable List<Long> addresses,
      @Nullable List<Long> sizes,
      @Nullable List<Long> originals,
      boolean isCut,
      boolean isWritten) {
    if (addresses == null || sizes == null || originals == null) {
      return null;
    }
    var list = new DmaEvent.MapList(device, addresses, sizes, originals, isCut, isWritten);
    var entries = list.entries();
    return list.addresses().size() == entries
            && list.sizes().size() == entries
            && list.originals().size() == entries
        ? list
        : null;
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
      var value = RawEventText.number(item.startsWith("0x") || isDecimal ? item : "0x" + item);
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
