package swiotlb.study.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.architecture.Protocols;

/** Every message of the cluster has a handler; a worker's few are in its own test. */
class ClusterProtocolTest {
  private static final Coordinator.JobTold JOB =
      new Coordinator.JobTold("kind", "", new byte[0], "1.0", "p");

  @Test
  void aCoordinatorHandlesAll() {
    assertThat(
            Protocols.unhandled(
                () -> Coordinator.create(JOB, new Heard(), context -> address -> {}),
                List.of(Coordinator.Command.class)))
        .isEmpty();
  }

  @Test
  void aNodeHandlesAll() {
    assertThat(
            Protocols.unhandled(
                () ->
                    NodeSession.create(
                        new NodeSession.Self("1.0", "p", "n", 1), new QuietWorkshop()),
                List.of(NodeSession.Command.class)))
        .isEmpty();
  }
}
