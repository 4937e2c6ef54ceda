package swiotlb.kernel.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import swiotlb.kernel.page.FreeBlocks;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.Slots;

/**
 * Free memory as somebody pasted it, and how it was understood.
 *
 * <p>A paste is what {@code /proc/buddyinfo} shows, the same as a table made of a crash dump, or
 * what the log says when memory could not be had. All rows have as many orders, 3 to 14. A row
 * alone must have 11 at least: with fewer it looks as if it had been cut, and nothing beside it
 * tells that it was not.
 *
 * @param free what pools can be made of; nodes are summed
 * @param notes what was left out, or is read differently than it looks; empty if nothing
 */
public record BuddySnapshot(FreeBlocks free, List<String> notes) {
  private static final int ORDERS = FreeBlocks.ORDERS;
  private static final int LEAST_ORDERS = 3;
  private static final int MOST_ORDERS = 14;

  /** Zones whose memory the kernel does not give to itself, and so to no pool. */
  private static final List<String> NOT_FOR_POOLS = List.of("Movable", "HighMem", "Device");

  private static final Pattern DAMAGED = Pattern.compile("Node\\s+\\d+,|\\d\\*\\d");
  private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");
  private static final String REMEDY =
      "; paste what cat /proc/buddyinfo prints, lines such as"
          + " \"Node 0, zone DMA32 3 5 2 1 0 0 1 1 2 1 340\", or what the log says of them, such as"
          + " \"Node 0 DMA32: 3*4kB (UM) 5*8kB (M) … = 1404kB\", and nothing else";

  /** Notes are kept as they are. */
  public BuddySnapshot {
    notes = List.copyOf(notes);
  }

