package swiotlb.actor.device;

import java.util.ArrayList;
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
final class IoRequest implements MappingUser, CpuTurns.Work {
  private static final int NO_MAPPING = -1;
  private static final long AS_LONG_AS_IT_TAKES = -1;

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
  private final JobThread thread;
  private final List<Buffer> buffers;
  private final List<Mapping> mappings = new ArrayList<>();

  private Stage stage = Stage.IDLE;
  private CpuShare cpu;
  private long id;
  private long firstMapping;
  private int length;
  private int tries;

  /** What could not be mapped at the present try, and why. */
  private long failed = NO_MAPPING;

  private @Nullable FailureReason reason;

  /** The buffer that is being mapped or unmapped, and how many are to be unmapped. */
  private int at;

  private int held;

  /** When the CPU will have done what it was given so far. */
  private long cursorNs;

  /** When it asked for the CPU. */
  private long claimedNs;

  private Sync sync = Sync.NONE;
  private int syncsLeft;

  private final Transfer transfer = new Transfer();
  private boolean forgetsLast;
  private long linkEndNs;
  private long heldUntilNs = AS_LONG_AS_IT_TAKES;

  IoRequest(Jobs jobs, JobThread thread, List<Buffer> buffers) {
    this.jobs = jobs;
    this.thread = thread;
    this.buffers = buffers;
    this.cpu = thread.ownCpu();
    buffers.forEach(buffer -> mappings.add(new Mapping(this)));
  }

  /** To be filled with the buffers of the next request. */
  List<Buffer> buffers() {
    return buffers;
  }

  /**
   * Begins as a request.
   *
   * @param number unique among those in flight
   * @param firstOfMappings number of its first mapping; the others follow by the device's step
   * @param bufferCount how many of its buffers are filled
   * @param heldNs how long the device has it from now on; negative: as long as it takes
   */
  void begin(long number, long firstOfMappings, int bufferCount, Sync partToSync, long heldNs) {
    id = number;
    firstMapping = firstOfMappings;
    length = bufferCount;
    sync = partToSync;
    syncsLeft = thread.job().syncs();
    tries = 0;
    heldUntilNs = heldNs < 0 ? AS_LONG_AS_IT_TAKES : jobs.nowNs() + heldNs;
    submit();
  }

  @Override
  public long id() {
    return id;
  }

  /** The number of its first mapping. */
  long firstMapping() {
    return firstMapping;
  }

  /** One of its mappings, from 0. */
  Mapping mapping(int index) {
    return mappings.get(index);
  }

  JobThread thread() {
    return thread;
  }

  @Override
  public Context context() {
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
    claim(thread.ownCpu());
  }

  private void claim(CpuShare wanted) {
    cpu = wanted;
    claimedNs = jobs.nowNs();
    cpu.claim(this);
  }

  /** Since the thread itself, busy with another request, could have begun with this one. */
  private void waitedForCpu(long sinceNs) {
    jobs.tally().waitedForCpu(Math.max(0, jobs.nowNs() - sinceNs));
  }

  @Override
  public void granted() {
    cursorNs = jobs.nowNs();
    at = 0;
    switch (stage) {
      case SUBMITTED -> {
        waitedForCpu(Math.max(claimedNs, thread.busyUntilNs()));
        beginMapping();
      }
      case AWAKE -> {
        waitedForCpu(claimedNs);
        copiedIn(mappings.get(0));
      }
      case COMPLETING -> {
        waitedForCpu(claimedNs);
        complete();
      }
      case ABORTING -> unmapNext();
      default -> throw new IllegalStateException("request " + id + " got a CPU while " + stage);
    }
  }

  @Override
  public void interrupted() {
    transfer.interrupted();
  }

  @Override
  public void resumed(long endNs) {
    var doneNs = transfer.resumed(endNs);
    if (stage == Stage.TRANSFERRING && doneNs != Transfer.UNKNOWN) {
      jobs.transferDoneAt(doneNs, this, transfer);
    }
  }

  // Mapping.

