package swiotlb.cli.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import swiotlb.input.Text;
import swiotlb.study.work.Crew;
import swiotlb.study.work.Crews;
import swiotlb.study.work.Done;
import swiotlb.study.work.Work;

/** Shows work that others do: how far it is, and who did how much of it. Thread-safe. */
public final class LiveWork implements AutoCloseable {
  /** The nodes that are at work now, with how many threads each. */
  @FunctionalInterface
  public interface Nodes extends Supplier<Map<String, Integer>> {}

  /** How work without a node is called. */
  private static final String HERE = "";

  private static final long PICTURE_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(200);

  private final String command;
  private final String name;
  private final String about;
  private final Nodes nodes;
  private final @Nullable Board board;
  private final long beganNs = System.nanoTime();
  private final Map<String, Long> doneBy = new TreeMap<>();
  private final History history = new History("seconds", "done");
  private long begun;
  private long done;
  private long troubled;
  private double fraction;
  private long pictureNs;

  LiveWork(String command, String name, String about, Nodes nodes, @Nullable Board board) {
    this.command = command;
    this.name = name;
    this.about = about;
    this.nodes = nodes;
    this.board = board;
    publish();
  }

  /**
   * On a page.
   *
   * @param page null: nobody sees it, and nothing is counted
   * @param about what is done, in words
   */
  public static LiveWork of(@Nullable Live page, String name, String about, Nodes nodes) {
    return page == null
        ? new LiveWork("", name, about, nodes, null)
        : page.work(name, about, nodes);
  }

  /** The same crews, whose work is counted. */
  public Crews counted(Crews crews) {
    return board == null ? crews : job -> new Counted(crews.forJob(job));
  }

  private final class Counted implements Crew {
    private final Crew crew;

    private Counted(Crew crew) {
      this.crew = crew;
    }

    @Override
    public <T> void add(Work<T> work, Consumer<Done<T>> taker) {
      began();
      crew.add(
          work,
          result -> {
            count(result);
            taker.accept(result);
          });
    }

    @Override
    public void close() {
      crew.close();
    }
  }

  private synchronized void began() {
    begun++;
  }

  private synchronized void count(Done<?> result) {
    done++;
    if (result.trouble() != null) {
      troubled++;
    }
    doneBy.merge(result.by(), 1L, Long::sum);
    publishNowAndThen();
  }

  /** How far all of it is, from 0 to 1. */
  public synchronized void show(double ofAll) {
    fraction = ofAll;
    publishNowAndThen();
  }

  /** The last picture, once all is done. */
  @Override
  public synchronized void close() {
    publish();
  }

  private void publishNowAndThen() {
    if (System.nanoTime() - pictureNs >= PICTURE_EVERY_NS) {
      publish();
    }
  }

  private synchronized void publish() {
    if (board == null) {
      return;
    }
    pictureNs = System.nanoTime();
    history.add((pictureNs - beganNs) / 1e9, (double) done);
    board.publish(picture());
  }

  private Picture picture() {
    var tookNs = pictureNs - beganNs;
    var ofAll = fraction;
    var counted = new long[] {begun, done, troubled};
    var by = new TreeMap<>(doneBy);
    var here = Map.copyOf(nodes.get());
    var past = history.seen();
    return to -> {
      to.put("command", command).put("kind", "work").put("name", Text.onOneLine(name));
      to.put("about", Text.onOneLine(about)).put("tookNs", tookNs).put("fraction", ofAll);
      to.putObject("counts")
          .put("begun", counted[0])
          .put("done", counted[1])
          .put("troubled", counted[2]);
      describe(by, here, to);
      past.describe(to.putObject("history"));
    };
  }

  private static void describe(Map<String, Long> by, Map<String, Integer> here, ObjectNode to) {
    var all = to.putArray("nodes");
    var names = new TreeMap<String, Long>(by);
    here.keySet().forEach(node -> names.putIfAbsent(node, 0L));
    names.forEach(
        (node, done) ->
            all.addObject()
                .put("name", node.equals(HERE) ? "this process" : Text.onOneLine(node))
                .put("isHere", node.equals(HERE) || here.containsKey(node))
                .put("threads", here.getOrDefault(node, 0))
                .put("done", done));
  }
}
