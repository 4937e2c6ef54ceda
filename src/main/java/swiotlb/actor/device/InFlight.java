package swiotlb.actor.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a device that are in flight, by number. Numbers rise, so that those in flight at
 * a time lie close together: each has the place that its lowest bits say, and needs no search. A
 * request that outlives the others until its place is wanted again is where a hash says. State of
 * one device.
 *
 * @param <W> a request
 */
final class InFlight<W extends CpuTurns.Work> {
  private @Nullable W[] places = places(64);
  private final Long2ObjectHashMap<W> displaced = new Long2ObjectHashMap<>();
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The request of a number, or null if none has it. */
  @Nullable W find(long number) {
    var request = places[place(number)];
    if (request != null && request.id() == number) {
      return request;
    }
    return displaced.isEmpty() ? null : displaced.get(number);
  }

  /** One more, whose number none has. */
  void add(W request) {
    if (++size > places.length / 2) {
      grow();
    }
    put(request);
  }

  private void put(W request) {
    var place = place(request.id());
    var old = places[place];
    if (old != null) {
      displaced.put(old.id(), old);
    }
    places[place] = request;
  }

  /** One less. */
  void remove(W request) {
    size--;
    var place = place(request.id());
    if (places[place] == request) {
      places[place] = null;
    } else {
      displaced.remove(request.id());
    }
  }

  /** All of them, in the order of their numbers. */
  List<W> all() {
    var all = new ArrayList<>(displaced.values());
    for (var request : places) {
      if (request != null) {
        all.add(request);
      }
    }
    all.sort(Comparator.comparingLong(W::id));
    return all;
  }

  @SuppressWarnings("unchecked")
  private static <W extends CpuTurns.Work> @Nullable W[] places(int count) {
    return (W[]) new CpuTurns.Work[count];
  }

  private int place(long number) {
    return (int) number & places.length - 1;
  }

  private void grow() {
    var all = all();
    places = places(2 * places.length);
    displaced.clear();
    all.forEach(this::put);
  }
}