  private void beginMapping() {
    if (jobs.isRemoved()) {
      cpu.release();
      tryLater();
    } else {
      stage = Stage.MAPPING;
      mapNext();
    }
  }

  /** Goes on until an answer is needed; buffers that need no bounce buffer are mapped at once. */
  private void mapNext() {
    while (at < length) {
      var mapping = mappings.get(at);
      var number = firstMapping + (long) at * jobs.mappingStep();
      var isAtomic = length > 1 || thread.job().context().isAtomic();
      if (!jobs.mapDirectly(mapping, number, thread.cpu(), isAtomic, buffers.get(at), cursorNs)) {
        return;
      }
      at++;
    }
    allMapped();
  }

  @Override
  public void mapped(Mapping mapping) {
    if (stage == Stage.ASLEEP) {
      stage = Stage.AWAKE;
      claim(cpu);
    } else {
      cursorNs = Math.max(cursorNs, jobs.nowNs());
      copiedIn(mapping);
    }
  }

  private void copiedIn(Mapping mapping) {
    var copyNs = jobs.costs().copyNs(mapping.demand().sizeBytes());
    cursorNs += copyNs;
    mapping.copiedIn(copyNs);
    jobs.tally().mapped(mapping, cursorNs - mapping.requestedNs(), copyNs, jobs.nowNs());
    at++;
    mapNext();
  }

