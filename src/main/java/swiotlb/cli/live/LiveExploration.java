package swiotlb.cli.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import swiotlb.input.Text;
import swiotlb.study.explore.ExplorePlan;
import swiotlb.study.explore.Explored;

/** Shows an exploration, as far as it has come. Belongs to the thread that is told of it. */
public final class LiveExploration {
  private final Board board;
  private final long beganNs = System.nanoTime();
  private final History history = new History("schedules", "timelines");
  private Picture newest = to -> {};

  LiveExploration(ExplorePlan plan, Board board) {
    this.board = board;
    board.publish(to -> describeWay(plan, to));
  }

  /**
   * What came of it so far.
   *
   * @param fraction of all, from 0 to 1
   */
  public void show(Explored explored, double fraction) {
    history.add((double) explored.schedules(), (double) explored.timelines());
    newest = picture(explored, fraction);
    board.publish(newest);
  }

  /** What it is at now, beside what came of it. */
  public void say(String what) {
    var before = newest;
    board.publish(
        to -> {
          before.describe(to);
          to.put("doing", Text.onOneLine(what));
        });
  }

  private Picture picture(Explored explored, double fraction) {
    var plan = explored.plan();
    var tookNs = System.nanoTime() - beganNs;
    var schedules = explored.schedules();
    var timelines = explored.timelines();
    var states = explored.states();
    var messages = explored.messages();
    var choices = explored.choices();
    var isAll = explored.isAll();
    var reached = explored.reached();
    var wrong = explored.wrong();
    var past = history.seen();
    return to -> {
      describeWay(plan, to);
      to.put("tookNs", tookNs).put("fraction", isAll ? 1 : fraction).put("isAll", isAll);
      to.putObject("counts")
          .put("schedules", schedules)
          .put("timelines", timelines)
          .put("states", states)
          .put("messages", messages)
          .put("choices", choices);
      describe(reached, wrong, to);
      past.describe(to.putObject("history"));
    };
  }

  private static void describeWay(ExplorePlan plan, ObjectNode to) {
    to.put("command", "explore").put("kind", "exploration");
    to.put("name", Text.onOneLine(plan.scenario().name()));
    to.put("about", "%s, seed %d".formatted(plan.strategy(), plan.seed()));
    to.put("isWhole", plan.batchSize() >= plan.schedules());
    to.put("strategy", plan.strategy().toString());
  }

  private static void describe(
      List<Explored.Reached> reached, List<Explored.Wrong> wrong, ObjectNode to) {
    var situations = to.putArray("reached");
    for (var situation : reached) {
      situations
          .addObject()
          .put("name", situation.name())
          .put("words", situation.words())
          .put("schedules", situation.schedules())
          .put("first", situation.first());
    }
    var findings = to.putArray("wrong");
    for (var found : wrong) {
      findings
          .addObject()
          .put("schedule", found.schedule())
          .put("kind", found.finding().kind().words())
          .put("what", Text.printable(Text.cut(found.finding().what(), 2000)))
          .put("times", found.times());
    }
  }
}
