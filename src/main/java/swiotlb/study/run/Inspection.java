package swiotlb.study.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.util.function.Function;
import swiotlb.actor.machine.Machine;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Pool;
import swiotlb.actor.pool.Throttle;

/**
 * Reads the state of all actors of a machine that is at rest: allocators, memory, and each pool of
 * which an allocator tells. State of one Simulation.
 */
final class Inspection {
  /** The state of one actor. */
  sealed interface Read extends Simulation.Command {}

  private record AllocatorRead(Allocator.State state) implements Read {}

  private record PoolRead(Pool.State state) implements Read {}

  private record AtomicPoolRead(AtomicPool.State state) implements Read {}

  private record PagesRead(PageAllocator.State state) implements Read {}

  private record ThrottleRead(Throttle.State state) implements Read {}

  private record EncryptionRead(Encryption.State state) implements Read {}

  private final ActorContext<Simulation.Command> context;
  private final Machine machine;
  private AtRest seen = new AtRest();
  private int unread;

  Inspection(ActorContext<Simulation.Command> context, Machine machine) {
    this.context = context;
    this.machine = machine;
  }

  /** Asks everybody; what was seen before is forgotten. */
  void begin() {
    seen = new AtRest();
    unread = machine.allocators().size() + 2;
    var reader = reader(Allocator.State.class, AllocatorRead::new);
    machine.allocators().forEach(a -> a.tell(new Allocator.ReadState(reader)));
    machine
        .atomicPool()
        .tell(new AtomicPool.ReadState(reader(AtomicPool.State.class, AtomicPoolRead::new)));
    machine
        .pages()
        .tell(new PageAllocator.ReadState(reader(PageAllocator.State.class, PagesRead::new)));
    machine.encryption().ifPresent(this::ask);
    machine.throttle().ifPresent(this::askThrottle);
  }

  private void askThrottle(ActorRef<Throttle.Command> throttle) {
    unread++;
    throttle.tell(new Throttle.ReadState(reader(Throttle.State.class, ThrottleRead::new)));
  }

  private void ask(ActorRef<Encryption.Command> encryption) {
    unread++;
    encryption.tell(new Encryption.ReadState(reader(Encryption.State.class, EncryptionRead::new)));
  }

  private <S> ActorRef<S> reader(Class<S> type, Function<S, Simulation.Command> read) {
    return context.messageAdapter(type, read::apply);
  }

  /**
   * One actor has told its state.
   *
   * @return whether all have
   */
  boolean isComplete(Read read) {
    unread--;
    if (read instanceof AllocatorRead allocator) {
      seen.add(allocator.state);
      unread += allocator.state.pools().size();
      var reader = reader(Pool.State.class, PoolRead::new);
      allocator.state.pools().forEach(pool -> pool.tell(new Pool.ReadState(reader)));
    } else if (read instanceof PoolRead pool) {
      seen.add(pool.state);
    } else if (read instanceof AtomicPoolRead atomicPool) {
      seen.add(atomicPool.state);
    } else if (read instanceof PagesRead pages) {
      seen.add(pages.state);
    } else if (read instanceof ThrottleRead throttle) {
      seen.add(throttle.state);
    } else if (read instanceof EncryptionRead encryption) {
      seen.add(encryption.state);
    }
    return unread == 0;
  }

  /** What was seen. */
  AtRest seen() {
    return seen;
  }
}
