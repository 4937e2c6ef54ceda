package swiotlb.study.explore;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.BounceBuffer;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.Request;
import swiotlb.actor.pool.SearchCost;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
import swiotlb.time.Sent;

/** What must hold at every moment, and what breaks it. */
class LawsTest {
  private static final PoolGeometry POOL = new PoolGeometry(1 << 20, 256, 1);
  private static final String DEVICE = "/user/device-disk";
  private static final String HYPERVISOR = "/user/encryption";
  private static final String OTHER = "/user/other";

  private final TestInbox<MapClient.Reply> client = TestInbox.create();
  private final TestInbox<Area.Command> area = TestInbox.create();
  private final TestInbox<Encryption.Reply> asker = TestInbox.create();

  private static Sent sent(String from, String to, Object message) {
    return new Sent(1, 0, 0, 0, 0, from, to, message);
  }

  private Sent mapped() {
    return sent(
        OTHER,
        DEVICE,
        new MapClient.Mapped(
            7,
            area.getRef(),
            PoolList.TRANSIENT,
            POOL,
            2,
            0,
            SearchCost.NONE,
            BounceBuffer.NONE,
            new Area.Left(0, 2, 4, 0)));
  }

  private Sent unmap() {
    return sent(DEVICE, OTHER, new Area.Unmap(7, 2, client.getRef()));
  }

  private static Sent freed(long address, int order) {
    return sent(OTHER, OTHER, new PageAllocator.FreePages(address, order));
  }

  private static String broken(Law law, Sent... messages) {
    var laws = new Laws(List.of(law));
    for (var message : messages) {
      laws.delivered(message, 0);
    }
    return String.valueOf(laws.broken());
  }

  @Test
  void pagesUnderABufferAreNotFreed() {
    assertThat(broken(new MemoryInUse(), mapped(), freed(POOL.start(), 7)))
        .isEqualTo(
            "pages from 0x100000 are freed, although the bounce buffer of mapping 7 lies there");
  }

  @Test
  void pagesAreFreedAfterTheUnmapAndElsewhere() {
    assertThat(broken(new MemoryInUse(), mapped(), unmap(), freed(POOL.start(), 7)))
        .isEqualTo("null");
    assertThat(broken(new MemoryInUse(), mapped(), freed(POOL.start() + POOL.bytes(), 0)))
        .isEqualTo("null");
  }

  private Sent searched(boolean decrypted) {
    var demand = Demand.ofBuffer(DeviceLimits.NONE, 0, 4096, 0);
    var request = new Request(7, 0, true, demand, Long.MAX_VALUE, decrypted, client.getRef());
    var list =
        PoolList.empty(new PoolList.SearchRounds(false, 1))
            .withNewest(new PoolList.Entry(0, POOL, List.of(area.getRef())));
    return sent(DEVICE, OTHER, Area.MapRequest.first(request, list));
  }

  private Sent asked() {
    var pages = (int) (POOL.bytes() / Slots.PAGE_BYTES);
    return sent(OTHER, HYPERVISOR, new Encryption.Decrypt(3, POOL.start(), pages, asker.getRef()));
  }

  @Test
  void aBufferIsNotInPagesThatAreStillToBeShared() {
    assertThat(broken(new SharedBuffers(), asked(), searched(true), mapped()))
        .contains("mapping 7")
        .contains("has not shared yet");
  }

  @Test
  void aBufferIsInPagesThatAreSharedOrNeedNotBe() {
    var done = sent(HYPERVISOR, OTHER, new Encryption.Changed(3));
    assertThat(broken(new SharedBuffers(), asked(), done, searched(true), mapped()))
        .isEqualTo("null");
    assertThat(broken(new SharedBuffers(), asked(), searched(false), mapped())).isEqualTo("null");
  }

  @Test
  void anAnswerOfSomebodyElseSharesNothing() {
    var said = sent(OTHER, OTHER, new Encryption.Changed(3));
    assertThat(broken(new SharedBuffers(), asked(), said, searched(true), mapped()))
        .contains("has not shared yet");
  }
}
