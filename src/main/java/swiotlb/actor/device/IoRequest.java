package swiotlb.actor.device;

import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.workload.Buffer;
import swiotlb.workload.Context;

/**
 * A request of a job's thread: a list of buffers that are mapped one after the other, transferred
 * by the device, and unmapped by its interrupt. When it is done it begins anew as another request.
 *
 * <p>Its CPU is busy while it searches, waits for an area and copies. A list of several buffers is
 * mapped with interrupts off from its first to its last; of a single buffer only the search is. If
 * a buffer cannot be mapped the earlier ones are undone, and the request tries again later, as a
 * block layer would. State of one device.
 */
final class IoRequest extends CpuTurns.Work implements MappingUser {
  private static final int NO_MAPPING = -1;

  /** Where it stands. */
  private enum Stage {
    /** Nothing is under way, or another try is. */
    IDLE,
    /** Wants its CPU, to map. */
    SUBMITTED,
    MAPPING,
    /** Sleeps until the allocator has grown. */
    ASLEEP,
    /** Has its buffer after such a sleep, and wants its CPU again. */
    AWAKE,
    /** Waits until others that were throttled before it are done. */
    THROTTLED,
    /** May be searched for after such a wait, and wants its CPU again. */
    ADMITTED,
    /** Gives back what it had before a buffer could not be mapped. */
    UNDOING,
    /** The device has it. */
    TRANSFERRING,
    /** Its interrupt wants a CPU, or runs. */
    COMPLETING,
    /** The driver looks at part of it, changes it and hands it back to the device. */
    SYNCING,
    /** The device was reset; the driver takes everything back. */
    ABORTING
  }

  private final Jobs jobs;
  private final Driver driver;
  private final JobThread thread;
  private final BufferList buffers;
  private final CpuWork cpu;
  private final PartialSync sync = new PartialSync();
  private final Transfer transfer = new Transfer();

  private Stage stage = Stage.IDLE;
  private long id;
  private int tries;
  private long dataBytes;
  private boolean forgetsLast;
  private long linkEndNs;
  private long heldUntilNs;

  /** What could not be mapped at the present try, and why. */
  private long failed = NO_MAPPING;

  private @Nullable FailureReason reason;

  IoRequest(Jobs jobs, JobThread thread, List<Buffer> buffers) {
    this.jobs = jobs;
    this.driver = jobs.driver();
    this.thread = thread;
    this.buffers = new BufferList(buffers, this);
    this.cpu = new CpuWork(jobs.driver(), thread.ownCpu());
  }

  /** To be filled with the buffers of the next request. */
  List<Buffer> buffers() {
    return buffers.toFill();
  }

  /**
   * Becomes another request, to be submitted.
   *
   * @param number unique among those in flight
   * @param firstOfMappings number of its first mapping; the others follow by the device's step
   * @param bufferCount how many of its buffers are filled
   * @param heldUntil until when the device has it, or {@link Arrivals#AS_LONG_AS_IT_TAKES}
   */
  void become(long number, long firstOfMappings, int bufferCount, Sync partToSync, long heldUntil) {
    id = number;
    buffers.begin(firstOfMappings, bufferCount);
    dataBytes = buffers.bytesAfter(driver.extraBuffers());
    sync.begin(partToSync, thread.job().handling().syncs());
    tries = 0;
    heldUntilNs = heldUntil;
  }

  @Override
  long id() {
    return id;
  }

  /** The number of its first mapping. */
  long firstMapping() {
    return buffers.firstNumber();
  }

  /** One of its mappings, from 0. */
  Mapping mapping(int index) {
    return buffers.mapping(index);
  }

  JobThread thread() {
    return thread;
  }

  @Override
  Context context() {
    return switch (stage) {
      case COMPLETING, SYNCING -> Context.INTERRUPT;
      case ABORTING -> Context.PROCESS;
      default -> thread.job().context();
    };
  }

  /** Asks for its CPU, to be mapped. */
  void submit() {
    tries++;
    failed = NO_MAPPING;
    reason = null;
    stage = Stage.SUBMITTED;
    cpu.claim(thread.ownCpu(), this);
  }

  @Override
  void granted() {
    cpu.begin(firstMapping());
    switch (stage) {
      case SUBMITTED -> {
        cpu.hasWaited(thread.busyUntilNs());
        beginMapping();
      }
      case AWAKE -> {
        cpu.hasWaited(0);
        copiedIn(buffers.present());
      }
      case ADMITTED -> {
        cpu.hasWaited(0);
        stage = Stage.MAPPING;
        driver.mappings().bounce(buffers.present(), cpu.doneNs());
      }
      case COMPLETING -> {
        cpu.hasWaited(0);
        complete();
      }
      case UNDOING -> {
        cpu.hasWaited(0);
        undo();
      }
      case ABORTING -> giveBackAll();
      default -> throw new IllegalStateException("request " + id + " got a CPU while " + stage);
    }
  }

  @Override
  void interrupted() {
    transfer.interrupted();
  }

