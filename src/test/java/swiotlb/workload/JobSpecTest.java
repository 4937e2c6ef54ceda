package swiotlb.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A job whose requests have times. */
class JobSpecTest {
  private static JobSpec job(TimedRequest... requests) {
    return JobSpec.timed("job", 0, Context.PROCESS, List.of(requests));
  }

  private static TimedRequest request(long atNs, long heldNs) {
    return new TimedRequest(atNs, heldNs, 4096, 512, Direction.TO_DEVICE);
  }

  @Test
  void nothingHappensForTheLongestWayFromOneRequestToTheNext() {
    assertThat(job(request(5, 1), request(70, 1), request(90, 1)).longestPauseNs()).isEqualTo(65);
  }

  @Test
  void norBeforeTheFirst() {
    assertThat(job(request(500, 1), request(501, 1)).longestPauseNs()).isEqualTo(500);
  }

  @Test
  void norWhileOneIsHeld() {
    assertThat(job(request(5, 300)).longestPauseNs()).isEqualTo(300);
  }
}
