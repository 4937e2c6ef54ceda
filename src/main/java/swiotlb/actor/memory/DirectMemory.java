package swiotlb.actor.memory;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import swiotlb.kernel.page.PoolQuest;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.time.ByType;
import swiotlb.time.Timeline;

/**
 * Pages for single bounce buffers, where there are no pools: allocated when a buffer is mapped,
 * freed when it is unmapped, and in encrypted memory shared with the hypervisor and made private
 * again in between, in whatever context that is.
 */
public final class DirectMemory extends AbstractBehavior<DirectMemory.Command> {

  /** What it can be asked. */
  public sealed interface Command {}

  /**
   * Pages are wanted.
   *
   * @param mapping for which they are wanted
   * @param limit the highest address that the device reaches
   * @param decrypted whether they must be shared with the hypervisor
   * @param mayWait whether the asker is in process context
   */
  public record Take(
      long mapping,
      int slots,
      long limit,
      boolean decrypted,
      boolean mayWait,
      ActorRef<AtomicPool.Reply> replyTo)
      implements Command {}

  /** Pages are given back. */
  public record Release(long address, int slots, ActorRef<Returned> replyTo) implements Command {}

  private record PagesAnswered(PageAllocator.Reply reply) implements Command {}

  private record EncryptionAnswered(Encryption.Reply reply) implements Command {}

  /** Pages have come back, or are lost. */
  public record Returned(long address) {}

  private record Open(Take take, QuestRunner runner) {}

  private final SlotUnits units;
  private final long dmaZoneLimit;
  private final long pagesNs;
  private final Timeline timeline;
  private final QuestRunner.Sources sources;
  private final Map<Long, Open> open = new HashMap<>();
  private final Set<Long> shared = new HashSet<>();
  private final Map<Long, Release> releases = new HashMap<>();
  private long quests;

  private DirectMemory(
      ActorContext<Command> context,
      SlotUnits units,
      long dmaZoneLimit,
      long pagesNs,
      Timeline timeline,
      ActorRef<PageAllocator.Command> pages,
      Optional<ActorRef<Encryption.Command>> encryption) {
    super(context);
    this.units = units;
    this.dmaZoneLimit = dmaZoneLimit;
    this.pagesNs = pagesNs;
    this.timeline = timeline;
    this.sources =
        new QuestRunner.Sources(
            pages,
            context.messageAdapter(PageAllocator.Reply.class, PagesAnswered::new),
            encryption,
            context.messageAdapter(Encryption.Reply.class, EncryptionAnswered::new));
  }

  /**
   * Nobody has pages yet.
   *
   * @param units of the slots that are asked for
   * @param dmaZoneLimit the highest address of the DMA zone
   * @param pagesNs asking the page allocator for the pages of a buffer
   * @param encryption shares pages with the hypervisor; absent if memory is not encrypted
   */
  public static Behavior<Command> create(
      SlotUnits units,
      long dmaZoneLimit,
      long pagesNs,
      Timeline timeline,
      ActorRef<PageAllocator.Command> pages,
      Optional<ActorRef<Encryption.Command>> encryption) {
    return Behaviors.setup(
        context ->
            new DirectMemory(context, units, dmaZoneLimit, pagesNs, timeline, pages, encryption));
  }

  @Override
  public Receive<Command> createReceive() {
    return ByType.<Command>builder()
        .onMessage(Take.class, this::onTake)
        .onMessage(Release.class, this::onRelease)
        .onMessage(PagesAnswered.class, this::onPagesAnswered)
        .onMessage(EncryptionAnswered.class, this::onEncryptionAnswered)
        .build();
  }

  private Behavior<Command> onTake(Take take) {
    var quest =
        PoolQuest.transientPool(units, take.slots, take.limit, dmaZoneLimit, isShared(take));
    var runner = new QuestRunner(quest, ++quests, take.mayWait, sources);
    open.put(quests, new Open(take, runner));
    runner.proceed();
    return this;
  }

  private boolean isShared(Take take) {
    return take.decrypted && sources.encryption().isPresent();
  }

  private Behavior<Command> onPagesAnswered(PagesAnswered answered) {
    var asked = open.get(answered.reply.quest());
    if (asked != null && asked.runner.answered(answered.reply)) {
      end(answered.reply.quest(), asked);
    }
    return this;
  }

  private Behavior<Command> onEncryptionAnswered(EncryptionAnswered answered) {
    var number = answered.reply.quest();
    var asked = open.get(number);
    if (asked != null) {
      if (asked.runner.answered(answered.reply)) {
        end(number, asked);
      }
      return this;
    }
    var release = releases.remove(number);
    if (release == null) {
      throw new IllegalStateException("the hypervisor answers quest " + number + ", which ended");
    }
    if (answered.reply instanceof Encryption.Changed) {
      free(release);
    }
    release.replyTo.tell(new Returned(release.address));
    return this;
  }

  private void end(long number, Open asked) {
    open.remove(number);
    var quest = asked.runner.quest();
    var take = asked.take;
    if (quest.step() != PoolQuest.Step.DONE) {
      take.replyTo.tell(new AtomicPool.Refused(take.mapping));
      return;
    }
    if (isShared(take)) {
      shared.add(quest.address());
    }
    timeline.deliverAfter(
        pagesNs, take.replyTo, new AtomicPool.Granted(take.mapping, quest.geometry()));
  }

  private Behavior<Command> onRelease(Release release) {
    if (shared.remove(release.address)) {
      releases.put(++quests, release);
      sources.encrypt(quests, release.address, 1 << units.pageOrder(release.slots));
    } else {
      free(release);
      release.replyTo.tell(new Returned(release.address));
    }
    return this;
  }

  private void free(Release release) {
    sources
        .pages()
        .tell(new PageAllocator.FreePages(release.address, units.pageOrder(release.slots)));
  }
}
