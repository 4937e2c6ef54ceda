package swiotlb.actor.device;

import akka.actor.typed.ActorRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.workload.Buffer;
import swiotlb.workload.DriverSpec;
import swiotlb.workload.JobSpec;
import swiotlb.workload.RequestSource;
import swiotlb.workload.TimedRequests;
import swiotlb.workload.synthetic.RequestStream;

/**
 * The jobs of a device in a run, and the requests that they have in flight. State of one device.
 */
final class Jobs {
  private final Device.Settings settings;
  private final DriverSpec driver;
  private final Mappings mappings;
  private final Cpus cpus;
  private final ActorRef<MapClient.Message> self;
  private final int mappingsPerRequest;
  private final Long2ObjectHashMap<IoRequest> inFlight = new Long2ObjectHashMap<>();
  private final Deque<JobThread> queued = new ArrayDeque<>();
  private List<JobThread> threads = List.of();
  private RunTally tally;
  private @Nullable ActorRef<Device.Finished> finishedTo;
  private boolean isStopped;
  private boolean isRemoved;
  private boolean isRemovalPlanned;
  private int run;
  private long firstNumber;
  private long nextNumber;
  private long completions;
  private long linkFreeNs;

  Jobs(Device.Settings settings, Mappings mappings, Cpus cpus, ActorRef<MapClient.Message> self) {
    this.settings = settings;
    this.driver = settings.driver();
    this.mappings = mappings;
    this.cpus = cpus;
    this.self = self;
    mappings.findBy(this::mapping);
    this.tally = new RunTally(settings, null);
    this.mappingsPerRequest =
        settings.devices()
            * driver.jobs().stream()
                .mapToInt(job -> RequestStream.mostBuffers(job, driver))
                .max()
                .orElse(1);
  }

  // The course of a run.

  void begin(Device.StartRun start) {
    run = start.run();
    finishedTo = start.replyTo();
    tally = new RunTally(settings, tally);
    firstNumber = nextNumber;
    threads = threads(run);
    planMishaps();
    if (isStopped || isRemoved) {
      threads.forEach(JobThread::stop);
    }
    threads.forEach(JobThread::start);
    finishIfDone();
  }

  private void planMishaps() {
    var mishaps = driver.mishaps();
    for (var at : mishaps.resetAtNs()) {
      settings.timeline().deliverAfterAll(at, self, new Device.Reset(run));
    }
    if (mishaps.removedAtNs() > 0 && !isRemovalPlanned) {
      isRemovalPlanned = true;
      settings.timeline().deliverAfterAll(mishaps.removedAtNs(), self, new Device.Remove());
    }
  }

  void stop() {
    isStopped = true;
    threads.forEach(JobThread::stop);
    queued.forEach(JobThread::withdraw);
    queued.clear();
    finishIfDone();
  }

  /** The device forgets what it was doing; its driver takes everything back and tries again. */
  void reset(Device.Reset reset) {
    if (reset.run() == run) {
      abortAll();
      // What is still being copied keeps the link that it was promised.
      linkFreeNs = inFlight.values().stream().mapToLong(IoRequest::linkEndNs).max().orElse(0);
    }
  }

  /** The device is gone: what it had is taken back, and nothing begins any more. */
  void remove() {
    isRemoved = true;
    threads.forEach(JobThread::stop);
    queued.forEach(this::giveUpQueued);
    queued.clear();
    abortAll();
    finishIfDone();
  }

  private void giveUpQueued(JobThread thread) {
    tally.gaveUp();
    thread.withdraw();
  }

  /** In the order of their numbers, which the order within a hash table is not. */
  private void abortAll() {
    var all = new ArrayList<>(inFlight.values());
    all.sort(Comparator.comparingLong(IoRequest::id));
    all.forEach(IoRequest::abort);
  }

  void next(Device.NextRequest next) {
    if (next.run() == run) {
      threads.get(next.thread()).begin();
    }
    finishIfDone();
  }

