package swiotlb.trace.show.export;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tracks of a timeline: one for each actor under that of its supervisor, lanes for what
 * overlaps, and counters. Transient pools come and go: each takes a seat, which a later one gets
 * when it has stopped, so that there are as many tracks as were alive at a time.
 */
final class Tracks {
  /** Is told of a track before anything is on it. */
  interface Announcer {
    void track(Track track) throws IOException;
  }

  private record LaneKey(int track, String name) {}

  private record CounterKey(String path, String name) {}

  private static final Pattern NUMBERED = Pattern.compile("(.*/transient-)(\\d{1,18})");
  private static final Pattern LAST_NUMBER = Pattern.compile(".*?(\\d{1,6})");
  private static final int COUNTER_RANK = 0;
  private static final int LANE_RANK = 1_000;
  private static final int ACTOR_RANK = 1_000_000;

  /** So many seats stay with who left them, since some news of them comes late. */
  private static final int KEPT_SEATS = 16;

  private final Announcer announcer;
  private final Map<String, Track> actors = new HashMap<>();
  private final Map<CounterKey, Track> counters = new HashMap<>();
  private final Map<LaneKey, Lanes> lanes = new HashMap<>();
  private final List<String> laneNames = new ArrayList<>();
  private final Map<String, Seats> seats = new HashMap<>();
  private int count;

  Tracks(Announcer announcer) {
    this.announcer = announcer;
  }

  /** The track of an actor. */
  Track actor(String path) throws IOException {
    var known = actors.get(path);
    if (known != null) {
      return known;
    }
    var numbered = NUMBERED.matcher(path);
    if (numbered.matches()) {
      return seated(path, numbered.group(1), Long.parseLong(numbered.group(2)));
    }
    var slash = path.lastIndexOf('/');
    var parent = slash > 0 ? actor(path.substring(0, slash)) : null;
    var name = parent == null ? path : path.substring(slash + 1);
    var rank = LAST_NUMBER.matcher(name);
    var track =
        announced(
            parent,
            Track.Kind.ACTOR,
            path,
            name,
            ACTOR_RANK + (rank.matches() ? Integer.parseInt(rank.group(1)) : 0));
    actors.put(path, track);
    return track;
  }

  /** Whether an actor is a transient pool, whose track others may have after it. */
  static boolean isTransient(String path) {
    return path.contains("/transient-");
  }

  /** An actor has stopped; its seat can be given to another. */
  void stopped(String path) {
    var numbered = NUMBERED.matcher(path);
    if (numbered.matches() && actors.containsKey(path)) {
      var group = seats.get(numbered.group(1));
      if (group != null && !group.left.contains(path)) {
        group.left.add(path);
      }
    }
  }

  private Track seated(String path, String prefix, long number) throws IOException {
    var group = seats.get(prefix);
    if (group == null) {
      group = new Seats(actor(prefix.substring(0, prefix.lastIndexOf('/'))));
      seats.put(prefix, group);
    }
    if (number <= group.highest) {
      return group.late(this);
    }
    group.highest = number;
    var seat = group.left.size() > KEPT_SEATS ? actors.remove(group.left.remove()) : null;
    if (seat == null) {
      group.taken++;
      seat =
          announced(
              group.parent,
              Track.Kind.ACTOR,
              prefix + "*",
              "transient pool, seat " + group.taken,
              ACTOR_RANK * 2 + group.taken);
    }
    actors.put(path, seat);
    return seat;
  }

  /** The track on which a stretch of time is free: the first lane is the track itself. */
  Track ownLane(Track track, long startNs, long endNs) throws IOException {
    return lane(track, "at once", true, LANE_RANK, startNs, endNs);
  }

  /** A lane of a track on which a stretch of time is free. */
  Track lane(Track track, String name, long startNs, long endNs) throws IOException {
    if (!laneNames.contains(name)) {
      laneNames.add(name);
    }
    return lane(track, name, false, LANE_RANK * (laneNames.indexOf(name) + 2), startNs, endNs);
  }

  private Track lane(Track track, String name, boolean isOwn, int rank, long startNs, long endNs)
      throws IOException {
    var free = lanes.computeIfAbsent(new LaneKey(track.number(), name), key -> new Lanes());
    var lane = free.take(startNs, endNs);
    if (lane < free.tracks.size()) {
      return free.tracks.get(lane);
    }
    var title = lane == 0 ? name : name + " " + (lane + 1);
    var added =
        isOwn && lane == 0
            ? track
            : announced(track, Track.Kind.LANE, track.path(), title, rank + Math.min(lane, 999));
    free.tracks.add(added);
    return added;
  }

  /** A counter of an actor. */
  Track counter(String path, String name) throws IOException {
    var key = new CounterKey(path, name);
    var known = counters.get(key);
    if (known == null) {
      known = announced(actor(path), Track.Kind.COUNTER, path, name, COUNTER_RANK);
      counters.put(key, known);
    }
    return known;
  }

  private Track announced(
      @Nullable Track parent, Track.Kind kind, String path, String name, int rank)
      throws IOException {
    var track = new Track(++count, parent, kind, path, name, rank);
    announcer.track(track);
    return track;
  }

  /** Seats of the transient pools of an allocator. */
  private static final class Seats {
    private final Track parent;
    private final Deque<String> left = new ArrayDeque<>();
    private long highest = -1;
    private int taken;
    private @Nullable Track late;

    private Seats(Track parent) {
      this.parent = parent;
    }

    /** For what comes so late that the seat has gone to another. */
    private Track late(Tracks tracks) throws IOException {
      var track = late;
      if (track == null) {
        track =
            tracks.announced(
                parent,
                Track.Kind.ACTOR,
                parent.path() + "/transient-*",
                "transient pools, late",
                ACTOR_RANK * 2);
        late = track;
      }
      return track;
    }
  }
}
