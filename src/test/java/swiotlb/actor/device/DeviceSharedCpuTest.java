package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.actor.device.DeviceKit.COPY_NS;
import static swiotlb.actor.device.DeviceKit.INTERRUPT_NS;
import static swiotlb.actor.device.DeviceKit.PAGE;
import static swiotlb.actor.device.DeviceKit.POOL_STEP_NS;
import static swiotlb.actor.device.DeviceKit.RETRY_NS;
import static swiotlb.actor.device.DeviceKit.SERVICE_NS;
import static swiotlb.actor.device.DeviceKit.TO_INTERRUPT_NS;
import static swiotlb.actor.device.DeviceKit.TRANSFER_NS;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.slot.Admission.Bouncing;
import swiotlb.workload.Context;
import swiotlb.workload.DriverSpec;

/** A device on a CPU that is another device's too: it asks before it does anything there. */
class DeviceSharedCpuTest {
  private final DeviceKit kit = new DeviceKit();

  @BeforeEach
  void shareTheCpu() {
    kit.sharesCpu = true;
  }

  private void started() {
    kit.beginWithPool().startRun(0);
  }

  private void granted(long work) {
    kit.run(new Cpu.Granted(0, work));
  }

  private Cpu.Claim claim() {
    return (Cpu.Claim) kit.cpu.receiveMessage();
  }

  /** The first request has the CPU and asks for its first buffer. */
  private void mapping() {
    started();
    claim();
    granted(0);
  }

  /** The first request, of one buffer, is moved by the device. */
  private void transferring() {
    mapping();
    kit.serve(kit.request());
    kit.cpu.receiveMessage();
  }

  /** The first request's interrupt has the CPU. */
  private void completing() {
    transferring();
    kit.playTo(TO_INTERRUPT_NS);
    claim();
    granted(0);
  }

  // The turn of a thread.

  @Test
  void aThreadAsksForTheCpuBeforeItMaps() {
    started();
    assertThat(claim()).isEqualTo(new Cpu.Claim(0, Context.PROCESS, kit.device().getRef()));
    assertThat(kit.area.hasMessages()).isFalse();
  }

  @Test
  void anAreaIsAskedOnceTheCpuIsGranted() {
    mapping();
    assertThat(kit.requests()).hasSize(1);
  }

  @Test
  void aJobOfAnotherContextAsksInThatContext() {
    kit.context = Context.SOFTIRQ;
    started();
    assertThat(claim().context()).isEqualTo(Context.SOFTIRQ);
  }

  @Test
  void theWaitForTheCpuIsCounted() {
    started();
    kit.playTo(300);
    granted(0);
    kit.serve(kit.request());
    kit.playTo(300 + TO_INTERRUPT_NS);
    granted(0);
    kit.play();
    assertThat(kit.report().time().cpuWaitNs()).isEqualTo(300);
  }

  @Test
  void aCpuThatNobodyElseUsesIsNotAskedFor() {
    kit.cpus = List.of(1);
    started();
    assertThat(kit.cpu.hasMessages()).isFalse();
    assertThat(kit.requests()).hasSize(1);
  }

  @Test
  void theCpuHearsWhenTheCopyWillBeDoneAndThatItCanBeInterrupted() {
    mapping();
    kit.serve(kit.request());
    assertThat(kit.cpu.receiveMessage()).isEqualTo(new Cpu.EndsAt(COPY_NS, true));
  }

  @Test
  void aListCannotBeInterrupted() {
    kit.blockBytes = 2 * PAGE;
    kit.maxSegmentBytes = PAGE;
    mapping();
    kit.serve(kit.request());
    kit.playToArea();
    kit.serve(kit.request());
    assertThat(kit.cpu.receiveMessage()).isEqualTo(new Cpu.EndsAt(2 * COPY_NS, false));
  }

  @Test
  void aRequestThatFailsGivesTheCpuUp() {
    mapping();
    kit.fail(kit.request());
    assertThat(kit.cpu.getAllReceived()).containsExactly(new Cpu.Release());
  }

  @Test
  void aRequestAsksAgainForItsNextTry() {
    kit.retries = 1;
    mapping();
    kit.fail(kit.request());
    kit.cpu.receiveMessage();
    kit.playTo(RETRY_NS);
    assertThat(claim().work()).isZero();
  }

  @Test
  void aRequestThatSleepsGivesTheCpuUp() {
    mapping();
    kit.run(new MapClient.Waits(kit.request().request().mapping()));
    assertThat(kit.cpu.getAllReceived()).containsExactly(new Cpu.Release());
  }

  @Test
  void aRequestThatSleptAsksForTheCpuBeforeItCopies() {
    mapping();
    var request = kit.request();
    kit.run(new MapClient.Waits(request.request().mapping()));
    kit.cpu.receiveMessage();
    kit.serve(request);
    assertThat(kit.cpu.getAllReceived())
        .containsExactly(new Cpu.Claim(0, Context.PROCESS, kit.device().getRef()));
  }

