package swiotlb.cli.live;

import java.util.function.BooleanSupplier;
import swiotlb.scenario.Scenario;
import swiotlb.study.explore.ExplorePlan;

/**
 * A page that shows what a command is at. Whoever works tells it now and then and never waits for
 * it, but where somebody at the page holds a run up.
 */
public final class Live implements AutoCloseable {
  private final String command;
  private final Board board = new Board();
  private final Pace pace;
  private final LiveServer server;
  private int runs;

  /**
   * From now on.
   *
   * @param port 0: any that is free
   * @param isPaused whether a run stands until the page lets it go
   */
  Live(int port, String command, boolean isPaused) {
    this.command = command;
    this.pace = new Pace(isPaused);
    this.server = new LiveServer(port, LivePage.make(), board, command.equals("run") ? pace : null);
    board.publish(to -> to.put("command", command).put("kind", "nothing"));
  }

  /** Where a browser finds it. */
  public String address() {
    return server.address();
  }

  /** Shows a run from now on. */
  public LiveRun run(Scenario scenario, BooleanSupplier isInterrupted) {
    return new LiveRun(scenario, ++runs, board, pace, isInterrupted);
  }

  /** Shows an exploration from now on. */
  public LiveExploration exploration(ExplorePlan plan) {
    return new LiveExploration(plan, board);
  }

  /** Shows who does the work that these crews are given. */
  public LiveWork work(String name, String about, LiveWork.Nodes nodes) {
    return new LiveWork(command, name, about, nodes, board);
  }

  /** The page says that it is over; then nobody answers any more. */
  @Override
  public void close() {
    server.close();
  }
}
