package swiotlb.actor.memory;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import swiotlb.kernel.page.CoherentQuest;
import swiotlb.time.ByType;
import swiotlb.time.Timeline;

/**
 * Memory that a driver and its device use together for longer than a transfer: rings, descriptors,
 * buffers of a camera. A request that may not wait takes from the coherent pools if its device
 * needs what takes waiting to make, uncached or shared pages; every other request takes pages
 * (kernel releases, section 2).
 */
public final class CoherentAllocator extends AbstractBehavior<CoherentAllocator.Command> {

  /** What it can be asked. */
  public sealed interface Command {}

  /** What a device needs of coherent memory. */
  public enum Needs {
    /** Nothing: its accesses are coherent with the caches, and it reads every page. */
    NOTHING,
    /** Pages that are mapped uncached, which takes waiting to do. */
    REMAPPING,
    /** Pages that are shared with the hypervisor, which takes waiting to do. */
    DECRYPTION
  }

  /**
   * Coherent memory is wanted.
   *
   * @param mapping by which its owner knows it, unique over all devices
   * @param pages how many, at least 1
   * @param limit the highest address that the device reaches
   * @param mayWait whether its driver is in process context
   */
  public record Allocate(
      long mapping, int pages, long limit, boolean mayWait, Needs needs, ActorRef<Reply> replyTo)
      implements Command {
    private boolean isOfPool() {
      return !mayWait && needs != Needs.NOTHING;
    }
  }

  /** Memory that was granted is no longer needed. */
  public record Free(long mapping, ActorRef<Reply> replyTo) implements Command {}

  private record PagesAnswered(PageAllocator.Reply reply) implements Command {}

  private record EncryptionAnswered(Encryption.Reply reply) implements Command {}

  private record PoolAnswered(AtomicPool.AllocationReply reply) implements Command {}

  /** What it answers. */
  public sealed interface Reply {
    /** The mapping named in the question. */
    long mapping();
  }

  /** The memory is yours. */
  public record Allocated(long mapping, long address) implements Reply {}

  /**
   * There is none to be had.
   *
   * @param ofPool whether coherent pools refused it, else the page allocator or the hypervisor
   */
  public record Refused(long mapping, boolean ofPool) implements Reply {}

  /** The memory is no longer yours. */
  public record Freed(long mapping) implements Reply {}

  /**
   * Whom it asks.
   *
   * @param encryption absent if memory is not encrypted
   */
  public record Sources(
      ActorRef<PageAllocator.Command> pages,
      ActorRef<AtomicPool.Command> pool,
      Optional<ActorRef<Encryption.Command>> encryption) {}

  /**
   * What it is made with.
   *
   * @param dmaZoneLimit the highest address of the DMA zone
   * @param hasCma whether there is a region for contiguous memory
   * @param pageAllocationNs what a question to the page allocator costs who asks
   */
  public record Settings(long dmaZoneLimit, boolean hasCma, long pageAllocationNs) {}

  /** An allocation that is under way. */
  private static final class Open {
    private final Allocate wanted;
    private final CoherentQuest quest;
    private long spentNs;

    private Open(Allocate wanted, CoherentQuest quest) {
      this.wanted = wanted;
      this.quest = quest;
    }
  }

  /** Memory that was granted; of a pool, or as its quest found it. */
  private record Granted(long address, int pages, Optional<CoherentQuest> quest) {}

  private final Settings settings;
  private final Timeline timeline;
  private final QuestRunner.Sources sources;
  private final ActorRef<AtomicPool.Command> pool;
  private final ActorRef<AtomicPool.AllocationReply> poolReplyTo;
  private final Map<Long, Allocate> atPool = new HashMap<>();
  private final Map<Long, Open> open = new HashMap<>();
  private final Map<Long, Granted> live = new HashMap<>();
  private final Map<Long, Free> encrypting = new HashMap<>();

  private CoherentAllocator(
      ActorContext<Command> context, Settings settings, Timeline timeline, Sources asked) {
    super(context);
    this.settings = settings;
    this.timeline = timeline;
    this.pool = asked.pool;
    this.sources =
        new QuestRunner.Sources(
            asked.pages,
            context.messageAdapter(PageAllocator.Reply.class, PagesAnswered::new),
            asked.encryption,
            context.messageAdapter(Encryption.Reply.class, EncryptionAnswered::new));
    this.poolReplyTo = context.messageAdapter(AtomicPool.AllocationReply.class, PoolAnswered::new);
  }

  /** An allocator that has granted nothing. */
  public static Behavior<Command> create(Settings settings, Timeline timeline, Sources sources) {
    return Behaviors.setup(context -> new CoherentAllocator(context, settings, timeline, sources));
  }

  @Override
  public Receive<Command> createReceive() {
    return ByType.<Command>builder()
        .onMessage(Allocate.class, this::onAllocate)
        .onMessage(Free.class, this::onFree)
        .onMessage(PagesAnswered.class, this::onPagesAnswered)
        .onMessage(EncryptionAnswered.class, this::onEncryptionAnswered)
        .onMessage(PoolAnswered.class, this::onPoolAnswered)
        .build();
  }

  // Allocation.