  @Test
  void everyRequestIsAWorkOfItsOwn() {
    kit.depth = 3;
    kit.count = 3;
    started();
    assertThat(kit.cpu.getAllReceived())
        .extracting(message -> ((Cpu.Claim) message).work())
        .containsExactly(0L, 1L, 2L);
  }

  @Test
  void aRequestGrantedTheCpuOnceItsDeviceIsGoneGivesItUp() {
    kit.mishaps = new DriverSpec.Mishaps(List.of(), 100, 0);
    started();
    kit.playTo(100);
    kit.cpu.receiveMessage();
    granted(0);
    assertThat(kit.cpu.getAllReceived()).containsExactly(new Cpu.Release());
  }

  // The turn of an interrupt.

  @Test
  void anInterruptAsksForTheCpuAsSuch() {
    transferring();
    kit.playTo(TO_INTERRUPT_NS);
    assertThat(claim().context()).isEqualTo(Context.INTERRUPT);
  }

  @Test
  void nothingIsGivenBackBeforeTheInterruptHasTheCpu() {
    transferring();
    kit.playTo(2 * TO_INTERRUPT_NS);
    assertThat(kit.area.hasMessages()).isFalse();
  }

  @Test
  void anInterruptTakesItsTimeFromWhenItHasTheCpu() {
    transferring();
    kit.playTo(2 * TO_INTERRUPT_NS);
    granted(0);
    assertThat(kit.playToArea()).isEqualTo(2 * TO_INTERRUPT_NS + INTERRUPT_NS + POOL_STEP_NS);
  }

  @Test
  void theCpuIsGivenUpWhenTheBufferIsGivenBack() {
    completing();
    kit.playToArea();
    assertThat(kit.cpu.hasMessages()).isFalse();
    kit.unmap();
    assertThat(kit.cpu.getAllReceived()).containsExactly(new Cpu.Release());
  }

  @Test
  void anInterruptThatNeedsNoAreaSaysWhenItWillBeDone() {
    kit.bouncing = Bouncing.OUT_OF_REACH;
    mapping();
    kit.playTo(TRANSFER_NS + SERVICE_NS);
    kit.cpu.getAllReceived();
    granted(0);
    assertThat(kit.cpu.receiveMessage())
        .isEqualTo(new Cpu.EndsAt(TRANSFER_NS + SERVICE_NS + INTERRUPT_NS, false));
  }

  @Test
  void anInterruptBoundToAnotherCpuDoesNotAskForThisOne() {
    kit.irqCpus = List.of(1);
    transferring();
    kit.playToArea();
    assertThat(kit.cpu.hasMessages()).isFalse();
  }

  @Test
  void whatAResetTakesBackIsTakenBackByAThread() {
    kit.mishaps = new DriverSpec.Mishaps(List.of(COPY_NS + 1), 0, 0);
    transferring();
    kit.playTo(COPY_NS + 1);
    assertThat(claim().context()).isEqualTo(Context.PROCESS);
  }

  // Interrupted by another device.

  @Test
  void aCopyThatWasInterruptedMakesTheTransferLate() {
    transferring();
    kit.playTo(100);
    kit.run(new Cpu.Interrupted(0, 0));
    kit.playTo(150);
    kit.run(new Cpu.Resumed(0, 0, COPY_NS + 50));
    kit.playTo(TO_INTERRUPT_NS + 49);
    assertThat(kit.cpu.hasMessages()).isFalse();
    kit.playTo(TO_INTERRUPT_NS + 50);
    assertThat(claim().context()).isEqualTo(Context.INTERRUPT);
  }

  @Test
  void allInterruptionsOfACopyAddUp() {
    transferring();
    for (var i = 1L; i <= 3; i++) {
      kit.playTo(i * 100);
      kit.run(new Cpu.Interrupted(0, 0));
      kit.playTo(i * 100 + 50);
      kit.run(new Cpu.Resumed(0, 0, COPY_NS + i * 50));
    }
    kit.playTo(TO_INTERRUPT_NS + 149);
    assertThat(kit.cpu.hasMessages()).isFalse();
    kit.playTo(TO_INTERRUPT_NS + 150);
    assertThat(claim().context()).isEqualTo(Context.INTERRUPT);
  }

  @Test
  void aTransferThatWasLateIsInTimeForTheNextRequest() {
    kit.count = 2;
    aCopyThatWasInterruptedMakesTheTransferLate();
    granted(0);
    kit.playToArea();
    kit.unmap();
    var next = kit.timeline.nowNs();
    kit.cpu.getAllReceived();
    granted(1);
    kit.serve(kit.request());
    kit.cpu.receiveMessage();
    kit.playTo(next + TO_INTERRUPT_NS);
    assertThat(claim().work()).isEqualTo(1);
  }
}
