package swiotlb.study.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.delivery.WorkPullingProducerController;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import swiotlb.input.Text;

/**
 * Whose work it is: gives it to workers as they ask for it, takes what comes of it, knows the
 * nodes, and takes those out of the cluster that nobody hears. It is the only one that does, so
 * that it never is on the losing side.
 */
final class Coordinator extends AbstractBehavior<Coordinator.Command> {
  /** By which nodes find it. */
  static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "coordinator");

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** A node that is unreachable for so many looks, and says nothing itself, is taken out. */
  private static final int LOOKS_UNHEARD = 6;

  /** One that others do not reach is, after so many. */
  private static final int LOOKS_UNREACHABLE = 20;

  /** Chunks of results that nobody has taken; above that no more work goes out. */
  private static final int MOST_UNTAKEN = 64;

  /** What the coordinator is told. */
  sealed interface Command
      permits Hello, Fetch, Ping, ResultPart, Add, Demand, Room, Look, Reach, Gone, Lost, End {}

  /**
   * A node wants to work.
   *
   * @param program version and digest of its program
   * @param name of the node, for people
   * @param workers how many pieces it does at a time
   */
  record Hello(
      String version, String program, String name, int workers, ActorRef<NodeSession.Command> node)
      implements Command, Told {}

  /** A node wants a part of the files of the job, from 0. */
  record Fetch(int part, ActorRef<NodeSession.Command> node) implements Command, Told {}

  /** A node is alive. */
  record Ping(ActorRef<NodeSession.Command> node) implements Command, Told {}

  /**
   * A part of what came of a chunk.
   *
   * @param part from 0
   * @param of how many parts there are
   * @param spent on all of the chunk
   * @param node the name of the node
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  record ResultPart(
      long chunk,
      int part,
      int of,
      Spent spent,
      String node,
      byte[] bytes,
      ActorRef<Worker.Command> worker)
      implements Command, Told {}

  /** A piece of work. */
  record Add(long number, String text) implements Command {}

  /** Somebody can take a chunk. */
  private record Demand(WorkPullingProducerController.RequestNext<Chunk> next) implements Command {}

  /** Results were taken. */
  record Room() implements Command {}

  /** Time to look who is still there. */
  record Look() implements Command {}

  /** Whether others reach a member. */
  record Reach(Address address, boolean isReached) implements Command {}

  /** A member is in the cluster no more. */
  record Gone(Address address) implements Command {}

  /** A node's process has ended, as its parent knows. */
  record Lost(String name) implements Command {}

  /** All is done, or nobody wants it any more. */
  record End() implements Command {}

  /** What the nodes are told of the job. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  record JobTold(String kind, String description, byte[] files, String version, String program) {}

  /** Who hears what happens, and has no time. */
  interface Outlet {
    /** A chunk is done, once. */
    void done(WorkQueue.DoneChunk chunk);

    /** How many of these wait. */
    int untaken();

    /** The nodes are others now. */
    void nodes(Map<String, Integer> workersByName);

    /** Something that people should know. */
    void say(String sentence);
  }

  /** The membership, as far as it is needed; it tells {@link Reach} and {@link Gone}. */
  interface Membership {
    /** Takes a member out. */
    void down(Address address);
  }

  private static final class Node {
    private final String name;
    private final int workers;
    private int looksUnheard;

    Node(String name, int workers) {
      this.name = name;
      this.workers = workers;
    }
  }

  private final JobTold job;
  private final Outlet outlet;
  private final Membership membership;
  private final int patience;
  private final WorkQueue work = new WorkQueue();
  private final Map<ActorRef<NodeSession.Command>, Node> nodes = new LinkedHashMap<>();
  private final Map<Address, Integer> unreachable = new LinkedHashMap<>();
  private @Nullable ActorRef<Chunk> demand;

  static Behavior<Command> create(
      JobTold job, Outlet outlet, Function<ActorContext<Command>, Membership> membership) {
    return create(job, outlet, membership, 1);
  }

  /**
   * Not started yet.
   *
   * @param patience times that it waits longer than usual before a node is taken out
   */
  static Behavior<Command> create(
      JobTold job,
      Outlet outlet,
      Function<ActorContext<Command>, Membership> membership,
      int patience) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new Coordinator(
                        context, timers, job, outlet, membership.apply(context), patience)));
  }

  private Coordinator(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      JobTold job,
      Outlet outlet,
      Membership membership,
      int patience) {
    super(context);
    this.patience = patience;
    this.job = job;
    this.outlet = outlet;
    this.membership = membership;
    var producer =
        context.spawn(
            WorkPullingProducerController.create(
                Chunk.class, "coordinator", Worker.KEY, Optional.empty()),
            "producer");
    context.watch(producer); // Without it nothing goes out: this one ends with it.
    producer.tell(
        new WorkPullingProducerController.Start<>(
            context.messageAdapter(WorkPullingProducerController.requestNextClass(), Demand::new)));
    context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
    timers.startTimerWithFixedDelay(new Look(), LOOK_EVERY);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Hello.class, this::onHello)
        .onMessage(Fetch.class, this::onFetch)
        .onMessage(Ping.class, this::onPing)
        .onMessage(ResultPart.class, this::onResultPart)
        .onMessage(Add.class, this::onAdd)
        .onMessage(Demand.class, this::onDemand)
        .onMessage(Room.class, this::onRoom)
        .onMessage(Look.class, this::onLook)
        .onMessage(Reach.class, this::onReach)
        .onMessage(Gone.class, this::onGone)
        .onMessage(Lost.class, this::onLost)
        .onMessage(End.class, this::onEnd)
        .build();
  }

  private Behavior<Command> onHello(Hello hello) {
    var name = Text.cut(Text.onOneLine(hello.name), Limits.NAME_CHARS);
    if (!hello.program.equals(job.program)) {
      var other = Text.cut(Text.onOneLine(hello.version), Limits.NAME_CHARS);
      var reason =
          hello.version.equals(job.version)
              ? "the node has another build of version %s; install the same package on both"
                  .formatted(job.version)
              : "the node has version %s, the coordinator %s; install the same package on both"
                  .formatted(other, job.version);
      hello.node.tell(new NodeSession.Refused(reason));
      outlet.say("refused node %s: %s".formatted(name, reason));
      return this;
    }
    if (!nodes.containsKey(hello.node)) {
      nodes.put(hello.node, new Node(name, Math.max(1, hello.workers)));
      tellNodes();
    }
    hello.node.tell(
        new NodeSession.Welcome(
            job.kind, job.description, Parts.count(job.files), job.files.length));
    return this;
  }

  private Behavior<Command> onFetch(Fetch fetch) {
    if (fetch.part >= 0 && fetch.part < Parts.count(job.files)) {
      fetch.node.tell(new NodeSession.JobPart(fetch.part, Parts.part(job.files, fetch.part)));
    }
    return this;
  }

  private Behavior<Command> onPing(Ping ping) {
    var node = nodes.get(ping.node);
    if (node != null) {
      node.looksUnheard = 0;
      ping.node.tell(new NodeSession.Pong());
    }
    return this;
  }

  private Behavior<Command> onResultPart(ResultPart part) {
    try {
      var name = Text.cut(Text.onOneLine(part.node), Limits.NAME_CHARS);
      work.part(part.worker.path().toSerializationFormat(), name, part).ifPresent(outlet::done);
    } catch (IllegalArgumentException e) {
      getContext().getLog().warn("a part that cannot be: {}", e.getMessage());
    }
    part.worker.tell(new Worker.Taken(part.chunk, part.part));
    return this;
  }

  private Behavior<Command> onAdd(Add add) {
    work.add(add.number, add.text);
    return give();
  }

  private Behavior<Command> onDemand(Demand asked) {
    demand = asked.next.sendNextTo();
    return give();
  }

  private Behavior<Command> onRoom(Room room) {
    return give();
  }

  private Behavior<Command> give() {
    if (demand != null && work.isWaiting() && outlet.untaken() < MOST_UNTAKEN) {
      var to = demand;
      demand = null;
      work.next().ifPresent(to::tell);
    }
    return this;
  }

  private Behavior<Command> onReach(Reach reach) {
    if (reach.isReached) {
      unreachable.remove(reach.address);
    } else {
      unreachable.putIfAbsent(reach.address, 0);
    }
    return this;
  }

  private Behavior<Command> onLook(Look look) {
    nodes.values().forEach(node -> node.looksUnheard++);
    unreachable.replaceAll((address, looks) -> looks + 1);
    for (var member : Map.copyOf(unreachable).entrySet()) {
      var isHeard =
          nodes.entrySet().stream()
              .anyMatch(
                  node ->
                      node.getKey().path().address().equals(member.getKey())
                          && node.getValue().looksUnheard < patience * LOOKS_UNHEARD);
      if (member.getValue() >= patience * (isHeard ? LOOKS_UNREACHABLE : LOOKS_UNHEARD)) {
        takeOut(member.getKey());
      }
    }
    return give();
  }

  private void takeOut(Address address) {
    membership.down(address);
    forget(address, "node %s is not heard any more; its work goes to others");
  }

  private Behavior<Command> onGone(Gone gone) {
    forget(gone.address, "node %s has left");
    return this;
  }

  private void forget(Address address, String how) {
    unreachable.remove(address);
    var gone = nodes.entrySet().stream().filter(n -> n.getKey().path().address().equals(address));
    for (var node : gone.toList()) {
      nodes.remove(node.getKey());
      outlet.say(how.formatted(node.getValue().name));
      tellNodes();
    }
  }

  private Behavior<Command> onLost(Lost lost) {
    nodes.entrySet().stream()
        .filter(node -> node.getValue().name.equals(lost.name))
        .map(node -> node.getKey().path().address())
        .findFirst()
        .ifPresent(this::takeOut);
    return this;
  }

  private Behavior<Command> onEnd(End end) {
    nodes.keySet().forEach(node -> node.tell(new NodeSession.Farewell()));
    return Behaviors.stopped();
  }

  private void tellNodes() {
    var workers = new LinkedHashMap<String, Integer>();
    nodes.values().forEach(node -> workers.put(node.name, node.workers));
    outlet.nodes(workers);
  }
}