  void finishIfDone() {
    if (finishedTo != null && inFlight.isEmpty() && threads.stream().allMatch(JobThread::isDone)) {
      finishedTo.tell(new Device.Finished(run, tally.report(nowNs())));
      finishedTo = null;
    }
  }

  private List<JobThread> threads(int ofRun) {
    var made = new ArrayList<JobThread>();
    for (var job : driver.jobs()) {
      for (var i = 0; i < job.cpus().size(); i++) {
        var name = settings.name() + "/" + job.name() + "/" + i + "#" + ofRun;
        var stream = source(job, name);
        made.add(new JobThread(this, job, made.size(), job.cpus().get(i), stream, nowNs()));
      }
    }
    return List.copyOf(made);
  }

  private RequestSource source(JobSpec job, String thread) {
    return job.isTimed()
        ? new TimedRequests(job.timed())
        : new RequestStream(job, driver, settings.seed(), thread, settings.memoryBytes());
  }

  // Requests.

  /** A thread has a request; it begins when the device's queue has room. */
  void enqueue(JobThread thread) {
    if (inFlight.size() < driver.queueDepth()) {
      thread.launch();
    } else {
      queued.add(thread);
    }
  }

  /**
   * Gives a request its number, and those of its mappings, and lets it begin: numbers say whose
   * request of which thread it is, whatever the order in which requests begin.
   *
   * @param sequence number of the request within its thread and run
   * @param heldNs how long the device has it from now on; negative: as long as it takes
   */
  void launch(IoRequest request, long sequence, int length, Sync sync, long heldNs) {
    var number = firstNumber + sequence * threads.size() + request.thread().number();
    nextNumber = Math.max(nextNumber, number + 1);
    inFlight.put(number, request);
    tally.inFlight(inFlight.size());
    request.begin(number, number * mappingsPerRequest + settings.number(), length, sync, heldNs);
  }

  /** The mapping of a number, if a request in flight has it. */
  @Nullable Mapping mapping(long number) {
    var request = ofMapping(number);
    if (request == null) {
      return null;
    }
    var mapping = request.mapping((int) (number - request.firstMapping()) / settings.devices());
    return mapping.id() == number ? mapping : null;
  }

  /** The request in flight to which a number of a mapping belongs. */
  private @Nullable IoRequest ofMapping(long number) {
    return inFlight.get(number / mappingsPerRequest);
  }

  /** How many buffers of each request come before its data. */
  int extraBuffers() {
    return driver.extraBuffers().size();
  }

  /** From the number of a mapping of a request to that of the next one. */
  int mappingStep() {
    return settings.devices();
  }

  void finished(IoRequest request) {
    inFlight.remove(request.id());
    var next = queued.poll();
    if (next != null) {
      next.launch();
    }
    request.thread().finished(request);
    finishIfDone();
  }

  void retryLater(IoRequest request, long failed, @Nullable FailureReason reason) {
    var again = new Device.Retry(request.id(), failed, reason);
    settings.timeline().deliverAfter(request.thread().job().retryNs(), self, again);
  }

  /** A request will have given everything back at a time. */
  void gaveBackAt(long timeNs, IoRequest request) {
    settings.timeline().deliverAt(timeNs, self, new Device.GaveBack(request.id()));
  }

  void gaveBack(Device.GaveBack gave) {
    required(gave.request()).goOn();
  }

  void retry(Device.Retry retry) {
    var request = required(retry.request());
    if (isRemoved || isStopped || request.isGivenUp()) {
      tally.gaveUp();
      finished(request);
    } else {
      request.submit();
    }
  }

  /** A request in flight, unless it is done. */
  Optional<IoRequest> inFlight(long number) {
    return Optional.ofNullable(inFlight.get(number));
  }

  /**
   * A request in flight.
   *
   * @throws IllegalStateException if it is done
   */
  IoRequest required(long number) {
    var request = inFlight.get(number);
    if (request == null) {
      throw new IllegalStateException("request " + number + " is not in flight");
    }
    return request;
  }

