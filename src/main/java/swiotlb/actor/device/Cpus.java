package swiotlb.actor.device;

import akka.actor.typed.ActorRef;
import java.util.HashMap;
import java.util.Map;
import swiotlb.actor.pool.MapClient;
import swiotlb.time.Timeline;

/**
 * The CPUs of a device: those it shares are actors, the others are its own. State of one device.
 */
final class Cpus {
  private final Map<Integer, ActorRef<Cpu.Command>> shared;
  private final Timeline timeline;
  private final ActorRef<MapClient.Message> self;
  private final Map<Integer, CpuShare> known = new HashMap<>();

  Cpus(
      Map<Integer, ActorRef<Cpu.Command>> shared,
      Timeline timeline,
      ActorRef<MapClient.Message> self) {
    this.shared = shared;
    this.timeline = timeline;
    this.self = self;
  }

  CpuShare of(int cpu) {
    var share = known.get(cpu);
    if (share == null) {
      var actor = shared.get(cpu);
      share = actor == null ? new Own(cpu) : new Shared(actor);
      known.put(cpu, share);
    }
    return share;
  }

  void onWake(Device.CpuWake wake) {
    if (of(wake.cpu()) instanceof Own own) {
      own.turns.wake(timeline.nowNs());
    }
  }

  /** A CPU that nobody else uses: no message, but for a moment that somebody waits for. */
  private final class Own implements CpuShare {
    private final CpuTurns turns;

    Own(int cpu) {
      var wake = new Device.CpuWake(cpu);
      this.turns = new CpuTurns(at -> timeline.deliverAt(at, self, wake));
    }

    @Override
    public void claim(CpuTurns.Work work) {
      turns.claim(work, timeline.nowNs());
    }

    @Override
    public void endsAt(long timeNs, boolean interruptible) {
      turns.endsAt(timeNs, interruptible, timeline.nowNs());
    }

    @Override
    public void release() {
      turns.release(timeline.nowNs());
    }
  }

  /** A CPU that other devices use too. */
  private final class Shared implements CpuShare {
    private final ActorRef<Cpu.Command> actor;

    Shared(ActorRef<Cpu.Command> actor) {
      this.actor = actor;
    }

    @Override
    public void claim(CpuTurns.Work work) {
      actor.tell(new Cpu.Claim(work.id(), work.context(), self));
    }

    @Override
    public void endsAt(long timeNs, boolean interruptible) {
      actor.tell(new Cpu.EndsAt(timeNs, interruptible));
    }

    @Override
    public void release() {
      actor.tell(new Cpu.Release());
    }
  }
}
