package swiotlb.cli.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The newest picture, which one thread publishes and pages take. Who publishes never waits for who
 * takes: a picture is described on the thread of the page, and once. Thread-safe.
 */
final class Board {
  private static final long WATCHED_NS = TimeUnit.SECONDS.toNanos(2);

  /** A picture that was published; its number rises with each. */
  static final class Shown {
    private final long number;
    private final Picture picture;
    private final boolean isOver;
    private byte @Nullable [] json;

    private Shown(long number, Picture picture, boolean isOver) {
      this.number = number;
      this.picture = picture;
      this.isOver = isOver;
    }

    long number() {
      return number;
    }

    /** As JSON in UTF-8. */
    synchronized byte[] json() {
      if (json == null) {
        var to = JsonNodeFactory.instance.objectNode();
        to.put("number", number).put("isOver", isOver);
        picture.describe(to);
        json = to.toString().getBytes(StandardCharsets.UTF_8);
      }
      return json;
    }
  }

  private Shown shown = new Shown(0, to -> {}, false);
  private long taken;
  private volatile long askedNs = System.nanoTime() - WATCHED_NS;

  /** Whether a page has asked lately. */
  boolean isWatched() {
    return System.nanoTime() - askedNs < WATCHED_NS;
  }

  /** This is what pages show from now on. */
  synchronized void publish(Picture picture) {
    if (!shown.isOver) {
      shown = new Shown(shown.number + 1, picture, false);
      notifyAll();
    }
  }

  /** Nothing more will come: the last picture stays. */
  synchronized void end() {
    shown = new Shown(shown.number + 1, shown.picture, true);
    notifyAll();
  }

  /**
   * The newest picture, once it is newer than one that is known.
   *
   * @param known its number; 0: none
   * @param mostMs how long it is waited for; then the newest that there is
   */
  synchronized Shown newerThan(long known, long mostMs) throws InterruptedException {
    askedNs = System.nanoTime();
    var endNs = askedNs + TimeUnit.MILLISECONDS.toNanos(mostMs);
    while (shown.number <= known && System.nanoTime() < endNs) {
      TimeUnit.NANOSECONDS.timedWait(this, endNs - System.nanoTime());
    }
    askedNs = System.nanoTime();
    return shown;
  }

  /** A page has got a picture. */
  synchronized void taken(Shown picture) {
    taken = Math.max(taken, picture.number);
    notifyAll();
  }

  /** Waits until a page that is there has got the last picture. */
  synchronized void awaitTaken(long mostMs) throws InterruptedException {
    var endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMs);
    while (isWatched() && taken < shown.number && System.nanoTime() < endNs) {
      TimeUnit.NANOSECONDS.timedWait(this, endNs - System.nanoTime());
    }
  }
}