  void beginAfter(long delayNs, int thread) {
    settings.timeline().deliverAfter(delayNs, self, new Device.NextRequest(run, thread));
  }

  /** A request of a recording comes at its time, however little anything costs. */
  void beginAfterAll(long delayNs, int thread) {
    settings.timeline().deliverAfterAll(delayNs, self, new Device.NextRequest(run, thread));
  }

  // What a request needs.

  long nowNs() {
    return settings.timeline().nowNs();
  }

  DeviceCosts costs() {
    return settings.costs();
  }

  RunTally tally() {
    return tally;
  }

  Mappings mappings() {
    return mappings;
  }

  boolean isRemoved() {
    return isRemoved;
  }

  CpuShare cpu(int number) {
    return cpus.of(number);
  }

  /** The CPU that takes the interrupts of a thread on a CPU. */
  CpuShare interruptCpu(int ofCpu, int thread) {
    var bound = driver.irqCpus();
    return cpus.of(bound.isEmpty() ? ofCpu : bound.get(thread % bound.size()));
  }

  List<Buffer> buffersFor(JobSpec job) {
    return RequestStream.buffersFor(job, driver);
  }

  /**
   * Asks for what a buffer needs.
   *
   * @return whether it needs nothing and is mapped; else its user hears of it
   */
  boolean mapDirectly(
      Mapping mapping, long number, int cpu, boolean isAtomic, Buffer buffer, long atNs) {
    var limits = settings.limits();
    var address = buffer.address();
    var demand = Demand.ofBuffer(limits, address, buffer.bytes(), settings.allocAlignMask());
    mapping.begin(number, cpu, isAtomic, demand, atNs).towards(buffer.direction()).checkingReach();
    switch (Admission.way(settings.bouncing(), limits, address, buffer.bytes())) {
      case DIRECT -> {
        tally.mapped(mapping, 0, 0, nowNs());
        return true;
      }
      case BOUNCE -> mappings.bounce(mapping, atNs);
      case UNREACHABLE -> mappings.fail(mapping, FailureReason.NOT_REACHABLE);
    }
    return false;
  }

  /**
   * Lets the device work on a request as soon as its buffers are ready.
   *
   * @return until when it has the device's link
   */
  long transfer(IoRequest request, long bytes, Transfer transfer) {
    linkFreeNs = Math.max(transfer.readyNs(), linkFreeNs) + costs().transferNs(bytes);
    transferDoneAt(linkFreeNs + costs().serviceNs(), request, transfer);
    return linkFreeNs;
  }

  /** Lets the device have a request until a time, whatever else it has. */
  void holdUntil(long timeNs, IoRequest request, Transfer transfer) {
    var leftNs = Math.max(0, Math.max(timeNs, transfer.readyNs()) - nowNs());
    settings.timeline().deliverAfterAll(leftNs, self, done(request, transfer));
  }

  void transferDoneAt(long timeNs, IoRequest request, Transfer transfer) {
    settings.timeline().deliverAt(timeNs, self, done(request, transfer));
  }

  private static Device.TransferDone done(IoRequest request, Transfer transfer) {
    return new Device.TransferDone(request.firstMapping(), transfer.number(), transfer.readyNs());
  }

  void transferDone(Device.TransferDone done) {
    var request = ofMapping(done.mapping());
    if (request != null) {
      request.transferDone(done.transfer());
    }
  }

  /**
   * What a device that ever bounced pays at each unmap: it looks for the pool of the address,
   * newest first and its transient pools last.
   */
  long lookUpNs(Mapping mapping) {
    return mappings.usesIoTlb() ? costs().poolStepNs() * mappings.poolsPassed(mapping) : 0;
  }

  void unmappedDirectly(Mapping mapping) {
    tally.unmapped(mapping, nowNs());
  }

  // Leaks.

  /** Whether one more completion forgets to unmap its last buffer. */
  boolean forgetsLast() {
    var every = driver.mishaps().leakEvery();
    return every > 0 && ++completions % every == 0;
  }

  void forget(Mapping mapping) {
    tally.forgot(mapping);
  }
}
