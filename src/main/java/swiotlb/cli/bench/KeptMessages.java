package swiotlb.cli.bench;

import java.util.ArrayList;
import java.util.List;
import swiotlb.experiment.ScenarioRun;
import swiotlb.scenario.Scenario;
import swiotlb.time.MessageSink;

/** The messages of a run, to be written again and again. */
public final class KeptMessages {
  private record Kept(
      long id, long cause, long sentNs, long atNs, String from, String to, Object message) {}

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
      sink.delivered(kept.id, kept.cause, kept.sentNs, kept.atNs, kept.from, kept.to, kept.message);
    }
  }

  private final class Keeper implements MessageSink {
    @Override
    public void delivered(
        long id, long cause, long sentNs, long atNs, String from, String to, Object message) {
      all.add(new Kept(id, cause, sentNs, atNs, from, to, message));
    }

    @Override
    public void undelivered(
        long id, long cause, long sentNs, String from, String to, Object message) {
      // Nobody handled it.
    }
  }
}