  @Override
  void resumed(long endNs) {
    var doneNs = transfer.resumed(endNs);
    if (stage == Stage.TRANSFERRING && doneNs != Transfer.UNKNOWN) {
      driver.transferDoneAt(doneNs, this, transfer);
    }
  }

  // Mapping.

  private void beginMapping() {
    if (driver.isRemoved()) {
      cpu.release();
      tryLater();
    } else {
      stage = Stage.MAPPING;
      buffers.rewind();
      mapNext();
    }
  }

  /** Goes on until an answer is needed; buffers that need no bounce buffer are mapped at once. */
  private void mapNext() {
    while (buffers.hasNext()) {
      var number = buffers.firstNumber() + (long) buffers.index() * driver.mappingStep();
      var isAtomic = buffers.length() > 1 || thread.job().context().isAtomic();
      if (thread.job().isCoherent() && buffers.index() >= driver.extraBuffers()) {
        var mayNotWait = thread.job().context().isAtomic();
        driver.allocate(
            buffers.present(), number, thread.cpu(), mayNotWait, buffers.buffer(), cpu.doneNs());
        return;
      }
      if (!driver.mapDirectly(
          buffers.present(),
          number,
          thread.cpu(),
          isAtomic,
          heldEntries(),
          buffers.buffer(),
          cpu.doneNs())) {
        return;
      }
      buffers.next();
    }
    allMapped();
  }

  /** Of a list only the first entry is throttled. */
  private int heldEntries() {
    var isFirst = buffers.index() == driver.extraBuffers();
    return thread.job().handling().mayBlock() && isFirst ? buffers.length() - buffers.index() : 0;
  }

  @Override
  public void throttled(Mapping mapping) {
    stage = Stage.THROTTLED;
    cpu.release();
  }

  @Override
  public boolean admitted(Mapping mapping) {
    if (stage != Stage.THROTTLED) {
      cpu.answered();
      return true;
    }
    stage = Stage.ADMITTED;
    cpu.claimAgain(this);
    return false;
  }

  @Override
  public void mapped(Mapping mapping) {
    if (stage == Stage.ASLEEP) {
      stage = Stage.AWAKE;
      cpu.claimAgain(this);
    } else {
      cpu.answered();
      copiedIn(mapping);
    }
  }

  private void copiedIn(Mapping mapping) {
    var copyNs = mapping.isCoherent() ? 0 : cpu.copyIn(mapping);
    mapping.copiedIn(copyNs);
    driver.tally().mapped(mapping, cpu.doneNs() - mapping.requestedNs(), copyNs, driver.nowNs());
    buffers.next();
    mapNext();
  }

  private void allMapped() {
    if (driver.isRemoved()) {
      stage = Stage.ABORTING;
      giveBackAll();
    } else {
      thread.busyUntil(cpu.doneNs());
      transfer();
      cpu.endsWhenDone(buffers.length() == 1);
    }
  }

  @Override
  public void waits(Mapping mapping) {
    if (stage == Stage.MAPPING) {
      stage = Stage.ASLEEP;
      cpu.release();
    }
  }

  @Override
  public void failed(Mapping mapping, MapClient.MapFailed failure) {
    driver.tally().failed(mapping, failure, driver.nowNs());
    failed = mapping.id();
    reason = failure.reason();
    if (stage == Stage.ASLEEP) {
      tryLater();
      return;
    }
    if (stage == Stage.THROTTLED) {
      stage = Stage.UNDOING;
      cpu.claimAgain(this);
      return;
    }
    cpu.answered();
    stage = Stage.UNDOING;
    undo();
  }

  private void undo() {
    buffers.undo();
    buffers.keepForLast(throttler());
    unmapNext();
  }

  // Transfer.

  private void transfer() {
    stage = Stage.TRANSFERRING;
    transfer.begin(cpu.doneNs(), heldUntilNs);
    if (heldUntilNs == Arrivals.AS_LONG_AS_IT_TAKES) {
      linkEndNs = driver.transfer(this, dataBytes, transfer);
    } else {
      linkEndNs = 0;
      driver.holdUntil(heldUntilNs, this, transfer);
    }
  }

  /** Whether the device is at one of its transfers. */
  boolean isTransferring(int ofTransfer) {
    return stage == Stage.TRANSFERRING && ofTransfer == transfer.number();
  }

  /** The device is done as was foreseen, unless it was reset meanwhile or began later. */
  void transferDone(int ofTransfer) {
    if (!isTransferring(ofTransfer)) {
      return;
    }
    var doneNs = transfer.endAt(driver.nowNs());
    if (doneNs == Transfer.UNKNOWN) {
      return;
    }
    if (doneNs > driver.nowNs()) {
      driver.transferDoneAt(doneNs, this, transfer);
    } else if (driver.isRemoved()) {
      abort();
    } else {
      for (var i = 0; i < buffers.length(); i++) {
        buffers.mapping(i).payload().deviceWorks(transfer.number());
      }
      stage = Stage.COMPLETING;
      cpu.claim(thread.interruptCpu(), this);
    }
  }

  /** Until when it has the link, if the device is to work on it. */
  long linkEndNs() {
    return stage == Stage.TRANSFERRING ? linkEndNs : 0;
  }

