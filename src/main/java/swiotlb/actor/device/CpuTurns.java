package swiotlb.actor.device;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import swiotlb.workload.Context;

/**
 * Whose turn it is on a CPU: one piece of work holds it; a stronger context takes it from a weaker
 * one that can be interrupted, and hands it back; the others wait, the strongest context first and
 * within a context in order of arrival.
 *
 * <p>A piece of work that knows when it will be done says so with {@link #endsAt}; nobody need be
 * told of that moment unless somebody waits for it. State of one actor; not thread-safe.
 */
final class CpuTurns {

  /** Something to be done on a CPU, which may stand in one line at a time. */
  abstract static class Work {
    private @Nullable Work nextInLine;

    /** By which its device knows it. */
    abstract long id();

    /** In which context; asked when it claims the CPU. */
    abstract Context context();

    /** It has the CPU now. */
    abstract void granted();

    /** A stronger context took the CPU. */
    abstract void interrupted();

    /**
     * It has the CPU back after it was interrupted.
     *
     * @param endNs when it will be done
     */
    abstract void resumed(long endNs);
  }

  /** Those of a context that wait, first come, first served. */
  private static final class Line {
    private @Nullable Work first;
    private @Nullable Work last;

    void add(Work work) {
      if (last == null) {
        first = work;
      } else {
        last.nextInLine = work;
      }
      last = work;
    }

    Work remove() {
      var work = Objects.requireNonNull(first, "nobody waits");
      first = work.nextInLine;
      work.nextInLine = null;
      if (first == null) {
        last = null;
      }
      return work;
    }
  }

  /** Calls {@link #wake} at a time. */
  @FunctionalInterface
  interface Alarm {
    /** At this time. */
    void at(long timeNs);
  }

  private record Interrupted(Work work, Context context, long leftNs) {}

  private static final long UNKNOWN = Long.MAX_VALUE;

  private final Alarm alarm;
  private final Line threads = new Line();
  private final Line softirqs = new Line();
  private final Line interrupts = new Line();
  private final Deque<Interrupted> interrupted = new ArrayDeque<>(2);
  private @Nullable Work holder;
  private Context holderContext = Context.PROCESS;
  private long endNs;
  private boolean isInterruptible;
  private boolean isHandingOver;
  private int waits;
  private long alarmNs = UNKNOWN;

  CpuTurns(Alarm alarm) {
    this.alarm = alarm;
  }

  /** Work wants the CPU, and is granted it now or later. */
  void claim(Work work, long nowNs) {
    settle(nowNs);
    var present = holder;
    var context = work.context();
    if (present == null && !isHandingOver) {
      grant(work, context);
    } else if (present != null && isInterruptible && context.compareTo(holderContext) > 0) {
      interrupt(present, nowNs);
      grant(work, context);
    } else {
      line(context).add(work);
      waits++;
      setAlarm();
    }
  }

  /**
   * The holder will be done at a time, and need not say so then.
   *
   * @param interruptible whether a stronger context may take the CPU until then
   */
  void endsAt(long timeNs, boolean interruptible, long nowNs) {
    endNs = timeNs;
    isInterruptible = interruptible;
    var next = strongestWaiting();
    if (timeNs <= nowNs) {
      handOver(nowNs);
    } else if (interruptible
        && holder != null
        && next != null
        && next.compareTo(holderContext) > 0) {
      interrupt(holder, nowNs);
      grant(poll(next), next);
    } else {
      setAlarm();
    }
  }

  /** The holder is done. */
  void release(long nowNs) {
    handOver(nowNs);
  }

  /** A moment for which an alarm was set. */
  void wake(long nowNs) {
    settle(nowNs);
  }

  private void settle(long nowNs) {
    if (holder != null && endNs <= nowNs) {
      handOver(nowNs);
    }
  }

  private void interrupt(Work present, long nowNs) {
    interrupted.push(new Interrupted(present, holderContext, endNs - nowNs));
    present.interrupted();
  }

  private void grant(Work work, Context context) {
    holder = work;
    holderContext = context;
    endNs = UNKNOWN;
    isInterruptible = false;
    work.granted();
  }

  /**
   * One after the other, for as long as each is done at once: any number of them may be, so this
   * does not nest.
   */
  private void handOver(long nowNs) {
    holder = null;
    endNs = UNKNOWN;
    if (isHandingOver) {
      return;
    }
    isHandingOver = true;
    while (holder == null && (waits > 0 || !interrupted.isEmpty())) {
      handOverToStrongest(nowNs);
    }
    isHandingOver = false;
  }

  /** To the strongest context that wants the CPU; one that was interrupted before its equals. */
  private void handOverToStrongest(long nowNs) {
    var next = strongestWaiting();
    var last = interrupted.peek();
    if (last != null && (next == null || next.compareTo(last.context) <= 0)) {
      interrupted.pop();
      holder = last.work;
      holderContext = last.context;
      isInterruptible = true;
      resume(last, nowNs);
    } else if (next != null) {
      grant(poll(next), next);
    }
  }

  private void resume(Interrupted last, long fromNs) {
    endNs = fromNs + last.leftNs;
    last.work.resumed(endNs);
    setAlarm();
  }

  private void setAlarm() {
    if (endNs != UNKNOWN && endNs != alarmNs && (waits > 0 || !interrupted.isEmpty())) {
      alarmNs = endNs;
      alarm.at(endNs);
    }
  }

  private @Nullable Context strongestWaiting() {
    if (waits == 0) {
      return null;
    }
    if (interrupts.first != null) {
      return Context.INTERRUPT;
    }
    return softirqs.first != null ? Context.SOFTIRQ : Context.PROCESS;
  }

  private Work poll(Context context) {
    waits--;
    return line(context).remove();
  }

  private Line line(Context context) {
    return switch (context) {
      case PROCESS -> threads;
      case SOFTIRQ -> softirqs;
      case INTERRUPT -> interrupts;
    };
  }
}
