package swiotlb.cli.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.input.Text;
import swiotlb.scenario.Scenario;
import swiotlb.trace.record.Paths;

/**
 * A run at one moment.
 *
 * @param which run of the command it is, from 1
 * @param counters of the default allocator; null before it is there
 * @param latest messages, oldest first
 * @param next the message before which the run stands, or null
 * @param news newest first
 */
record RunPicture(
    Scenario scenario,
    int which,
    Course course,
    @Nullable Counters counters,
    Machine machine,
    List<Latest.Handled> latest,
    Latest.@Nullable Handled next,
    List<RunNews.Item> news,
    Picture history)
    implements Picture {
  private static final int MOST_QUEUES = 12;

  /**
   * How far it is.
   *
   * @param timeNs of the simulation
   * @param tookNs of the clock on the wall
   * @param fraction of all, from 0 to 1
   * @param runs that have ended
   */
  record Course(long timeNs, long tookNs, double fraction, boolean isOver, Pace pace, int runs) {}

  /** The kernel's counters, in slots. */
  record Counters(long lasting, long used, long hiwater, long transients) {
    static Counters of(SlotCounters now) {
      return new Counters(
          now.lastingSlots(), now.shownUsed(), now.shownHiwater(), now.transientSlots());
    }
  }

  @Override
  public void describe(ObjectNode to) {
    to.put("command", "run").put("kind", "run").put("which", which);
    to.put("name", Text.onOneLine(scenario.name()));
    to.put("about", Text.onOneLine(String.join(" ", scenario.about().lines().toList())));
    to.put("isVirtual", isVirtual());
    to.put("allRuns", scenario.runs());
    to.put("slotBytes", scenario.units().slotBytes());
    describeCourse(to);
    var now = counters;
    if (now != null) {
      to.putObject("counters")
          .put("io_tlb_nslabs", now.lasting)
          .put("io_tlb_used", now.used)
          .put("io_tlb_used_hiwater", now.hiwater)
          .put("io_tlb_transient_nslabs", now.transients);
    }
    SlotCells.describe(machine, to);
    describeQueues(to);
    var happened = to.putArray("news");
    news.forEach(n -> happened.addObject().put("atNs", n.atNs()).put("what", n.what()));
    var messages = to.putArray("messages");
    latest.forEach(message -> message.describe(messages));
    var coming = next;
    if (coming != null) {
      coming.describe(to.putArray("next"));
    }
    history.describe(to.putObject("history"));
  }

  private boolean isVirtual() {
    return scenario.mode() == Scenario.Mode.VIRTUAL;
  }

  private void describeCourse(ObjectNode to) {
    to.put("timeNs", course.timeNs).put("tookNs", course.tookNs).put("fraction", course.fraction);
    to.put("hasEnded", course.isOver);
    var counts = to.putObject("counts").put("runs", course.runs);
    machine.counts().describe(counts);
    to.putObject("pace")
        .put("isPaused", isVirtual() && course.pace.isPaused())
        .put("perSecond", course.pace.perSecond());
  }

  private void describeQueues(ObjectNode to) {
    var all = to.putArray("devices");
    machine
        .devices()
        .forEach(
            device ->
                all.addObject()
                    .put("name", Text.onOneLine(device.name()))
                    .put("maps", device.maps())
                    .put("live", device.live())
                    .put("failed", device.failed()));
    var longest = to.putArray("queues");
    machine.queues().entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_QUEUES)
        .forEach(
            queue ->
                longest
                    .addObject()
                    .put("actor", Text.onOneLine(Paths.shown(queue.getKey())))
                    .put("waiting", queue.getValue()));
  }
}
