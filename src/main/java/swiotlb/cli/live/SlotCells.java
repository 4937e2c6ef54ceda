package swiotlb.cli.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.BitSet;
import swiotlb.input.Text;

/** Pools as the page reads them: each area a row of cells, each cell one slot or some of them. */
final class SlotCells {
  private static final int MOST_CELLS = 256;
  private static final int MOST_AREAS = 256;
  private static final int MOST_TRANSIENTS = 60;

  /** Digits of cells: 0 where all slots are free, this where all are in use. */
  private static final int FULL = 9;

  private SlotCells() {}

  static void describe(Machine seen, ObjectNode to) {
    var pools = to.putArray("pools");
    var areas = 0;
    for (var pool : seen.pools()) {
      describe(pool, areas + pool.geometry().areas() <= MOST_AREAS, pools.addObject());
      areas += pool.geometry().areas();
    }
    var own = to.putObject("transient");
    own.put("pools", seen.transients().size());
    own.put("slots", seen.transients().stream().mapToLong(Machine.Transient::slots).sum());
    var list = own.putArray("list");
    seen.transients().stream()
        .limit(MOST_TRANSIENTS)
        .forEach(
            pool ->
                list.addObject()
                    .put("actor", pool.actor())
                    .put("device", Text.onOneLine(pool.device()))
                    .put("slots", pool.slots())
                    .put("sinceNs", pool.sinceNs()));
  }

  private static void describe(Machine.Pool pool, boolean isDrawn, ObjectNode to) {
    var geometry = pool.geometry();
    to.put("name", "pool-" + pool.number());
    to.put("restricted", Text.onOneLine(pool.allocator().restricted()));
    to.put("slots", geometry.slots());
    to.put("areas", geometry.areas());
    var bits = pool.used();
    to.put("used", bits.cardinality());
    if (!isDrawn) {
      return;
    }
    var perCell = slotsPerCell(geometry.areaSlots());
    to.put("perCell", perCell);
    var used = to.putArray("usedByArea");
    var waited = to.putArray("lockWaitNs");
    var rows = to.putArray("rows");
    for (var area = 0; area < geometry.areas(); area++) {
      addRow(bits, area * geometry.areaSlots(), geometry.areaSlots(), perCell, used, rows);
      waited.add(pool.lockWaitNs().get(area));
    }
  }

  /** A power of two, so that cells begin where slot sets do. */
  private static int slotsPerCell(int slots) {
    var perCell = 1;
    while ((slots + perCell - 1) / perCell > MOST_CELLS) {
      perCell *= 2;
    }
    return perCell;
  }

  private static void addRow(
      BitSet bits, int first, int slots, int perCell, ArrayNode used, ArrayNode rows) {
    var cells = new StringBuilder();
    var sum = 0;
    for (var from = first; from < first + slots; from += perCell) {
      var until = Math.min(from + perCell, first + slots);
      var inUse = bits.get(from, until).cardinality();
      cells.append((char) ('0' + level(inUse, until - from)));
      sum += inUse;
    }
    used.add(sum);
    rows.add(cells.toString());
  }

  /** Neither all nor nothing looks like it. */
  static int level(int used, int slots) {
    if (used == 0 || used == slots) {
      return used == 0 ? 0 : FULL;
    }
    return Math.min(FULL - 1, 1 + used * (FULL - 1) / slots);
  }
}
