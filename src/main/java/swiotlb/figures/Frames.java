package swiotlb.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers over time, in frames of equal length from time 0 on. There are never more than {@link
 * #MOST} of them: when time goes on beyond the last one, each two become one and every frame is
 * twice as long. What is kept does not grow with time, and is the same for the same numbers. Not
 * thread-safe.
 */
public final class Frames {
  /** A power of two. */
  public static final int MOST = 512;

  private static final long SHORTEST_NS = 1_000;
  private static final long NONE = Long.MIN_VALUE;

  private final List<Course> courses = new ArrayList<>();
  private long widthNs = SHORTEST_NS;
  private int count;

  /** The numbers of one kind. */
  public abstract static sealed class Course {
    private final Frames frames;
    final long[] of = new long[MOST];

    private Course(Frames frames) {
      this.frames = frames;
      frames.courses.add(this);
    }

    /** The frame of a moment, which is there from now on. */
    int frameAt(long atNs) {
      return frames.frameAt(atNs);
    }

    /** Each two frames become one; the second half is empty then. */
    abstract void halve();

    /** A number for each frame. */
    public final List<Long> values() {
      return values(frames.count);
    }

    abstract List<Long> values(int count);
  }

  /** Something that has a value at every moment: a frame has the greatest one of its time. */
  public static final class Level extends Course {
    private final long[] last = new long[MOST];

    private Level(Frames frames) {
      super(frames);
      Arrays.fill(of, NONE);
    }

    /** From this moment on it has this value; moments come in order. */
    public void note(long atNs, long value) {
      var frame = frameAt(atNs);
      of[frame] = Math.max(of[frame], value);
      last[frame] = value;
    }

    @Override
    void halve() {
      for (var i = 0; i < MOST / 2; i++) {
        last[i] = of[2 * i + 1] == NONE ? last[2 * i] : last[2 * i + 1];
        of[i] = Math.max(of[2 * i], of[2 * i + 1]);
      }
      Arrays.fill(of, MOST / 2, MOST, NONE);
    }

    /** What it was at the end of a frame it still is at the beginning of the next one. */
    @Override
    List<Long> values(int count) {
      var values = new ArrayList<Long>();
      var now = 0L;
      for (var i = 0; i < count; i++) {
        values.add(Math.max(now, of[i]));
        now = of[i] == NONE ? now : last[i];
      }
      return List.copyOf(values);
    }
  }

  /** Something that comes now and then: a frame has all that came in its time. */
  public static final class Amount extends Course {
    private Amount(Frames frames) {
      super(frames);
    }

    /** So much came, none of it less than nothing. */
    public void add(long atNs, long amount) {
      var frame = frameAt(atNs);
      of[frame] = Sums.plus(of[frame], amount);
    }

    @Override
    void halve() {
      for (var i = 0; i < MOST / 2; i++) {
        of[i] = Sums.plus(of[2 * i], of[2 * i + 1]);
      }
      Arrays.fill(of, MOST / 2, MOST, 0);
    }

    @Override
    List<Long> values(int count) {
      return Arrays.stream(of, 0, count).boxed().toList();
    }
  }

  /** One more kind, 0 until it is noted. */
  public Level level() {
    return new Level(this);
  }

  /** One more kind, 0 where nothing came. */
  public Amount amount() {
    return new Amount(this);
  }

  /** How long each frame is. */
  public long widthNs() {
    return widthNs;
  }

  private int frameAt(long atNs) {
    while (atNs / widthNs >= MOST) {
      courses.forEach(Course::halve);
      widthNs *= 2;
      count = (count + 1) / 2;
    }
    var frame = (int) (atNs / widthNs);
    count = Math.max(count, frame + 1);
    return frame;
  }
}
