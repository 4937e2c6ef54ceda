package swiotlb.kernel.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The kernel's counters of the software IO TLB, by name, as somebody wrote them down from debugfs:
 * sections begin with a comment, and what stands below "before" or "boot" was so at the beginning.
 *
 * @param before those at the beginning
 * @param last those that were written last
 */
public record Counters(Map<String, Long> before, Map<String, Long> last) {
  /** Slots in all ordinary pools. */
  public static final String SLOTS = "io_tlb_nslabs";

  /** Slots in use. */
  public static final String USED = "io_tlb_used";

  private static final String OF_DYNAMIC = "io_tlb_transient_nslabs";
  private static final Pattern COUNTER = Pattern.compile("(io_tlb_[a-z_]{1,40})[ :=]+(\\d{1,18})");

  /** Immutable from the start. */
  public Counters {
    before = Map.copyOf(before);
    last = Map.copyOf(last);
  }

  /** Reads a text; lines that are no counters are passed over. */
  public static Counters read(String text) {
    var before = new HashMap<String, Long>();
    var last = new HashMap<String, Long>();
    var isBefore = false;
    for (var line : text.split("\r?\n", -1)) {
      if (line.startsWith("#")) {
        var title = line.toLowerCase(Locale.ROOT);
        isBefore = title.contains("before") || title.contains("boot");
      }
      var counter = COUNTER.matcher(line.trim());
      if (counter.matches()) {
        var value = Long.parseLong(counter.group(2));
        if (isBefore) {
          before.put(counter.group(1), value);
        }
        // What does not stand there again is the last that is known.
        last.put(counter.group(1), value);
      }
    }
    return new Counters(before, last);
  }

  /** Whether a kernel with dynamic pools shows them; only such a one counts transient slots. */
  public boolean isDynamic() {
    return last.containsKey(OF_DYNAMIC);
  }

  /** Whether the slots of pools are among them. */
  public boolean hasSlots() {
    return last.containsKey(SLOTS);
  }
}
