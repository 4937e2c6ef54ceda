package swiotlb.actor.memory;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.PageAllocator.AllocateContiguous;
import swiotlb.actor.memory.PageAllocator.AllocateObject;
import swiotlb.actor.memory.PageAllocator.AllocatePages;
import swiotlb.actor.memory.PageAllocator.FreeContiguous;
import swiotlb.actor.memory.PageAllocator.FreePages;
import swiotlb.actor.memory.PageAllocator.KernelObject;
import swiotlb.actor.memory.PageAllocator.ObjectGranted;
import swiotlb.actor.memory.PageAllocator.PagesGranted;
import swiotlb.actor.memory.PageAllocator.ReadState;
import swiotlb.actor.memory.PageAllocator.Refused;
import swiotlb.actor.memory.PageAllocator.State;
import swiotlb.kernel.page.FreeBlocks;
import swiotlb.kernel.page.PageSource;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.text.BuddyInfo;

class PageAllocatorTest {
  private static final long PAGES = 0x1000_0000L;

  private final Source source = new Source();
  private final TestInbox<PageAllocator.Reply> asker = TestInbox.create("asker");
  private final TestInbox<State> reader = TestInbox.create("reader");
  private final BehaviorTestKit<PageAllocator.Command> allocator =
      BehaviorTestKit.create(PageAllocator.create(source));

  /** Pages at one address, while there are any. */
  private static final class Source implements PageSource {
    final List<String> calls = new ArrayList<>();
    boolean hasPages = true;
    boolean hasDescriptors = true;
    boolean hasSlotTables = true;

    @Override
    public @Nullable Long allocate(int order, Zone zone, boolean mayWait) {
      calls.add("allocate " + order + " " + zone + " " + mayWait);
      return hasPages ? PAGES : null;
    }

    @Override
    public void free(long address, int order) {
      calls.add("free " + address + " " + order);
    }

    @Override
    public @Nullable Long allocateContiguous(int pages) {
      calls.add("allocate contiguous " + pages);
      return hasPages ? PAGES : null;
    }

    @Override
    public void freeContiguous(long address, int pages) {
      calls.add("free contiguous " + address + " " + pages);
    }

    @Override
    public FreeBlocks freeBlocks() {
      return BuddyInfo.parse("Node 0, zone DMA 1 0 0 0 0 0 0 0 0 0 0");
    }

    @Override
    public boolean givesDescriptor() {
      return hasDescriptors;
    }

    @Override
    public boolean givesSlotTable() {
      return hasSlotTables;
    }
  }

  private void askForPages(long quest) {
    allocator.run(new AllocatePages(quest, 8, Zone.DMA32, true, asker.getRef()));
  }

  private void askFor(KernelObject object) {
    allocator.run(new AllocateObject(5, object, asker.getRef()));
  }

  @Test
  void grantsTheBlockThatItsSourceGives() {
    askForPages(5);
    asker.expectMessage(new PagesGranted(5, PAGES));
  }

  @Test
  void refusesWhatItsSourceRefuses() {
    source.hasPages = false;
    askForPages(5);
    asker.expectMessage(new Refused(5));
  }

  @Test
  void asksItsSourceForTheOrderAndTheZoneAndSaysWhetherTheAskerMayWait() {
    askForPages(5);
    assertThat(source.calls).containsExactly("allocate 8 DMA32 true");
  }

  @Test
  void answersEachQuestByItsOwnNumber() {
    askForPages(5);
    askForPages(9);
    assertThat(asker.getAllReceived())
        .extracting(PageAllocator.Reply::quest)
        .containsExactly(5L, 9L);
  }

  @Test
  void grantsTheDescriptorOfAPool() {
    source.hasSlotTables = false;
    askFor(KernelObject.POOL_DESCRIPTOR);
    asker.expectMessage(new ObjectGranted(5));
  }

  @Test
  void refusesTheDescriptorOfAPool() {
    source.hasDescriptors = false;
    askFor(KernelObject.POOL_DESCRIPTOR);
    asker.expectMessage(new Refused(5));
  }

  @Test
  void grantsTheTableOfThePoolsSlots() {
    source.hasDescriptors = false;
    askFor(KernelObject.SLOT_TABLE);
    asker.expectMessage(new ObjectGranted(5));
  }

  @Test
  void refusesTheTableOfThePoolsSlots() {
    source.hasSlotTables = false;
    askFor(KernelObject.SLOT_TABLE);
    asker.expectMessage(new Refused(5));
  }

  @Test
  void returnsFreedPagesToItsSourceWithoutAnAnswer() {
    allocator.run(new FreePages(PAGES, 8));
    assertThat(source.calls).containsExactly("free " + PAGES + " 8");
  }

  @Test
  void grantsContiguousPagesThatItsSourceGives() {
    allocator.run(new AllocateContiguous(5, 33, asker.getRef()));
    asker.expectMessage(new PagesGranted(5, PAGES));
    assertThat(source.calls).containsExactly("allocate contiguous 33");
  }

  @Test
  void refusesContiguousPagesThatItsSourceRefuses() {
    source.hasPages = false;
    allocator.run(new AllocateContiguous(5, 33, asker.getRef()));
    asker.expectMessage(new Refused(5));
  }

  @Test
  void returnsContiguousPagesToItsSourceWithoutAnAnswer() {
    allocator.run(new FreeContiguous(PAGES, 33));
    assertThat(source.calls).containsExactly("free contiguous " + PAGES + " 33");
  }

  @Test
  void tellsWhatItsSourceSaysIsFree() {
    allocator.run(new ReadState(reader.getRef()));
    reader.expectMessage(new State(BuddyInfo.text(source.freeBlocks())));
  }
}
