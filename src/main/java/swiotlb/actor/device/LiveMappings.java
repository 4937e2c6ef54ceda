package swiotlb.actor.device;

import org.jspecify.annotations.Nullable;

/** The mappings of a device that wait for answers or are live, by number. */
interface LiveMappings {
  /** The mapping of a number, if there is one. */
  @Nullable Mapping find(long number);

  /** A mapping has failed or is given back: its number means nothing any more. */
  void ended(Mapping mapping);
}
