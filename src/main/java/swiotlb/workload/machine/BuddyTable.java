package swiotlb.workload.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.BuddyInfo;

/** {@code /proc/buddyinfo}: which zones there are, and a lower bound of the memory. */
final class BuddyTable implements Format {
  private static final Pattern ROW =
      Pattern.compile("^Node +\\d+, zone +(\\w+) +(\\d[\\d ]{0,400}?)\\s*$");
  private static final Pattern BEGINNING = Pattern.compile("Node +\\d+, zone ");

  @Override
  public String name() {
    return "/proc/buddyinfo";
  }

  @Override
  public boolean recognises(MachineText text) {
    return text.hasLine(BEGINNING);
  }

  @Override
  public List<Fact> read(MachineText text) {
    var facts = new ArrayList<Fact>();
    var bytes = 0L;
    var isHigh = false;
    var hasDma32 = false;
    var lines = text.lines();
    for (var i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      var row = ROW.matcher(lines.get(i));
      if (!row.find()) {
        throw text.wrong(
            i + 1L,
            "is no row of /proc/buddyinfo such as: Node 0, zone DMA32 1 2 3; copy it again");
      }
      isHigh |= row.group(1).equals("Normal");
      hasDma32 |= row.group(1).equals("DMA32");
      var counts = row.group(2).split(" +", -1);
      for (var order = 0; order < counts.length && order <= Slots.MAX_PAGE_ORDER; order++) {
        if (counts[order].length() > 12) {
          throw text.wrong(i + 1L, "counts more pages than any machine has; copy it again");
        }
        bytes += Long.parseLong(counts[order]) * ((long) Slots.PAGE_BYTES << order);
      }
    }
    facts.add(new Fact.FreePages(words(text)));
    if (hasDma32) {
      facts.add(new Fact.ReachesAbove4GiB(isHigh));
    }
    if (bytes > 0) {
      facts.add(new Fact.Memory(text.memory(0, "what is free", bytes, 1), Fact.Exactness.AT_LEAST));
    }
    return facts;
  }

  private static String words(MachineText text) {
    try {
      return BuddyInfo.describe(BuddyInfo.parse(text.text()));
    } catch (IllegalArgumentException e) {
      throw text.wrong(String.valueOf(e.getMessage()));
    }
  }
}
