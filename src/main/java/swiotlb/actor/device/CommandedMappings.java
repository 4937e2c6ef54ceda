package swiotlb.actor.device;

import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** Mappings on command, whose numbers are given. State of one device. */
final class CommandedMappings implements LiveMappings {
  private final Long2ObjectHashMap<Mapping> byNumber = new Long2ObjectHashMap<>();

  void begin(Mapping mapping) {
    byNumber.put(mapping.id(), mapping);
  }

  @Override
  public @Nullable Mapping find(long number) {
    return byNumber.get(number);
  }

  @Override
  public void ended(Mapping mapping) {
    byNumber.remove(mapping.id());
  }
}
