package swiotlb.study.cluster;

import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node's machine that keeps what it is told, and does nothing. */
final class QuietWorkshop implements NodeSession.Workshop {
  /** A job that came. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  record Job(
      String kind, String description, byte[] files, ActorRef<NodeSession.Command> listener) {}

  final List<Job> jobs = new CopyOnWriteArrayList<>();
  final List<String> said = new CopyOnWriteArrayList<>();
  final List<NodeSession.End> ends = new CopyOnWriteArrayList<>();

  @Override
  public void open(
      String kind, String description, byte[] files, ActorRef<NodeSession.Command> listener) {
    jobs.add(new Job(kind, description, files, listener));
  }

  @Override
  public void say(String sentence) {
    said.add(sentence);
  }

  @Override
  public void ended(NodeSession.End end) {
    ends.add(end);
  }
}