  /** The device was reset or is gone: what it had is taken back from it. */
  void abort() {
    if (stage == Stage.TRANSFERRING && transfer.isReady(driver.nowNs())) {
      transfer.forget();
      stage = Stage.ABORTING;
      cpu.claim(thread.ownCpu(), this);
    }
  }

  // Completion.

  private void complete() {
    cpu.interrupt();
    if (thread.job().readsUnsynced()) {
      for (var i = 0; i < buffers.length(); i++) {
        buffers.mapping(i).payload().readUnsynced();
      }
    }
    var data = data();
    if (sync.isDue(data)) {
      sync.begun();
      stage = Stage.SYNCING;
      askSync(data);
    } else {
      forgetsLast = driver.forgets(buffers.mapping(buffers.length() - 1));
      giveBackAll();
    }
  }

  /** The mapping of its first data: headers and the like come before it. */
  private Mapping data() {
    return buffers.mapping(driver.extraBuffers());
  }

  /** A sync looks for the pool of its address as an unmap does. */
  private void askSync(Mapping mapping) {
    cpu.lookUp(mapping);
    sync.ask(driver.mappings(), mapping, cpu.doneNs());
  }

  /** First for the CPU, then, after the driver has changed it, for the device. */
  @Override
  public void synced(Mapping mapping, MapClient.Synced answer) {
    cpu.answered();
    if (sync.answered(mapping, answer, cpu, transfer.number())) {
      transfer();
      cpu.endsWhenDone(false);
    } else {
      askSync(mapping);
    }
  }

  private void giveBackAll() {
    buffers.rewind();
    buffers.keepForLast(throttler());
    unmapNext();
  }

  /** The buffer that keeps others waiting, which is given back last. */
  private int throttler() {
    var first = driver.extraBuffers();
    return first < buffers.length() && buffers.mapping(first).isThrottler()
        ? first
        : BufferList.NONE;
  }

  private void unmapNext() {
    for (; buffers.hasNext(); buffers.next()) {
      var mapping = buffers.present();
      if (mapping.isCoherent()) {
        driver.coherent().free(mapping, cpu.doneNs());
        return;
      }
      if (mapping.isBounced() && isForgotten()) {
        driver.forget(mapping);
        buffers.abandon(this);
        continue;
      }
      var lookUpNs = cpu.lookUp(mapping);
      if (mapping.isBounced()) {
        unmap(mapping, lookUpNs);
        return;
      }
      driver.unmappedDirectly(mapping);
    }
    gaveBack();
  }

  private boolean isForgotten() {
    return forgetsLast && stage == Stage.COMPLETING && buffers.isLast();
  }

  /** Copies out of the bounce buffer, if the device may have written it, and asks for the unmap. */
  private void unmap(Mapping mapping, long lookUpNs) {
    var skipsSync =
        stage == Stage.UNDOING || thread.job().handling().skipsSync() || forgetsSync(mapping);
    var copiesBack = !skipsSync && mapping.direction().isWrittenByDevice();
    var copyBackNs = copiesBack ? cpu.copyBack(mapping.demand().sizeBytes()) : 0;
    mapping.payload().unmapped(skipsSync);
    driver.mappings().unmap(mapping, cpu.doneNs(), lookUpNs, copyBackNs);
  }

  private boolean forgetsSync(Mapping mapping) {
    var forgets =
        stage == Stage.COMPLETING
            && mapping.direction().isWrittenByDevice()
            && driver.faults().forgetsSync(mapping.id());
    if (forgets) {
      mapping.payload().readUnsynced();
    }
    return forgets;
  }

  @Override
  public void unmapped(Mapping mapping, MapClient.Unmapped answer) {
    cpu.answered();
    driver.tally().unmapped(mapping, driver.nowNs());
    driver.tally().gaveBack(answer.left().lockWaitNs(), answer.releaseNs());
    buffers.next();
    unmapNext();
  }

  @Override
  public void freed(Mapping mapping) {
    cpu.answered();
    driver.tally().unmapped(mapping, driver.nowNs());
    buffers.next();
    unmapNext();
  }

  private void gaveBack() {
    if (cpu.doneNs() > driver.nowNs()) {
      cpu.endsWhenDone(false);
      driver.gaveBackAt(cpu.doneNs(), this);
    } else {
      cpu.release();
      goOn();
    }
  }

  /** Everything is given back, and the CPU has done what that cost. */
  void goOn() {
    var was = stage;
    stage = Stage.IDLE;
    switch (was) {
      case UNDOING -> tryLater();
      case ABORTING -> {
        tries--;
        tryLater();
      }
      default -> {
        driver.tally().completed(dataBytes);
        jobs.finished(this);
      }
    }
  }

  /** Never at once, even the end after the last try: this failure may be decided within begin. */
  private void tryLater() {
    stage = Stage.IDLE;
    driver.retryLater(this, failed, reason);
  }

  /** Whether it has been tried often enough, or its thread would never try again. */
  boolean isGivenUp() {
    return tries > thread.job().pace().retries() || reason == FailureReason.THROTTLED_FOR_EVER;
  }
}
