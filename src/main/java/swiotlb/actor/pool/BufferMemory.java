package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.DirectMemory;
import swiotlb.actor.memory.Encryption;
import swiotlb.kernel.slot.PoolGeometry;

/** Where the memory of a pool for one buffer comes from. */
public sealed interface BufferMemory {

  /** Asks for it. */
  void take(Request request, ActorRef<AtomicPool.Reply> answers);

  /**
   * Gives back what nobody has used.
   *
   * @return whether an answer tells when it has come back
   */
  boolean giveBack(PoolGeometry range, ActorRef<DirectMemory.Returned> returned);

  /**
   * Gives back what was used.
   *
   * @return whether an answer tells when it has come back
   */
  boolean release(PoolGeometry range, ActorRef<DirectMemory.Returned> returned);

  /** What having it costs whoever maps the buffer. */
  long takeNs(Request request, PoolGeometry range);

  /** What giving it back costs whoever unmaps the buffer. */
  long releaseNs(Request request, PoolGeometry range);

  /** As the kernel does: memory that can be had without waiting, and returns some time later. */
  record Atomic(ActorRef<AtomicPool.Command> pool) implements BufferMemory {
    @Override
    public void take(Request request, ActorRef<AtomicPool.Reply> answers) {
      pool.tell(
          new AtomicPool.Take(
              request.mapping(),
              request.demand().slots(),
              request.reach(),
              request.decrypted(),
              answers));
    }

    @Override
    public boolean giveBack(PoolGeometry range, ActorRef<DirectMemory.Returned> returned) {
      pool.tell(new AtomicPool.GiveBack(range.start(), range.slots()));
      return false;
    }

    @Override
    public boolean release(PoolGeometry range, ActorRef<DirectMemory.Returned> returned) {
      pool.tell(new AtomicPool.Release(range.start(), range.slots()));
      return false;
    }

    @Override
    public long takeNs(Request request, PoolGeometry range) {
      return 0;
    }

    @Override
    public long releaseNs(Request request, PoolGeometry range) {
      return 0;
    }
  }

  /**
   * Pages that are allocated and freed with the buffer.
   *
   * @param encryption what sharing them and making them private again costs
   * @param pagesNs allocating or freeing them
   */
  record Direct(ActorRef<DirectMemory.Command> memory, Encryption.Costs encryption, long pagesNs)
      implements BufferMemory {
    @Override
    public void take(Request request, ActorRef<AtomicPool.Reply> answers) {
      memory.tell(
          new DirectMemory.Take(
              request.mapping(),
              request.demand().slots(),
              request.reach(),
              request.decrypted(),
              !request.interrupt(),
              answers));
    }

    @Override
    public boolean giveBack(PoolGeometry range, ActorRef<DirectMemory.Returned> returned) {
      return release(range, returned);
    }

    @Override
    public boolean release(PoolGeometry range, ActorRef<DirectMemory.Returned> returned) {
      memory.tell(new DirectMemory.Release(range.start(), range.slots(), returned));
      return true;
    }

    @Override
    public long takeNs(Request request, PoolGeometry range) {
      return changeNs(request, range, encryption.sharePageNs());
    }

    @Override
    public long releaseNs(Request request, PoolGeometry range) {
      return changeNs(request, range, encryption.unsharePageNs());
    }

    private long changeNs(Request request, PoolGeometry range, long pageNs) {
      var pages = 1L << range.units().pageOrder(range.slots());
      return pagesNs + (request.decrypted() ? encryption.perCallNs() + pages * pageNs : 0);
    }
  }
}
