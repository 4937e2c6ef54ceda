package swiotlb.device;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.pool.MapClient;
import swiotlb.slot.Admission;
import swiotlb.slot.Demand;
import swiotlb.slot.FailureReason;
import swiotlb.workload.RequestStream;

/**
 * The jobs of a device: their threads, what a request takes, and when a run is over. State of it.
 */
final class Jobs {
  private static final int MAPPING_BITS = 40;

  private final Device.Settings settings;
  private final Mappings mappings;
  private final ActorRef<MapClient.Message> self;
  private List<JobThread> threads = List.of();
  private RunTally tally;
  private @Nullable ActorRef<Device.Finished> finishedTo;
  private boolean isStopped;
  private int run;
  private long lastMapping;
  private long linkFreeNs;

  Jobs(Device.Settings settings, Mappings mappings, ActorRef<MapClient.Message> self) {
    this.settings = settings;
    this.mappings = mappings;
    this.self = self;
    this.tally = new RunTally(settings.name());
  }

  void begin(Device.StartRun start) {
    run = start.run();
    finishedTo = start.replyTo();
    tally = new RunTally(settings.name());
    threads = threads(run);
    if (isStopped) {
      threads.forEach(JobThread::stop);
    }
    threads.forEach(JobThread::start);
    finishIfDone();
  }

  void stop() {
    isStopped = true;
    threads.forEach(JobThread::stop);
    finishIfDone();
  }

  void next(Device.NextRequest next) {
    if (next.run() == run) {
      threads.get(next.thread()).begin();
    }
    finishIfDone();
  }

  void finishIfDone() {
    if (finishedTo != null && mappings.isEmpty() && threads.stream().allMatch(JobThread::isDone)) {
      finishedTo.tell(new Device.Finished(run, tally.report()));
      finishedTo = null;
    }
  }

  private List<JobThread> threads(int ofRun) {
    var made = new ArrayList<JobThread>();
    for (var job : settings.jobs()) {
      for (var i = 0; i < job.cpus().size(); i++) {
        var name = settings.name() + "/" + job.name() + "/" + i + "#" + ofRun;
        var stream = new RequestStream(job, settings.seed(), name, settings.memoryBytes());
        made.add(new JobThread(this, job, made.size(), job.cpus().get(i), stream, nowNs()));
      }
    }
    return List.copyOf(made);
  }

  long nowNs() {
    return settings.timeline().nowNs();
  }

  void beginAfter(long delayNs, int thread) {
    settings.timeline().deliverAfter(delayNs, self, new Device.NextRequest(run, thread));
  }

  void map(int cpu, boolean interrupt, long address, long bytes, boolean isRead, MappingUser user) {
    var id = (long) settings.number() << MAPPING_BITS | ++lastMapping;
    var demand = Demand.ofBuffer(settings.limits(), address, bytes, settings.allocAlignMask());
    var mapping =
        new Mapping(id, cpu, interrupt, settings.limits(), demand, true, isRead, user, nowNs());
    switch (Admission.way(settings.bouncing(), settings.limits(), address, bytes)) {
      case BOUNCE -> mappings.bounce(mapping);
      case DIRECT -> mappings.mapDirectly(mapping);
      case UNREACHABLE -> mappings.fail(mapping, FailureReason.NOT_REACHABLE);
    }
  }

  /** Copies in, lets the device work, takes its interrupt and copies back; then unmaps. */
  void transfer(Mapping mapping) {
    var costs = settings.costs();
    var bytes = mapping.demand.sizeBytes();
    var mappedNs = nowNs() + (mapping.isBounced() ? costs.copyNs(bytes) : 0);
    tally.mapped(mapping, mappedNs - mapping.requestedNs);
    var linkNs = Math.max(mappedNs, linkFreeNs);
    linkFreeNs = linkNs + costs.transferNs(bytes);
    var doneNs = linkFreeNs + costs.serviceNs() + costs.interruptNs() + completionNs(mapping);
    settings.timeline().deliverAt(doneNs, self, new Device.TransferDone(mapping.id));
  }

  /**
   * What a completion costs before the unmap: a device that ever bounced looks for the pool of each
   * address, newest first and its transient pools last; then what the device wrote is copied back.
   * Pools that are published during the transfer are not counted: that saves a message.
   */
  private long completionNs(Mapping mapping) {
    var costs = settings.costs();
    var search = mappings.usesIoTlb() ? costs.poolStepNs() * mappings.poolsPassed(mapping) : 0;
    var copies = mapping.isBounced() && mapping.isRead;
    return search + (copies ? costs.copyNs(mapping.demand.sizeBytes()) : 0);
  }

  void tallyFailure(Mapping mapping, MapClient.MapFailed failure) {
    tally.failed(mapping, failure, nowNs());
  }

  void tallyUnmap(Mapping mapping) {
    tally.unmapped(mapping);
  }
}