  private Behavior<Command> onAllocate(Allocate wanted) {
    if (wanted.isOfPool()) {
      atPool.put(wanted.mapping, wanted);
      pool.tell(new AtomicPool.Allocate(wanted.mapping, wanted.pages, wanted.limit, poolReplyTo));
      return this;
    }
    var isShared = wanted.needs == Needs.DECRYPTION;
    var quest =
        new CoherentQuest(
            new CoherentQuest.Wanted(wanted.pages, wanted.limit, isShared),
            settings.dmaZoneLimit,
            settings.hasCma && wanted.mayWait);
    var begun = new Open(wanted, quest);
    open.put(wanted.mapping, begun);
    proceed(begun);
    return this;
  }

  private Behavior<Command> onPoolAnswered(PoolAnswered answered) {
    var wanted = atPool.remove(answered.reply.mapping());
    if (wanted == null) {
      throw new IllegalStateException("a pool answered who had not asked");
    }
    if (answered.reply instanceof AtomicPool.Allocated allocated) {
      grant(wanted, new Granted(allocated.address(), wanted.pages, Optional.empty()), 0);
    } else {
      wanted.replyTo.tell(new Refused(wanted.mapping, true));
    }
    return this;
  }

  private Behavior<Command> onPagesAnswered(PagesAnswered answered) {
    var asked = asked(answered.reply.quest());
    asked.spentNs += settings.pageAllocationNs;
    if (answered.reply instanceof PageAllocator.PagesGranted granted) {
      asked.quest.granted(granted.address());
    } else {
      asked.quest.refused();
    }
    proceed(asked);
    return this;
  }

  private Behavior<Command> onEncryptionAnswered(EncryptionAnswered answered) {
    var isChanged = answered.reply instanceof Encryption.Changed;
    var freed = encrypting.remove(answered.reply.quest());
    if (freed != null) {
      if (isChanged) {
        granted(freed.mapping).quest.ifPresent(this::giveBack);
      }
      end(freed);
      return this;
    }
    var asked = asked(answered.reply.quest());
    if (isChanged) {
      asked.quest.granted();
    } else {
      asked.quest.refused();
    }
    proceed(asked);
    return this;
  }

  private void proceed(Open asked) {
    var quest = asked.quest;
    while (quest.step() == CoherentQuest.Step.RETURN) {
      giveBack(quest);
      quest.granted();
    }
    var mapping = asked.wanted.mapping;
    switch (quest.step()) {
      case ASK_CMA ->
          sources
              .pages()
              .tell(
                  new PageAllocator.AllocateContiguous(
                      mapping, quest.pages(), sources.pagesReplyTo()));
      case PAGES ->
          sources
              .pages()
              .tell(
                  new PageAllocator.AllocatePages(
                      mapping,
                      quest.order(),
                      quest.zone(),
                      asked.wanted.mayWait,
                      sources.pagesReplyTo()));
      case DECRYPT -> sources.decrypt(mapping, quest.address(), quest.pages());
      case ENCRYPT_AGAIN -> sources.encrypt(mapping, quest.address(), quest.pages());
      case DONE -> {
        open.remove(mapping);
        var memory = new Granted(quest.address(), quest.pages(), Optional.of(quest));
        grant(asked.wanted, memory, asked.spentNs);
      }
      case FAILED, RETURN -> {
        open.remove(mapping);
        answer(asked.wanted.replyTo, new Refused(mapping, false), asked.spentNs);
      }
    }
  }

  private void grant(Allocate wanted, Granted memory, long spentNs) {
    live.put(wanted.mapping, memory);
    answer(wanted.replyTo, new Allocated(wanted.mapping, memory.address), spentNs);
  }

  private void answer(ActorRef<Reply> asker, Reply reply, long afterNs) {
    timeline.deliverBy(Math.addExact(timeline.nowNs(), afterNs), asker, reply);
  }

  // Giving back.

  private Behavior<Command> onFree(Free unused) {
    var memory = granted(unused.mapping);
    if (memory.quest.isEmpty()) {
      pool.tell(new AtomicPool.Free(memory.address, memory.pages));
    } else if (memory.quest.get().isShared()) {
      encrypting.put(unused.mapping, unused);
      sources.encrypt(unused.mapping, memory.address, memory.pages);
      return this;
    } else {
      giveBack(memory.quest.get());
    }
    end(unused);
    return this;
  }

  private void end(Free unused) {
    live.remove(unused.mapping);
    unused.replyTo.tell(new Freed(unused.mapping));
  }

  private void giveBack(CoherentQuest quest) {
    sources
        .pages()
        .tell(
            quest.isCma()
                ? new PageAllocator.FreeContiguous(quest.address(), quest.pages())
                : new PageAllocator.FreePages(quest.address(), quest.order()));
  }

  private Open asked(long mapping) {
    var asked = open.get(mapping);
    if (asked == null) {
      throw new IllegalStateException("an answer for mapping " + mapping + ", which asked nobody");
    }
    return asked;
  }

  private Granted granted(long mapping) {
    var memory = live.get(mapping);
    if (memory == null) {
      throw new IllegalStateException("mapping " + mapping + " has no coherent memory");
    }
    return memory;
  }
}
