package swiotlb.actor.pool;

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
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.Faults;
import swiotlb.actor.memory.GracePeriod;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.actor.memory.QuestRunner;
import swiotlb.kernel.page.PoolQuest;
import swiotlb.kernel.policy.GrowthPolicy;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.time.ByType;
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

  /**
   * A pool is wanted otherwise than the kernel wants one.
   *
   * @param slots at most; 0: none is wanted any more
   * @param source where its memory is
   */
  public record GrowOtherwise(int slots, GrowthPolicy.Source source, ActorRef<Report> replyTo)
      implements Command {}

  /** The memory of a pool is given back, when nobody can be looking at it any longer. */
  public record GiveBack(PoolGeometry range, ActorRef<Report> replyTo) implements Command {}

  private record Unread(GiveBack given) implements Command {}

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

  /** The memory of a pool has come back, or is lost. */
  public record Returned() implements Report {}

  /**
   * What it looks for.
   *
   * @param units of the slots of a pool
   * @param limit the highest address that a pool may have
   * @param dmaZoneLimit the highest address of the DMA zone
   * @param encryption shares the pages of a pool with the hypervisor; absent: that is not needed
   * @param grace before the memory of a pool is given back
   * @param graceSeed of its length
   * @param faults what fails now and then
   */
  public record Settings(
      SlotUnits units,
      int defaultSlots,
      int defaultAreas,
      int maxPageOrder,
      long limit,
      long dmaZoneLimit,
      Optional<ActorRef<Encryption.Command>> encryption,
      GrowthCosts costs,
      Timeline timeline,
      GracePeriod grace,
      long graceSeed,
      Faults faults) {

    /** Pools are never given back. */
    public Settings(
        SlotUnits units,
        int defaultSlots,
        int defaultAreas,
        int maxPageOrder,
        long limit,
        long dmaZoneLimit,
        Optional<ActorRef<Encryption.Command>> encryption,
        GrowthCosts costs,
        Timeline timeline) {
      this(
          units,
          defaultSlots,
          defaultAreas,
          maxPageOrder,
          limit,
          dmaZoneLimit,
          encryption,
          costs,
          timeline,
          GracePeriod.NONE,
          0,
          Faults.NONE);
    }

    /** Slots as the published kernels have them, in memory that is not encrypted. */
    public Settings(
        int defaultSlots,
        int defaultAreas,
        int maxPageOrder,
        long limit,
        long dmaZoneLimit,
        GrowthCosts costs,
        Timeline timeline) {
      this(
          SlotUnits.DEFAULT,
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

  private record Attempt(QuestRunner runner, long migrationPerMibNs, ActorRef<Report> replyTo) {}

  private record Release(GiveBack given, boolean isContiguous) {}

  private final Settings settings;
  private final QuestRunner.Sources sources;
  private @Nullable Attempt attempt;
  private long attempts;
  private int questions;
  private final Set<Long> contiguous = new HashSet<>();
  private final Map<Long, Release> releases = new HashMap<>();
  private final SplittableRandom random;

  private Grower(
      ActorContext<Command> context, Settings settings, ActorRef<PageAllocator.Command> pages) {
    super(context);
    this.settings = settings;
    this.random = new SplittableRandom(settings.graceSeed);
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
    return ByType.<Command>builder()
        .onMessage(Grow.class, this::onGrow)
        .onMessage(GrowOtherwise.class, this::onGrowOtherwise)
        .onMessage(GiveBack.class, this::onGiveBack)
        .onMessage(Unread.class, this::onUnread)
        .onMessage(PagesAnswered.class, this::onPagesAnswered)
        .onMessage(EncryptionAnswered.class, this::onEncryptionAnswered)
        .build();
  }

  private Behavior<Command> onGrow(Grow grow) {
    var quest =
        PoolQuest.growth(
            settings.units,
            settings.defaultSlots,
            settings.defaultAreas,
            settings.maxPageOrder,
            settings.limit,
            settings.dmaZoneLimit,
            settings.encryption.isPresent());
    begin(quest, 0, grow.replyTo);
    return this;
  }

  private Behavior<Command> onGrowOtherwise(GrowOtherwise grow) {
    if (grow.slots == 0) {
      grow.replyTo.tell(new Failed(0, 0));
      return this;
    }
    var isContiguous = grow.source.isContiguousRegion();
    var slots = grow.slots;
    var quest =
        isContiguous
            ? PoolQuest.contiguous(
                settings.units,
                slots,
                settings.defaultAreas,
                settings.maxPageOrder,
                settings.limit,
                settings.dmaZoneLimit,
                settings.encryption.isPresent())
            : PoolQuest.growth(
                settings.units,
                slots,
                PoolQuest.areasThatFit(settings.units, settings.defaultAreas, slots),
                settings.maxPageOrder,
                settings.limit,
                settings.dmaZoneLimit,
                settings.encryption.isPresent());
    begin(quest, grow.source.migrationPerMibNs(), grow.replyTo);
    return this;
  }

  private void begin(PoolQuest quest, long migrationPerMibNs, ActorRef<Report> replyTo) {
    var runner = new QuestRunner(quest, ++attempts, true, sources);
    attempt = new Attempt(runner, migrationPerMibNs, replyTo);
    questions = 0;
    runner.proceed();
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
    var release = releases.remove(answered.reply.quest());
    if (release != null) {
      afterEncryption(release, answered.reply);
      return this;
    }
    if (attempt != null && attempt.runner.answered(answered.reply)) {
      report(attempt);
      attempt = null;
    }
    return this;
  }

  /** Pages that cannot be made private again are lost. */
  private void afterEncryption(Release release, Encryption.Reply reply) {
    if (reply instanceof Encryption.Changed) {
      free(release);
    } else {
      release.given.replyTo.tell(new Returned());
    }
  }

  private void report(Attempt ended) {
    var quest = ended.runner.quest();
    Report report;
    long spent;
    if (quest.step() == PoolQuest.Step.DONE) {
      var range = quest.geometry();
      spent = settings.costs.poolNs(questions, range.bytes());
      if (quest.isContiguous()) {
        contiguous.add(range.start());
        spent += range.bytes() * ended.migrationPerMibNs / (1 << 20);
      }
      report = new Found(range, spent);
    } else {
      spent = settings.costs.poolNs(questions, 0);
      report = new Failed(quest.slots(), spent);
    }
    settings.timeline.deliverAfter(spent, ended.replyTo, report);
  }

  // Memory that is given back.

  private Behavior<Command> onGiveBack(GiveBack given) {
    settings.timeline.deliverAfter(
        settings.grace.drawNs(random) + settings.faults.graceLongerNs(),
        getContext().getSelf(),
        new Unread(given));
    return this;
  }

  private Behavior<Command> onUnread(Unread unread) {
    var given = unread.given;
    var range = given.range;
    var release = new Release(given, contiguous.remove(range.start()));
    if (settings.encryption.isPresent()) {
      releases.put(++attempts, release);
      sources.encrypt(attempts, range.start(), (int) settings.units.pages(range.slots()));
    } else {
      free(release);
    }
    return this;
  }

  private void free(Release release) {
    var range = release.given.range;
    sources
        .pages()
        .tell(
            release.isContiguous
                ? new PageAllocator.FreeContiguous(
                    range.start(), (int) settings.units.pages(range.slots()))
                : new PageAllocator.FreePages(
                    range.start(), settings.units.pageOrder(range.slots())));
    release.given.replyTo.tell(new Returned());
  }
}
