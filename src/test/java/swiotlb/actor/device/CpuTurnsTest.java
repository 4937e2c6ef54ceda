package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.workload.Context;

/** Whose turn it is on a CPU. */
class CpuTurnsTest {
  private static final boolean INTERRUPTIBLE = true;
  private static final boolean UNINTERRUPTED = false;

  private final List<String> told = new ArrayList<>();
  private final List<Long> alarms = new ArrayList<>();
  private final CpuTurns turns = new CpuTurns(alarms::add);

  /** Work that notes what it is told. */
  private class Named extends CpuTurns.Work {
    private final String name;
    private final Context context;

    Named(String name, Context context) {
      this.name = name;
      this.context = context;
    }

    @Override
    long id() {
      return 0;
    }

    @Override
    Context context() {
      return context;
    }

    @Override
    void granted() {
      told.add(name + " granted");
    }

    @Override
    void interrupted() {
      told.add(name + " interrupted");
    }

    @Override
    void resumed(long endNs) {
      told.add(name + " resumed until " + endNs);
    }
  }

  private void claim(String name, Context context, long nowNs) {
    turns.claim(new Named(name, context), nowNs);
  }

  private void thread(String name, long nowNs) {
    claim(name, Context.PROCESS, nowNs);
  }

  private void softirq(String name, long nowNs) {
    claim(name, Context.SOFTIRQ, nowNs);
  }

  private void interrupt(String name, long nowNs) {
    claim(name, Context.INTERRUPT, nowNs);
  }

  // Who is next.

  @Test
  void anIdleCpuIsGrantedAtOnce() {
    thread("a", 0);
    assertThat(told).containsExactly("a granted");
  }

  @Test
  void workWaitsForTheHolder() {
    thread("a", 0);
    thread("b", 0);
    assertThat(told).containsExactly("a granted");
  }

  @Test
  void theNextIsGrantedWhenTheHolderIsDone() {
    thread("a", 0);
    thread("b", 0);
    turns.release(10);
    assertThat(told).containsExactly("a granted", "b granted");
  }

  @Test
  void withinAContextTheFirstToComeIsTheFirstToBeGranted() {
    thread("a", 0);
    thread("b", 1);
    thread("c", 2);
    turns.release(10);
    assertThat(told).containsExactly("a granted", "b granted");
  }

  @Test
  void theStrongestContextThatWaitsIsGrantedFirst() {
    thread("a", 0);
    thread("b", 1);
    softirq("c", 2);
    interrupt("d", 3);
    turns.release(10);
    turns.release(20);
    turns.release(30);
    assertThat(told).containsExactly("a granted", "d granted", "c granted", "b granted");
  }

  @Test
  void afterAReleaseWithNobodyWaitingTheCpuIsIdle() {
    thread("a", 0);
    turns.release(10);
    thread("b", 10);
    assertThat(told).containsExactly("a granted", "b granted");
  }

  // Work that says when it will be done.

