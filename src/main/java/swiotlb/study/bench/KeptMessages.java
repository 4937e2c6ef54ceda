package swiotlb.study.bench;

import java.util.ArrayList;
import java.util.List;
import swiotlb.scenario.Scenario;
import swiotlb.study.run.ScenarioRun;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/** The messages of a run, to be written again and again. */
public final class KeptMessages {
  private record Kept(Sent sent, long atNs) {}

  private final List<Kept> all = new ArrayList<>();

  /** Runs a scenario and keeps what its actors were told. */
  public KeptMessages(Scenario scenario) {
    ScenarioRun.run(scenario, ScenarioRun.Options.plain().withSink(new Keeper()));
  }

  /** How many there are. */
  public int count() {
    return all.size();
  }

  /** Gives all of them to a sink. */
  public void replay(MessageSink sink) {
    for (var kept : all) {
      sink.delivered(kept.sent, kept.atNs);
    }
  }

  /** The same once more, as later messages about other mappings of a longer run. */
  public void replay(MessageSink sink, long later) {
    for (var kept : all) {
      var sent = kept.sent;
      var cause = sent.cause() == 0 ? 0 : sent.cause() + later;
      var mapping = sent.correlation() < 0 ? sent.correlation() : sent.correlation() + later;
      sink.delivered(
          new Sent(
              sent.id() + later,
              cause,
              mapping,
              sent.sentNs(),
              sent.queued(),
              sent.from(),
              sent.to(),
              sent.message()),
          kept.atNs);
    }
  }

  private final class Keeper implements MessageSink {
    @Override
    public void delivered(Sent sent, long atNs) {
      all.add(new Kept(sent, atNs));
    }

    @Override
    public void undelivered(Sent sent) {
      // Nobody handled it.
    }
  }
}
