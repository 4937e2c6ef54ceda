package swiotlb.actor.device;

import swiotlb.figures.MappingCount;

/**
 * An actor that maps buffers, as whoever watches a machine in virtual time sees it between two
 * messages. It lets a copy be seen and nothing of its state; no actor ever asks another one so.
 */
public interface BounceUser {
  /** What became of the buffers that it wanted so far. */
  MappingCount mappings();
}
