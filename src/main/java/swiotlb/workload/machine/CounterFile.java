package swiotlb.workload.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import swiotlb.kernel.text.Counters;

/** Counters of debugfs: whether the kernel has dynamic pools, and the slots soon after boot. */
final class CounterFile implements Format {
  private static final Pattern BEGINNING = Pattern.compile("\\s*io_tlb_[a-z_]+[ :=]+\\d");

  @Override
  public String name() {
    return "counters of /sys/kernel/debug/swiotlb";
  }

  @Override
  public boolean recognises(MachineText text) {
    return text.hasLine(BEGINNING);
  }

  @Override
  public List<Fact> read(MachineText text) {
    var counters = Counters.read(text.text());
    var facts = new ArrayList<Fact>();
    if (counters.hasSlots()) {
      facts.add(new Fact.Dynamic(counters.isDynamic()));
      var slots =
          counters.isDynamic()
              ? counters.before().get(Counters.SLOTS)
              : counters.last().get(Counters.SLOTS);
      if (slots != null) {
        facts.add(new Fact.CountedSlots(slots));
      }
    }
    return facts;
  }
}
