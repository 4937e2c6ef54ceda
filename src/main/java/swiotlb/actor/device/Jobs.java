package swiotlb.actor.device;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.memory.CoherentAllocator;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.MapClient;
import swiotlb.time.Timeline;
import swiotlb.workload.Arrival;
import swiotlb.workload.Buffer;
import swiotlb.workload.DriverSpec;
import swiotlb.workload.JobSpec;
import swiotlb.workload.RequestSource;
import swiotlb.workload.Seeds;
import swiotlb.workload.TimedRequests;
import swiotlb.workload.synthetic.Placement;
import swiotlb.workload.synthetic.RequestStream;

/**
 * The jobs of a device in a run, and the requests that they have in flight. State of one device.
 */
final class Jobs implements LiveMappings {
  private final DeviceSpec spec;
  private final DriverSpec how;
  private final Surroundings around;
  private final Timeline timeline;
  private final Driver driver;
  private final Cpus cpus;
  private final ActorRef<MapClient.Message> self;
  private final int mappingsPerRequest;
  private final InFlight<IoRequest> inFlight = new InFlight<>();
  private final List<DeviceQueue> queues;

  private final List<Inflow> inflows = new ArrayList<>();
  private List<JobThread> threads = List.of();
  private @Nullable ActorRef<Device.Finished> finishedTo;
  private boolean isStopped;
  private boolean isRemovalPlanned;
  private int run;
  private long firstNumber;
  private long nextNumber;

  Jobs(
      DeviceSpec spec,
      Surroundings around,
      ActorRef<Allocator.Command> allocator,
      ActorRef<CoherentAllocator.Reply> coherentReplyTo,
      ActorRef<MapClient.Message> self) {
    this.spec = spec;
    this.how = spec.requiredDriver();
    this.around = around;
    this.timeline = around.timeline();
    this.driver = new Driver(spec, around, this, allocator, coherentReplyTo, self);
    this.cpus = new Cpus(around.sharedCpus(), timeline, self);
    this.self = self;
    this.queues = Stream.generate(DeviceQueue::new).limit(how.queues()).toList();
    this.mappingsPerRequest =
        around.devices()
            * how.jobs().stream().mapToInt(job -> Placement.mostBuffers(job, how)).max().orElse(1);
  }

  // The course of a run.

  void begin(Device.StartRun start) {
    run = start.run();
    finishedTo = start.replyTo();
    driver.beginRun(run);
    firstNumber = nextNumber;
    threads = threads(run);
    planMishaps();
    if (isStopped || driver.isRemoved()) {
      threads.forEach(JobThread::stop);
    }
    threads.forEach(JobThread::start);
    finishIfDone();
  }

  private void planMishaps() {
    var mishaps = how.mishaps();
    for (var at : mishaps.resetAtNs()) {
      timeline.deliverAfterAll(at, self, new Device.Reset(run));
    }
    if (mishaps.removedAtNs() > 0 && !isRemovalPlanned) {
      isRemovalPlanned = true;
      timeline.deliverAfterAll(mishaps.removedAtNs(), self, new Device.Remove());
    }
  }

  void stop() {
    isStopped = true;
    threads.forEach(JobThread::stop);
    queues.forEach(queue -> queue.withdrawWaiting().forEach(JobThread::withdraw));
    finishIfDone();
  }

  /** The device forgets what it was doing; its driver takes everything back and tries again. */
  void reset(Device.Reset reset) {
    if (reset.run() == run) {
      abortAll();
      // What is still being copied keeps the link that it was promised.
      driver.linkTakenUntil(
          inFlight.all().stream().mapToLong(IoRequest::linkEndNs).max().orElse(0));
    }
  }

  /** The device is gone: what it had is taken back, and nothing begins any more. */
  void remove() {
    driver.remove();
    threads.forEach(JobThread::stop);
    queues.forEach(queue -> queue.withdrawWaiting().forEach(this::giveUpQueued));
    abortAll();
    finishIfDone();
  }

  private void giveUpQueued(JobThread thread) {
    driver.tally().gaveUp();
    thread.withdraw();
  }

  private void abortAll() {
    inFlight.all().forEach(IoRequest::abort);
  }

  void next(Device.NextRequest next) {
    if (next.run() == run) {
      threads.get(next.thread()).begin();
    }
    finishIfDone();
  }

  private void finishIfDone() {
    if (finishedTo != null && inFlight.isEmpty() && threads.stream().allMatch(JobThread::isDone)) {
      finishedTo.tell(new Device.Finished(run, driver.tally().report(driver.nowNs())));
      finishedTo = null;
      inflows.forEach(Inflow::close);
      inflows.clear();
    }
  }

  private List<JobThread> threads(int ofRun) {
    var made = new ArrayList<JobThread>();
    for (var job : how.jobs()) {
      var inflow = inflow(job, made.size());
      for (var i = 0; i < job.cpus().size(); i++) {
        var name = spec.name() + "/" + job.name() + "/" + i + "#" + ofRun;
        var stream = inflow.map(from -> lane(from, job, name)).orElseGet(() -> source(job, name));
        made.add(new JobThread(this, job, made.size(), job.cpus().get(i), stream));
      }
    }
    return List.copyOf(made);
  }

