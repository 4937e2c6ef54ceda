package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.actor.memory.QuestRunner;
import swiotlb.kernel.page.PoolQuest;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.time.Timeline;

/**
 * The background worker, in process context: asks for the pages of a new pool, pays for them, and
 * reports the range. One attempt at a time.
 */
public final class Grower extends AbstractBehavior<Grower.Command> {

  /** What it can be asked. */
  public sealed interface Command {}

  /** A pool is wanted. */
  public record Grow(ActorRef<Report> replyTo) implements Command {}

  private record PagesAnswered(PageAllocator.Reply reply) implements Command {}

  private record EncryptionAnswered(Encryption.Reply reply) implements Command {}

  /** What it reports. */
  public sealed interface Report {}

  /**
   * Memory for a pool was had.
   *
   * @param spentNs by the worker itself, beside what the hypervisor took
   */
  public record Found(PoolGeometry range, long spentNs) implements Report {}

  /**
   * No memory was had.
   *
   * @param smallestTriedSlots the last and smallest wish
   */
  public record Failed(int smallestTriedSlots, long spentNs) implements Report {}

  /**
   * What it looks for.
   *
   * @param limit the highest address that a pool may have
   * @param dmaZoneLimit the highest address of the DMA zone
   * @param encryption shares the pages of a pool with the hypervisor; absent: that is not needed
   */
  public record Settings(
      int defaultSlots,
      int defaultAreas,
      int maxPageOrder,
      long limit,
      long dmaZoneLimit,
      Optional<ActorRef<Encryption.Command>> encryption,
      GrowthCosts costs,
      Timeline timeline) {

    /** In memory that is not encrypted. */
    public Settings(
        int defaultSlots,
        int defaultAreas,
        int maxPageOrder,
        long limit,
        long dmaZoneLimit,
        GrowthCosts costs,
        Timeline timeline) {
      this(
          defaultSlots,
          defaultAreas,
          maxPageOrder,
          limit,
          dmaZoneLimit,
          Optional.empty(),
          costs,
          timeline);
    }
  }

  private record Attempt(QuestRunner runner, ActorRef<Report> replyTo) {}

  private final Settings settings;
  private final QuestRunner.Sources sources;
  private @Nullable Attempt attempt;
  private long attempts;
  private int questions;

  private Grower(
      ActorContext<Command> context, Settings settings, ActorRef<PageAllocator.Command> pages) {
    super(context);
    this.settings = settings;
    this.sources =
        new QuestRunner.Sources(
            pages,
            context.messageAdapter(PageAllocator.Reply.class, PagesAnswered::new),
            settings.encryption,
            context.messageAdapter(Encryption.Reply.class, EncryptionAnswered::new));
  }

  /** A worker at rest. */
  public static Behavior<Command> create(Settings settings, ActorRef<PageAllocator.Command> pages) {
    return Behaviors.setup(context -> new Grower(context, settings, pages));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Grow.class, this::onGrow)
        .onMessage(PagesAnswered.class, this::onPagesAnswered)
        .onMessage(EncryptionAnswered.class, this::onEncryptionAnswered)
        .build();
  }

  private Behavior<Command> onGrow(Grow grow) {
    var quest =
        PoolQuest.growth(
            settings.defaultSlots,
            settings.defaultAreas,
            settings.maxPageOrder,
            settings.limit,
            settings.dmaZoneLimit,
            settings.encryption.isPresent());
    var runner = new QuestRunner(quest, ++attempts, true, sources);
    attempt = new Attempt(runner, grow.replyTo);
    questions = 0;
    runner.proceed();
    return this;
  }

  private Behavior<Command> onPagesAnswered(PagesAnswered answered) {
    questions++;
    if (attempt != null && attempt.runner.answered(answered.reply)) {
      report(attempt);
      attempt = null;
    }
    return this;
  }

  private Behavior<Command> onEncryptionAnswered(EncryptionAnswered answered) {
    if (attempt != null && attempt.runner.answered(answered.reply)) {
      report(attempt);
      attempt = null;
    }
    return this;
  }

  private void report(Attempt ended) {
    var quest = ended.runner.quest();
    Report report;
    long spent;
    if (quest.step() == PoolQuest.Step.DONE) {
      var range = quest.geometry();
      spent = settings.costs.poolNs(questions, range.bytes());
      report = new Found(range, spent);
    } else {
      spent = settings.costs.poolNs(questions, 0);
      report = new Failed(quest.slots(), spent);
    }
    settings.timeline.deliverAfter(spent, ended.replyTo, report);
  }
}
