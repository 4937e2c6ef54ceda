package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.MapClient;
import swiotlb.time.RecordingTimeline;
import swiotlb.workload.Context;

/** A CPU for which two devices contend. */
class CpuTest {
  private static final int NUMBER = 3;

  private final RecordingTimeline timeline = new RecordingTimeline();
  private final TestInbox<MapClient.Message> disk = TestInbox.create("disk");
  private final TestInbox<MapClient.Message> card = TestInbox.create("card");
  private final BehaviorTestKit<Cpu.Command> cpu =
      BehaviorTestKit.create(Cpu.create(NUMBER, timeline), "cpu-3");

  /** The disk's thread copies until then. */
  private void theDiskCopiesUntil(long timeNs) {
    cpu.run(new Cpu.Claim(7, Context.PROCESS, disk.getRef()));
    cpu.run(new Cpu.EndsAt(timeNs, true));
    disk.receiveMessage();
  }

  private void theCardClaims(Context context, long nowNs) {
    timeline.setNowNs(nowNs);
    cpu.run(new Cpu.Claim(8, context, card.getRef()));
  }

  private void release(long nowNs) {
    timeline.setNowNs(nowNs);
    cpu.run(new Cpu.Release());
  }

  /** The only message that the CPU has sent to itself arrives. */
  private void wake() {
    var deliveries = timeline.take();
    assertThat(deliveries).hasSize(1);
    assertThat(deliveries.get(0).to()).isEqualTo(cpu.getRef());
    timeline.setNowNs(deliveries.get(0).timeNs());
    cpu.run((Cpu.Command) deliveries.get(0).message());
  }

  @Test
  void anIdleCpuIsGrantedAtOnce() {
    cpu.run(new Cpu.Claim(7, Context.PROCESS, disk.getRef()));
    disk.expectMessage(new Cpu.Granted(NUMBER, 7));
  }

  @Test
  void aSecondDeviceWaitsForTheFirst() {
    cpu.run(new Cpu.Claim(7, Context.PROCESS, disk.getRef()));
    theCardClaims(Context.INTERRUPT, 10);
    assertThat(card.hasMessages()).isFalse();
  }

  @Test
  void theSecondIsGrantedWhenTheFirstGivesTheCpuUp() {
    cpu.run(new Cpu.Claim(7, Context.PROCESS, disk.getRef()));
    theCardClaims(Context.PROCESS, 10);
    release(20);
    card.expectMessage(new Cpu.Granted(NUMBER, 8));
  }

  @Test
  void theSecondIsGrantedAtTheEndThatTheFirstForetold() {
    theDiskCopiesUntil(100);
    theCardClaims(Context.PROCESS, 10);
    wake();
    assertThat(timeline.nowNs()).isEqualTo(100);
    card.expectMessage(new Cpu.Granted(NUMBER, 8));
  }

  @Test
  void anEndThatNobodyWaitsForCostsNoMessage() {
    theDiskCopiesUntil(100);
    assertThat(timeline.take()).isEmpty();
  }

  @Test
  void whoeverHasTheCpuHearsThatItWasTaken() {
    theDiskCopiesUntil(100);
    theCardClaims(Context.INTERRUPT, 30);
    disk.expectMessage(new Cpu.Interrupted(NUMBER, 7));
  }

  @Test
  void anInterruptIsGrantedTheCpuAtOnce() {
    theDiskCopiesUntil(100);
    theCardClaims(Context.INTERRUPT, 30);
    card.expectMessage(new Cpu.Granted(NUMBER, 8));
  }

  @Test
  void whoeverWasInterruptedHearsWhenItWillBeDone() {
    theDiskCopiesUntil(100);
    theCardClaims(Context.INTERRUPT, 30);
    disk.receiveMessage();
    release(50);
    disk.expectMessage(new Cpu.Resumed(NUMBER, 7, 120));
  }

  @Test
  void anInterruptThatForetellsItsEndIsFollowedByWhomItInterrupted() {
    theDiskCopiesUntil(100);
    theCardClaims(Context.INTERRUPT, 30);
    disk.receiveMessage();
    cpu.run(new Cpu.EndsAt(45, false));
    wake();
    disk.expectMessage(new Cpu.Resumed(NUMBER, 7, 115));
  }

  @Test
  void whatEachDeviceIsToldIsItsOwn() {
    theDiskCopiesUntil(100);
    theCardClaims(Context.INTERRUPT, 30);
    release(50);
    assertThat(card.getAllReceived()).hasSize(1);
    assertThat(disk.getAllReceived()).hasSize(2);
  }

  @Test
  void aDeviceMayInterruptItself() {
    theDiskCopiesUntil(100);
    timeline.setNowNs(30);
    cpu.run(new Cpu.Claim(9, Context.INTERRUPT, disk.getRef()));
    assertThat(disk.getAllReceived())
        .containsExactly(new Cpu.Interrupted(NUMBER, 7), new Cpu.Granted(NUMBER, 9));
  }

  @Test
  void worksOfOneNumberOfTwoDevicesAreTwoWorks() {
    theDiskCopiesUntil(100);
    timeline.setNowNs(30);
    cpu.run(new Cpu.Claim(7, Context.INTERRUPT, card.getRef()));
    disk.expectMessage(new Cpu.Interrupted(NUMBER, 7));
    card.expectMessage(new Cpu.Granted(NUMBER, 7));
  }
}
