package swiotlb.study.conform.golden;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.page.PageSource;
import swiotlb.kernel.page.Zone;
import swiotlb.workload.golden.GoldenAnswer;
import swiotlb.workload.golden.GoldenAnswer.PageQuestion;

/**
 * A page allocator that gives the addresses which a trace recorded, in their order, and writes down
 * what it was asked. Not thread-safe.
 */
public class PageScript implements PageSource {
  private final List<@Nullable Long> answers = new ArrayList<>();
  private final List<PageQuestion> asked = new ArrayList<>();
  private boolean failsDescriptors;
  private boolean failsSlotTables;

  /** Begins an operation with the addresses that the trace gives for it. */
  public void begin(GoldenAnswer expected) {
    answers.clear();
    asked.clear();
    expected.pages().forEach(p -> answers.add(p.at()));
  }

  /** Answers a question; null is a refusal, also for a question that the trace does not have. */
  @Override
  public @Nullable Long allocate(int order, Zone zone, boolean mayWait) {
    var at = asked.size() < answers.size() ? answers.get(asked.size()) : null;
    asked.add(new PageQuestion(order, zone, at));
    return at;
  }

  /** The questions since the beginning of the operation. */
  public List<PageQuestion> asked() {
    return List.copyOf(asked);
  }

  /** The same failures, independent from now on. */
  PageScript copy() {
    var copy = new PageScript();
    copy.fail(failsDescriptors, failsSlotTables);
    return copy;
  }

  /** From now on descriptors or slot tables can or cannot be had. */
  public void fail(boolean descriptors, boolean slotTables) {
    failsDescriptors = descriptors;
    failsSlotTables = slotTables;
  }

  @Override
  public void free(long address, int order) {
    // The trace gives every address; what is free does not matter.
  }

  @Override
  public boolean givesDescriptor() {
    return !failsDescriptors;
  }

  @Override
  public boolean givesSlotTable() {
    return !failsSlotTables;
  }
}
