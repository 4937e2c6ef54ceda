package swiotlb.actor.machine.planted;

import akka.actor.typed.javadsl.ActorContext;
import java.util.function.Supplier;
import swiotlb.kernel.page.GrowthWork;
import swiotlb.time.Timeline;

/** Growth work whose queueing is wrong. */
final class OtherGrowthWork extends Planting {
  private final Supplier<GrowthWork> work;

  OtherGrowthWork(ActorContext<?> context, Timeline timeline, Supplier<GrowthWork> work) {
    super(context, timeline);
    this.work = work;
  }

  @Override
  public GrowthWork growthWork() {
    return work.get();
  }

  /** Not queued again while it runs. */
  static final class LostRequeue extends GrowthWork {
    @Override
    public boolean queue() {
      return !isRunning() && super.queue();
    }
  }

  /** Queued until it has ended. */
  static final class ClearedLate extends GrowthWork {
    private boolean isFlagged;

    @Override
    public boolean queue() {
      var wasIdle = !isFlagged;
      isFlagged = true;
      return wasIdle && super.queue();
    }

    @Override
    public void end() {
      isFlagged = false;
      super.end();
    }
  }
}
