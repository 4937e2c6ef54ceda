package swiotlb.study.cluster;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a coordinator told, as it came. */
final class Heard implements Coordinator.Outlet {
  final List<WorkQueue.DoneChunk> done = new CopyOnWriteArrayList<>();
  final List<String> said = new CopyOnWriteArrayList<>();
  volatile Map<String, Integer> nodes = Map.of();
  volatile int untaken;

  @Override
  public void done(WorkQueue.DoneChunk chunk) {
    done.add(chunk);
  }

  @Override
  public int untaken() {
    return untaken;
  }

  @Override
  public void nodes(Map<String, Integer> workersByName) {
    nodes = Map.copyOf(workersByName);
  }

  @Override
  public void say(String sentence) {
    said.add(sentence);
  }
}