  /** What comes from a stream is shared by the threads of its job. */
  private Optional<Inflow> inflow(JobSpec job, int firstThread) {
    if (!(job.arrival() instanceof Arrival.Streamed streamed)) {
      return Optional.empty();
    }
    var inflow = new Inflow(streamed.requests(), this, job.depth(), firstThread);
    inflows.add(inflow);
    return Optional.of(inflow);
  }

  private RequestSource lane(Inflow inflow, JobSpec job, String thread) {
    var random = Seeds.stream(around.seed(), thread);
    var placement = new Placement(job, how, random, around.memory());
    return inflow.new Lane(placement, random, job.handling().syncs() > 0);
  }

  private RequestSource source(JobSpec job, String thread) {
    return job.isTimed()
        ? new TimedRequests(job.timed())
        : new RequestStream(job, how, around.seed(), thread, around.memory());
  }

  // Requests.

  /** A thread has a request; it begins when its queue of the device has room. */
  void enqueue(JobThread thread) {
    if (queueOf(thread).enters(thread, how.queueDepth())) {
      thread.launch();
    }
  }

  private DeviceQueue queueOf(JobThread thread) {
    return queues.get(how.queueOf(thread.cpu()));
  }

  /**
   * Gives a request its number, and those of its mappings, and lets it begin: numbers say whose
   * request of which thread it is, whatever the order in which requests begin.
   *
   * @param sequence number of the request within its thread and run
   * @param heldUntil until when the device has it, or {@link Arrivals#AS_LONG_AS_IT_TAKES}
   */
  void launch(IoRequest request, long sequence, int length, Sync sync, long heldUntil) {
    var number = firstNumber + sequence * threads.size() + request.thread().number();
    nextNumber = Math.max(nextNumber, number + 1);
    request.become(number, number * mappingsPerRequest + around.number(), length, sync, heldUntil);
    inFlight.add(request);
    driver.tally().inFlight(inFlight.size());
    request.submit();
  }

  @Override
  public @Nullable Mapping find(long number) {
    var request = ofMapping(number);
    if (request == null) {
      return null;
    }
    var past = number - request.firstMapping();
    var mapping = request.mapping(past == 0 ? 0 : (int) past / around.devices());
    return mapping.id() == number ? mapping : null;
  }

  /** A mapping of a job ends with its request. */
  @Override
  public void ended(Mapping mapping) {
    // The request knows.
  }

  /** The request in flight to which a number of a mapping belongs. */
  private @Nullable IoRequest ofMapping(long number) {
    return inFlight.find(number / mappingsPerRequest);
  }

  void finished(IoRequest request) {
    inFlight.remove(request);
    if (request.thread().waitsForQueue()) {
      queueOf(request.thread()).leaves().ifPresent(JobThread::launch);
    }
    request.thread().finished(request);
    finishIfDone();
  }

  void gaveBack(Device.GaveBack gave) {
    required(gave.request()).goOn();
  }

  void retry(Device.Retry retry) {
    var request = required(retry.request());
    if (driver.isRemoved() || isStopped || request.isGivenUp()) {
      driver.tally().gaveUp();
      finished(request);
    } else {
      request.submit();
    }
  }

  /** A request in flight, unless it is done. */
  Optional<IoRequest> inFlight(long number) {
    return Optional.ofNullable(inFlight.find(number));
  }

  /**
   * A request in flight.
   *
   * @throws IllegalStateException if it is done
   */
  IoRequest required(long number) {
    var request = inFlight.find(number);
    if (request == null) {
      throw new IllegalStateException("request " + number + " is not in flight");
    }
    return request;
  }

  void beginAfter(long delayNs, int thread) {
    timeline.deliverAfter(delayNs, self, new Device.NextRequest(run, thread));
  }

  /** A request of a recording comes at its time, however little anything costs. */
  void beginAfterAll(long delayNs, int thread) {
    timeline.deliverAfterAll(delayNs, self, new Device.NextRequest(run, thread));
  }

  // What threads need.

  /** What the device does for each request. */
  Driver driver() {
    return driver;
  }

  Cpus cpus() {
    return cpus;
  }

  CpuShare cpu(int number) {
    return cpus.of(number);
  }

  /** The CPU that takes the interrupts of a thread on a CPU. */
  CpuShare interruptCpu(int ofCpu, int thread) {
    var bound = how.irqCpus();
    return cpus.of(bound.isEmpty() ? ofCpu : bound.get(thread % bound.size()));
  }

  List<Buffer> buffersFor(JobSpec job) {
    return Placement.buffersFor(job, how);
  }

  void transferDone(Device.TransferDone done) {
    var request = ofMapping(done.mapping());
    if (request != null) {
      if (request.isTransferring(done.transfer())) {
        mayFailAt(done.mapping());
      }
      request.transferDone(done.transfer());
    }
  }

  private void mayFailAt(long mapping) {
    if (!driver.isRemoved() && driver.faults().removes(mapping)) {
      remove();
    } else if (driver.faults().resets(mapping)) {
      reset(new Device.Reset(run));
    }
  }
}
