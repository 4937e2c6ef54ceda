package swiotlb.study.explore;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.time.Sent;

/**
 * No request is passed over too often. In any order time says nothing, so that it is counted what
 * others get meanwhile, and only while it is the allocator or the throttle that lets a request
 * wait, not the order of messages:
 *
 * <ul>
 *   <li>while a request is held, by the throttle or until a pool comes: requests that came later
 *       and got slots, whatever they want and whether or not they may wait;
 *   <li>of a request that fails and is tried again: tries that failed although, since the one
 *       before, a request that came later and wants no less got slots.
 * </ul>
 */
final class Starvation implements Law {
  private static final class Held {
    /** By when it came: the message with which each request that passed got slots. */
    final Map<Long, Long> passedBy = new LinkedHashMap<>();
  }

  private final long most;
  private final Comers comers = new Comers();
  private final Map<Long, Held> held = new HashMap<>();
  private final Map<Long, Integer> slots = new HashMap<>();
  private final Map<Long, Integer> triesInVain = new HashMap<>();

  /** Of requests that search or will try again: whether somebody has passed since the last try. */
  private final Set<Long> open = new HashSet<>();

  private final Set<Long> passed = new HashSet<>();

  /**
   * Of one run.
   *
   * @param most how often a request may be passed over, at least 1
   */
  Starvation(long most) {
    this.most = most;
  }

  @Override
  public Finding.Kind kind() {
    return Finding.Kind.STARVED;
  }

  @Override
  public @Nullable String broken(Sent sent) {
    comers.delivered(sent);
    var message = sent.message();
    if (message instanceof MapClient.Throttled throttled) {
      held.put(throttled.mapping(), new Held());
    } else if (message instanceof MapClient.Waits waits) {
      held.put(waits.mapping(), new Held());
    } else if (message instanceof MapClient.Admitted admitted) {
      return goesOn(admitted.mapping(), sent);
    } else if (message instanceof Area.MapRequest search) {
      var mapping = search.request().mapping();
      slots.put(mapping, search.request().demand().slots());
      open.add(mapping);
      return goesOn(mapping, sent);
    } else if (message instanceof AtomicPool.Take take) {
      return goesOn(take.mapping(), sent);
    } else if (message instanceof MapClient.MapFailed failed) {
      var starved = goesOn(failed.mapping(), sent);
      return starved == null ? failed(failed.mapping()) : starved;
    } else if (message instanceof MapClient.Mapped mapped) {
      served(mapped.mapping(), sent);
    }
    return null;
  }

  private void served(long mapping, Sent sent) {
    held.remove(mapping);
    open.remove(mapping);
    passed.remove(mapping);
    var came = comers.cameAt(mapping);
    held.forEach(
        (waiting, passes) -> {
          if (comers.cameAt(waiting) < came) {
            passes.passedBy.putIfAbsent(came, sent.id());
          }
        });
    for (var other : open) {
      if (comers.cameAt(other) < came
          && slots.getOrDefault(other, Integer.MAX_VALUE) <= slots.getOrDefault(mapping, 0)) {
        passed.add(other);
      }
    }
  }

  /** Those who got slots after the message was sent that lets it go on have not passed it. */
  private @Nullable String goesOn(long mapping, Sent sent) {
    var ended = held.remove(mapping);
    if (ended == null) {
      return null;
    }
    var passes = ended.passedBy.values().stream().filter(with -> with < sent.id()).count();
    return passes <= most
        ? null
        : "mapping %d is held while %d requests that came later get their slots"
            .formatted(mapping, passes);
  }

  private @Nullable String failed(long mapping) {
    if (!passed.remove(mapping)) {
      return null;
    }
    var tries = triesInVain.merge(mapping, 1, Integer::sum);
    return tries <= most
        ? null
        : "mapping %d fails at %d tries, while requests that came later and want no less get slots"
            .formatted(mapping, tries);
  }
}