  private void allMapped() {
    if (jobs.isRemoved()) {
      stage = Stage.ABORTING;
      giveBack(length);
    } else {
      thread.busyUntil(cursorNs);
      transfer();
      cpu.endsAt(cursorNs, length == 1);
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
    jobs.tally().failed(mapping, failure, jobs.nowNs());
    failed = mapping.id();
    reason = failure.reason();
    if (stage == Stage.ASLEEP) {
      tryLater();
      return;
    }
    cursorNs = Math.max(cursorNs, jobs.nowNs());
    stage = Stage.UNDOING;
    giveBack(at);
  }

  // Transfer.

  private void transfer() {
    stage = Stage.TRANSFERRING;
    transfer.begin(cursorNs);
    if (heldUntilNs == AS_LONG_AS_IT_TAKES) {
      linkEndNs = jobs.transfer(this, dataBytes(), transfer);
    } else {
      linkEndNs = 0;
      jobs.holdUntil(heldUntilNs, this, transfer);
    }
  }

  /** The device is done as was foreseen, unless it was reset meanwhile or began later. */
  void transferDone(int ofTransfer) {
    if (stage != Stage.TRANSFERRING || ofTransfer != transfer.number()) {
      return;
    }
    var doneNs = transfer.endAt(jobs.nowNs());
    if (doneNs == Transfer.UNKNOWN) {
      return;
    }
    if (doneNs > jobs.nowNs()) {
      jobs.transferDoneAt(doneNs, this, transfer);
    } else if (jobs.isRemoved()) {
      abort();
    } else {
      for (var i = 0; i < length; i++) {
        mappings.get(i).payload().deviceWorks(transfer.number());
      }
      stage = Stage.COMPLETING;
      claim(thread.interruptCpu());
    }
  }

  /** Until when it has the link, if the device is to work on it. */
  long linkEndNs() {
    return stage == Stage.TRANSFERRING ? linkEndNs : 0;
  }

  /** The device was reset or is gone: what it had is taken back from it. */
  void abort() {
    if (stage == Stage.TRANSFERRING && transfer.isReady(jobs.nowNs())) {
      transfer.forget();
      held = length;
      stage = Stage.ABORTING;
      claim(thread.ownCpu());
    }
  }

  // Completion.

  private void complete() {
    cursorNs += jobs.costs().interruptNs();
    if (syncsLeft > 0 && synced().isBounced()) {
      syncsLeft--;
      stage = Stage.SYNCING;
      askSync(sync);
    } else {
      forgetsLast = jobs.forgetsLast();
      giveBack(length);
    }
  }

  /** The mapping of its first data: headers and the like come before it. */
  private Mapping synced() {
    return mappings.get(jobs.extraBuffers());
  }

  /** A sync looks for the pool of its address as an unmap does. */
  private void askSync(Sync part) {
    lookUp(synced());
    jobs.mappings().sync(synced(), part.from(), part.bytes(), cursorNs);
  }

  /** First for the CPU, then, after the driver has changed it, for the device. */
  @Override
  public void synced(Mapping mapping, MapClient.Synced answer) {
    sync.check(mapping, answer);
    cursorNs = Math.max(cursorNs, jobs.nowNs());
    if (sync.isForCpu()) {
      copyBack(mapping, answer.bytes());
      mapping.payload().syncForCpu((int) sync.from(), (int) answer.bytes());
      sync = sync.forDevice();
      askSync(sync);
    } else {
      if (mapping.direction().isReadByDevice()) {
        var copyNs = jobs.costs().copyNs(answer.bytes());
        cursorNs += copyNs;
        jobs.tally().copiedIn(copyNs);
      }
      mapping.payload().syncForDevice((int) sync.from(), (int) answer.bytes(), transfer.number());
      sync = sync.forCpu();
      transfer();
      cpu.endsAt(cursorNs, false);
    }
  }

  private void giveBack(int mapped) {
    held = mapped;
    at = 0;
    unmapNext();
  }

  private void unmapNext() {
    var forgotten = stage == Stage.COMPLETING && forgetsLast ? held - 1 : -1;
    for (; at < held; at++) {
      var mapping = mappings.get(at);
      if (at == forgotten && mapping.isBounced()) {
        jobs.forget(mapping);
        mappings.set(at, new Mapping(this));
        continue;
      }
      var lookUpNs = lookUp(mapping);
      if (mapping.isBounced()) {
        unmap(mapping, lookUpNs);
        return;
      }
      jobs.unmappedDirectly(mapping);
    }
    gaveBack();
  }

  private long lookUp(Mapping mapping) {
    var lookUpNs = jobs.lookUpNs(mapping);
    jobs.tally().lookedUp(lookUpNs);
    cursorNs += lookUpNs;
    return lookUpNs;
  }

  /** Copies out of the bounce buffer, if the device may have written it; what that costs. */
  private long copyBack(Mapping mapping, long bytes) {
    if (!mapping.direction().isWrittenByDevice()) {
      return 0;
    }
    var copyNs = jobs.costs().copyNs(bytes);
    jobs.tally().copiedBack(copyNs);
    cursorNs += copyNs;
    return copyNs;
  }

  private void unmap(Mapping mapping, long lookUpNs) {
    var skipsSync = stage == Stage.UNDOING || thread.job().skipsSync();
    var copyBackNs = skipsSync ? 0 : copyBack(mapping, mapping.demand().sizeBytes());
    mapping.payload().unmapped(skipsSync);
    jobs.mappings().unmap(mapping, cursorNs, lookUpNs, copyBackNs);
  }

  @Override
  public void unmapped(Mapping mapping, MapClient.Unmapped answer) {
    cursorNs = Math.max(cursorNs, jobs.nowNs());
    jobs.tally().unmapped(mapping, jobs.nowNs());
    jobs.tally().gaveBack(answer.left().lockWaitNs(), answer.releaseNs());
    at++;
    unmapNext();
  }

  private void gaveBack() {
    if (cursorNs > jobs.nowNs()) {
      cpu.endsAt(cursorNs, false);
      jobs.gaveBackAt(cursorNs, this);
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
        jobs.tally().completed(dataBytes());
        jobs.finished(this);
      }
    }
  }

  /** Never at once, even the end after the last try: this failure may be decided within begin. */
  private void tryLater() {
    stage = Stage.IDLE;
    jobs.retryLater(this, failed, reason);
  }

  /** Whether it has been tried often enough. */
  boolean isGivenUp() {
    return tries > thread.job().retries();
  }

  /** Without headers, descriptors and the like. */
  private long dataBytes() {
    var bytes = 0L;
    for (var i = jobs.extraBuffers(); i < length; i++) {
      bytes += buffers.get(i).bytes();
    }
    return bytes;
  }
}