  @Test
  void noAlarmIsSetWhereNobodyWaits() {
    thread("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    assertThat(alarms).isEmpty();
  }

  @Test
  void anEndThatHasPassedNeedsNoAlarm() {
    thread("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    thread("b", 100);
    assertThat(told).containsExactly("a granted", "b granted");
    assertThat(alarms).isEmpty();
  }

  @Test
  void whoeverComesBeforeTheEndIsGrantedThen() {
    thread("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    thread("b", 99);
    assertThat(alarms).containsExactly(100L);
    turns.wake(100);
    assertThat(told).containsExactly("a granted", "b granted");
  }

  @Test
  void whoeverWaitsAlreadyIsGrantedAtTheEnd() {
    thread("a", 0);
    thread("b", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    assertThat(alarms).containsExactly(100L);
    turns.wake(100);
    assertThat(told).containsExactly("a granted", "b granted");
  }

  @Test
  void oneAlarmIsEnoughForAllWhoWait() {
    thread("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    thread("b", 10);
    thread("c", 20);
    assertThat(alarms).containsExactly(100L);
  }

  @Test
  void anAlarmThatComesBeforeTheEndChangesNothing() {
    thread("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    thread("b", 10);
    turns.wake(99);
    assertThat(told).containsExactly("a granted");
  }

  @Test
  void whatEndsAtOnceHandsOverAtOnce() {
    thread("a", 0);
    thread("b", 0);
    turns.endsAt(0, INTERRUPTIBLE, 0);
    assertThat(told).containsExactly("a granted", "b granted");
    assertThat(alarms).isEmpty();
  }

  @Test
  void anAlarmAfterAReleaseChangesNothing() {
    thread("a", 0);
    turns.endsAt(100, UNINTERRUPTED, 0);
    thread("b", 0);
    turns.wake(100);
    turns.release(100);
    turns.wake(100);
    assertThat(told).containsExactly("a granted", "b granted");
  }

  // Interruption.

  @Test
  void aStrongerContextTakesTheCpu() {
    thread("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    interrupt("i", 30);
    assertThat(told).containsExactly("a granted", "a interrupted", "i granted");
  }

  @Test
  void anEqualContextDoesNot() {
    interrupt("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    interrupt("i", 30);
    assertThat(told).containsExactly("a granted");
  }

  @Test
  void aWeakerContextDoesNot() {
    interrupt("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    softirq("s", 30);
    assertThat(told).containsExactly("a granted");
  }

  @Test
  void workWhoseEndIsUnknownIsNotInterrupted() {
    thread("a", 0);
    interrupt("i", 30);
    assertThat(told).containsExactly("a granted");
  }

  @Test
  void workWithInterruptsOffIsNotInterrupted() {
    thread("a", 0);
    turns.endsAt(100, UNINTERRUPTED, 0);
    interrupt("i", 30);
    assertThat(told).containsExactly("a granted");
  }

  @Test
  void anInterruptThatWaitedTakesTheCpuWhenItsHolderCanBeInterrupted() {
    thread("a", 0);
    interrupt("i", 10);
    turns.endsAt(100, INTERRUPTIBLE, 40);
    assertThat(told).containsExactly("a granted", "a interrupted", "i granted");
  }

  @Test
  void afterAnInterruptionTheTimeThatWasLeftIsLeft() {
    thread("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    interrupt("i", 30);
    turns.release(50);
    assertThat(told).endsWith("a resumed until 120");
  }

  @Test
  void workThatWasInterruptedComesBeforeItsEquals() {
    thread("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    thread("b", 10);
    interrupt("i", 30);
    turns.release(50);
    assertThat(told).endsWith("i granted", "a resumed until 120");
  }

  @Test
  void anInterruptThatWaitsComesBeforeTheWorkThatWasInterrupted() {
    thread("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    interrupt("i", 30);
    interrupt("j", 40);
    turns.release(50);
    assertThat(told).endsWith("i granted", "j granted");
  }

  @Test
  void whoeverComesDuringTheTimeThatIsLeftIsGrantedAtItsEnd() {
    thread("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    interrupt("i", 30);
    turns.release(50);
    thread("b", 60);
    assertThat(alarms).containsExactly(120L);
    turns.wake(120);
    assertThat(told).endsWith("a resumed until 120", "b granted");
  }

  @Test
  void theAlarmOfAnEndThatWasPutOffChangesNothing() {
    thread("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    thread("b", 10);
    interrupt("i", 30);
    turns.release(50);
    turns.wake(100);
    assertThat(told).endsWith("a resumed until 120");
    assertThat(alarms).containsExactly(100L, 120L);
  }

  @Test
  void workIsInterruptedAsOftenAsItMust() {
    thread("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    interrupt("i", 30);
    turns.release(50);
    interrupt("j", 60);
    turns.release(80);
    assertThat(told)
        .endsWith("a resumed until 120", "a interrupted", "j granted", "a resumed until 140");
  }

  @Test
  void anInterruptThatTakesNoTimePutsNothingOff() {
    thread("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    interrupt("i", 30);
    turns.release(30);
    assertThat(told).endsWith("a resumed until 100");
  }

  @Test
  void interruptionsNest() {
    thread("a", 0);
    turns.endsAt(100, INTERRUPTIBLE, 0);
    softirq("s", 30);
    turns.endsAt(60, INTERRUPTIBLE, 30);
    interrupt("i", 40);
    turns.endsAt(45, UNINTERRUPTED, 40);
    turns.wake(45);
    turns.wake(65);
    assertThat(told)
        .containsExactly(
            "a granted",
            "a interrupted",
            "s granted",
            "s interrupted",
            "i granted",
            "s resumed until 65",
            "a resumed until 135");
    assertThat(alarms).containsExactly(60L, 45L, 65L);
  }

  @Test
  void theEndOfAnInterruptNeedsNoAlarmWhereItInterruptedNobody() {
    interrupt("i", 0);
    turns.endsAt(20, UNINTERRUPTED, 0);
    assertThat(alarms).isEmpty();
  }

  // Work that is done within the very call that grants it the CPU.

  /** Work that takes no time. */
  private final class Instant extends Named {
    Instant(String name) {
      super(name, Context.PROCESS);
    }

    @Override
    void granted() {
      super.granted();
      turns.release(100);
    }
  }

  @Test
  void workThatTakesNoTimeHandsOverToTheNext() {
    thread("a", 0);
    turns.claim(new Instant("b"), 0);
    turns.claim(new Instant("c"), 0);
    thread("d", 0);
    turns.release(100);
    assertThat(told).containsExactly("a granted", "b granted", "c granted", "d granted");
  }

  @Test
  void anyNumberOfSuchMayWait() {
    thread("a", 0);
    for (var i = 0; i < 100_000; i++) {
      turns.claim(new Instant("b"), 0);
    }
    turns.release(100);
    assertThat(told).hasSize(100_001);
  }
}
