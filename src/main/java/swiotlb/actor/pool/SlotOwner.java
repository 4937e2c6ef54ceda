package swiotlb.actor.pool;

/**
 * An actor that owns slots, as whoever watches a machine in virtual time sees it between two
 * messages. It lets a copy be seen and nothing of its state; no actor ever asks another one so.
 */
public interface SlotOwner {
  /** Which of its slots are in use now. */
  SlotUse use();
}
