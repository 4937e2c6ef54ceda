package swiotlb.actor.memory;

import akka.actor.typed.ActorRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.page.CoherentExpansion;
import swiotlb.kernel.page.CoherentPools;
import swiotlb.kernel.page.Zone;

/**
 * The coherent pools and the worker that gets their memory, at boot and when little is left of one:
 * a zone at a time, in process context. State of one AtomicPool.
 */
final class CoherentWorker {
  /** Numbers of its questions lie below those of mappings. */
  static final long QUEST = -1;

  private final CoherentPools pools;
  private final AtomicPool.Coherent settings;
  private final QuestRunner.Sources sources;
  private final Deque<Zone> zones = new ArrayDeque<>();
  private @Nullable CoherentExpansion expansion;
  private boolean isBoot = true;
  private long refused;
  private long expansions;
  private long failures;

  CoherentWorker(AtomicPool.Coherent settings, QuestRunner.Sources sources) {
    this.pools = new CoherentPools(settings.configuredBytes(), settings.zones());
    this.settings = settings;
    this.sources = sources;
  }

  /** Every zone gets its first memory. */
  void boot() {
    zones.addAll(settings.zones().inOrder());
    nextZone();
  }

  /** The work that was queued begins. */
  void start() {
    if (expansion == null && pools.work().start()) {
      isBoot = false;
      zones.addAll(pools.wanting());
      nextZone();
    }
  }

  /** Whether there is work for it. */
  boolean isWanted() {
    return pools.wantsWork();
  }

  /** Whether it is at it. */
  boolean isRunning() {
    return expansion != null;
  }

  /** The address of pages below a limit, if there are enough; the wish is the first zone asked. */
  Optional<Long> take(int pages, long limit, Zone wish) {
    var at = pools.take(pages, limit, wish);
    refused += at == null ? 1 : 0;
    return Optional.ofNullable(at);
  }

  /** Takes memory back; false if it was never theirs. */
  boolean takeBack(long address, int pages) {
    var isOurs = pools.contains(address);
    if (isOurs) {
      pools.release(address, pages);
    }
    return isOurs;
  }

  AtomicPool.State state() {
    return new AtomicPool.State(
        pools.totalBytes(), pools.usedBytes(), pools.hiwaterBytes(), refused, expansions, failures);
  }

  void answered(PageAllocator.Reply reply) {
    if (reply instanceof PageAllocator.PagesGranted granted) {
      running().granted(granted.address());
    } else {
      running().refused();
    }
    proceed();
  }

  void answered(Encryption.Reply reply) {
    if (reply instanceof Encryption.Changed) {
      running().granted();
    } else {
      running().refused();
    }
    proceed();
  }

  private void nextZone() {
    var zone = zones.poll();
    if (zone == null) {
      expansion = null;
      if (!isBoot) {
        pools.work().end();
      }
      return;
    }
    var order = pools.pool(zone).expansionOrder();
    expansion =
        new CoherentExpansion(zone, order, settings.hasCma(), sources.encryption().isPresent());
    proceed();
  }

  private void proceed() {
    var quest = running();
    switch (quest.step()) {
      case ASK_CMA -> ask(new PageAllocator.AllocateContiguous(QUEST, quest.pages(), replyTo()));
      case PAGES ->
          ask(new PageAllocator.AllocatePages(QUEST, quest.order(), quest.zone(), true, replyTo()));
      case DECRYPT -> sources.decrypt(QUEST, quest.address(), quest.pages());
      case ENCRYPT_AGAIN -> sources.encrypt(QUEST, quest.address(), quest.pages());
      case RETURN_CMA -> {
        ask(new PageAllocator.FreeContiguous(quest.address(), quest.pages()));
        quest.granted();
        proceed();
      }
      case RETURN_PAGES -> {
        ask(new PageAllocator.FreePages(quest.address(), quest.order()));
        quest.granted();
        proceed();
      }
      case DONE -> {
        pools.pool(quest.zone()).addChunk(quest.address(), quest.pages());
        expansions += isBoot ? 0 : 1;
        nextZone();
      }
      case FAILED -> {
        failures++;
        nextZone();
      }
    }
  }

  private CoherentExpansion running() {
    if (expansion == null) {
      throw new IllegalStateException("an answer for a coherent pool that asked for nothing");
    }
    return expansion;
  }

  private void ask(PageAllocator.Command question) {
    sources.pages().tell(question);
  }

  private ActorRef<PageAllocator.Reply> replyTo() {
    return sources.pagesReplyTo();
  }
}