  /**
   * Reads a paste.
   *
   * @throws IllegalArgumentException if something of it is not understood, or it was cut; the
   *     message names the line
   */
  public static BuddySnapshot read(String text) {
    try {
      var paste = new BuddyPaste(text);
      requireRows(paste);
      paste.rows().forEach(BuddySnapshot::requireKnown);
      requireSameOrders(paste.rows());
      requireOnce(paste.rows());
      return of(paste);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + REMEDY, e);
    }
  }

  private static void requireRows(BuddyPaste paste) {
    var isProc = paste.rows().stream().allMatch(row -> row.form() == BuddyRow.Form.PROC);
    for (var other : paste.others()) {
      if (isProc || DAMAGED.matcher(other.text()).find()) {
        throw BuddyPaste.wrong(other.line(), "is no line of buddyinfo: " + quoted(other.text()));
      }
    }
    if (paste.rows().isEmpty()) {
      throw new IllegalArgumentException("line 1: there is no zone");
    }
  }

  private static void requireKnown(BuddyRow row) {
    if (zone(row).isEmpty() && !NOT_FOR_POOLS.contains(row.zone())) {
      throw BuddyPaste.wrong(
          row.line(),
          "names zone "
              + row.zone()
              + ", not one of DMA, DMA32, Normal, "
              + String.join(", ", NOT_FOR_POOLS));
    }
  }

  private static Optional<Zone> zone(BuddyRow row) {
    return Arrays.stream(Zone.values()).filter(z -> z.label().equals(row.zone())).findFirst();
  }

  private static void requireSameOrders(List<BuddyRow> rows) {
    var first = rows.get(0);
    for (var row : rows) {
      var orders = row.blocks().size();
      if (orders != first.blocks().size()) {
        throw BuddyPaste.wrong(
            row.line(),
            "has %d orders, and line %d has %d: one of them is cut"
                .formatted(orders, first.line(), first.blocks().size()));
      }
      if (orders < LEAST_ORDERS || orders > MOST_ORDERS) {
        throw BuddyPaste.wrong(
            row.line(),
            "has %d orders; kernels have %d to %d".formatted(orders, LEAST_ORDERS, MOST_ORDERS));
      }
      if (orders < ORDERS && rows.size() == 1) {
        throw BuddyPaste.wrong(
            row.line(),
            ("has %d orders, and there is no other line with as many: it looks cut;"
                    + " where a kernel has no more, write 0 for each that is missing of %d")
                .formatted(orders, ORDERS));
      }
    }
  }

  private static void requireOnce(List<BuddyRow> rows) {
    var seen = new HashMap<String, BuddyRow>();
    for (var row : rows) {
      if (seen.put(row.node() + " " + row.zone(), row) != null) {
        throw BuddyPaste.wrong(
            row.line(),
            "repeats zone %s of node %d, as two pastes or two reports would: leave one of them out"
                .formatted(row.zone(), row.node()));
      }
    }
  }

  private static BuddySnapshot of(BuddyPaste paste) {
    var free = new EnumMap<Zone, long[]>(Zone.class);
    var leftOutKib = new TreeMap<String, Long>();
    for (var row : paste.rows()) {
      zone(row)
          .ifPresentOrElse(
              zone -> add(row, free.computeIfAbsent(zone, z -> new long[ORDERS])),
              () -> leftOutKib.merge(row.zone(), row.freeKib(), Long::sum));
    }
    return new BuddySnapshot(new FreeBlocks(free), notes(paste, leftOutKib));
  }

  private static void add(BuddyRow row, long[] sums) {
    for (var order = 0; order < row.blocks().size(); order++) {
      var within = Math.min(order, Slots.MAX_PAGE_ORDER);
      sums[within] += row.blocks().get(order) << (order - within);
    }
  }

  private static List<String> notes(BuddyPaste paste, Map<String, Long> leftOutKib) {
    var notes = new ArrayList<String>();
    var rows = paste.rows();
    if (paste.joined() > 0) {
      notes.add(
          "lines were wrapped: %d of them go on with the one before".formatted(paste.joined()));
    }
    leftOutKib.forEach(
        (zone, kib) ->
            notes.add(
                "zone %s has %s free, of which no pool can be made: it is left out"
                    .formatted(zone, mib(kib))));
    var nodes = new TreeSet<Integer>();
    rows.forEach(row -> nodes.add(row.node()));
    if (nodes.size() > 1) {
      notes.add("zones of %d nodes are summed: nodes are not told apart".formatted(nodes.size()));
    }
    noteOrders(rows, notes);
    for (var row : rows) {
      if (row.saidKib() >= 0 && row.saidKib() != row.freeKib()) {
        notes.add(
            "line %d says that %d KiB are free, but its blocks are %d KiB, which count"
                .formatted(row.line(), row.saidKib(), row.freeKib()));
      }
    }
    if (!paste.others().isEmpty()) {
      var first = paste.others().get(0);
      notes.add(
          "%d lines that tell of no free blocks are passed over, line %d the first: %s"
              .formatted(paste.others().size(), first.line(), quoted(first.text())));
    }
    return notes;
  }

  private static void noteOrders(List<BuddyRow> rows, List<String> notes) {
    var orders = rows.get(0).blocks().size();
    if (orders > ORDERS) {
      notes.add(
          "there are %d orders; blocks of more than 4 MiB count as several of 4 MiB,"
                  .formatted(orders)
              + " the largest that are asked for");
    } else if (orders < ORDERS) {
      notes.add(
          "there are %d orders: nothing of more than %d KiB is free"
              .formatted(orders, Slots.PAGE_BYTES << (orders - 1) >> 10));
    }
  }

  /**
   * The same on a machine with other zones: what its DMA zone has no room for, or lies below its
   * upper memory, counts as DMA32, unless there is such a zone.
   */
  public BuddySnapshot on(MemoryLayout memory) {
    if (free.zones().contains(Zone.DMA32)) {
      return this;
    }
    var moved = this;
    if (memory.hasDma32()
        && free.freePages(Zone.DMA) > (memory.dmaZoneLimit() + 1) / Slots.PAGE_BYTES) {
      moved =
          moved.counting(
              Zone.DMA,
              Zone.DMA32,
              "has more free than the %s that it has here, and there is no DMA32"
                  .formatted(mib((memory.dmaZoneLimit() + 1) >> 10)));
    }
    if (free.zones().contains(Zone.NORMAL) && memory.highBytes() == 0) {
      var low = memory.hasDma32() ? Zone.DMA32 : Zone.DMA;
      moved = moved.counting(Zone.NORMAL, low, "lies below 4 GiB, as all memory does");
    }
    return moved;
  }

  private BuddySnapshot counting(Zone zone, Zone as, String why) {
    var all = new EnumMap<Zone, long[]>(Zone.class);
    for (var from : free.zones()) {
      var sums = all.computeIfAbsent(from == zone ? as : from, z -> new long[ORDERS]);
      var blocks = free.freeBlocks(from);
      Arrays.setAll(sums, order -> sums[order] + blocks[order]);
    }
    var told = new ArrayList<>(notes);
    told.add("zone %s %s: it counts as %s".formatted(zone.label(), why, as.label()));
    return new BuddySnapshot(new FreeBlocks(all), told);
  }

  /** What was understood, and all that is to be said of it; nothing if nothing is. */
  public List<String> remarks() {
    if (notes.isEmpty()) {
      return List.of();
    }
    var all = new ArrayList<String>();
    all.add(understood());
    all.addAll(notes);
    return List.copyOf(all);
  }

  private String understood() {
    var kib = 0L;
    var each = new ArrayList<String>();
    for (var zone : free.zones()) {
      var ofZone = free.freePages(zone) * (Slots.PAGE_BYTES >> 10);
      kib += ofZone;
      each.add(zone.label() + " " + mib(ofZone));
    }
    return "%d %s and %s understood%s"
        .formatted(
            each.size(),
            each.size() == 1 ? "zone" : "zones",
            mib(kib),
            each.isEmpty() ? "" : " (" + String.join(", ", each) + ")");
  }

  private static String mib(long kib) {
    return kib > 0 && kib < 1024 ? kib + " KiB" : String.format(Locale.ROOT, "%,d MiB", kib >> 10);
  }

  /** The beginning of a line, without what a terminal might obey. */
  private static String quoted(String line) {
    var start = line.length() > 60 ? line.substring(0, 60) + "..." : line;
    return '"' + UNPRINTABLE.matcher(start).replaceAll("?") + '"';
  }
}
