package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static swiotlb.actor.device.DeviceKit.PAGE;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import swiotlb.workload.Arrival;
import swiotlb.workload.ArrivingRequests;
import swiotlb.workload.Direction;

/** A device whose requests come from a stream at their times, or one after the other at a pace. */
class DeviceStreamedTest {
  private final DeviceKit kit = new DeviceKit();
  private final Given given = new Given();

  /** One request of a stream. */
  private record Io(long atNs, int thread, long bytes, Direction direction) {}

  /** A stream that a test wrote, which counts how often it is open. */
  private static final class Given implements ArrivingRequests {
    private List<Io> ios = List.of();
    private int open;

    @Override
    public long count() {
      return ios.size();
    }

    @Override
    public long longestPauseNs() {
      return 0;
    }

    @Override
    public Opened open() {
      open++;
      return new Opened() {
        private int at;

        @Override
        public boolean hasRequest() {
          return at < ios.size();
        }

        @Override
        public long atNs() {
          return ios.get(at).atNs();
        }

        @Override
        public int thread() {
          return ios.get(at).thread();
        }

        @Override
        public long bytes() {
          return ios.get(at).bytes();
        }

        @Override
        public Direction direction() {
          return ios.get(at).direction();
        }

        @Override
        public void advance() {
          at++;
        }

        @Override
        public void close() {
          open--;
        }
      };
    }
  }

  private void given(Io... ios) {
    given.ios = List.of(ios);
    kit.arrival = new Arrival.Streamed(given);
    kit.count = ios.length;
    kit.depth = kit.depth == 1 ? Integer.MAX_VALUE : kit.depth;
    kit.blockBytes = 16 * PAGE;
    kit.beginWithPool().startRun(0);
  }

  private static Io io(long atNs, int thread) {
    return new Io(atNs, thread, PAGE, Direction.TO_DEVICE);
  }

  @Test
  void aRequestComesAtItsTimeWhateverBecameOfTheOneBefore() {
    given(io(0, 0), io(700, 0), io(50_000_000, 0));
    kit.playNext();
    kit.serve(kit.request());
    assertThat(kit.playToArea()).isEqualTo(700);
    kit.play();
    assertThat(kit.report().requests()).isEqualTo(3);
    assertThat(kit.timeline.nowNs()).isGreaterThan(50_000_000);
  }

  @Test
  void itsSizeIsThatOfTheStreamAndItComesOnTheCpuOfItsThread() {
    kit.cpus = List.of(0, 3);
    given(new Io(0, 1, 3 * PAGE, Direction.FROM_DEVICE));
    kit.playNext();
    var request = kit.request();
    assertThat(request.request().demand().sizeBytes()).isEqualTo(3L * PAGE);
    assertThat(request.request().cpu()).isEqualTo(3);
  }

  @Test
  void thoseForWhichTheQueueHasNoRoomWaitInTheirOrder() {
    kit.queueDepth = 1;
    given(
        new Io(0, 0, PAGE, Direction.TO_DEVICE),
        new Io(1, 0, 2 * PAGE, Direction.TO_DEVICE),
        new Io(2, 0, 3 * PAGE, Direction.TO_DEVICE));
    kit.play();
    ended(3, 1);
  }

  private void ended(long requests, int mostInFlight) {
    var report = kit.report();
    assertThat(report.requests()).isEqualTo(requests);
    assertThat(report.mostInFlight()).isEqualTo(mostInFlight);
  }

  @Test
  void withADepthTheyComeLaterInstead() {
    kit.depth = 2;
    given(IntStream.range(0, 20).mapToObj(i -> io(i, 0)).toArray(Io[]::new));
    kit.play();
    ended(20, 2);
  }

  @Test
  void aRunReadsTheStreamOnceAndClosesIt() {
    given(io(0, 0), io(10, 0));
    assertThat(given.open).isEqualTo(1);
    kit.play();
    assertThat(given.open).isZero();
    assertThat(kit.report().requests()).isEqualTo(2);
    kit.startRun(1);
    kit.play();
    assertThat(kit.report().requests()).isEqualTo(2);
    assertThat(given.open).isZero();
  }

  @Test
  void aStoppedRunEndsWithoutTheOthers() {
    given(io(0, 0), io(10, 0), io(1_000_000_000, 0));
    kit.playNext();
    kit.run(new Device.StopRun());
    kit.play();
    assertThat(kit.report().requests()).isLessThan(3);
    assertThat(given.open).isZero();
  }

  @Test
  void aPaceIsKeptAsLongAsTheDepthAllows() {
    kit.arrival = new Arrival.Every(1_000_000);
    kit.count = 4;
    kit.beginWithPool().startRun(0);
    kit.play();
    assertThat(kit.report().requests()).isEqualTo(4);
    assertThat(kit.timeline.nowNs()).isBetween(3_000_000L, 3_000_000 + 2 * DeviceKit.TO_UNMAP_NS);
  }

  @Test
  void aPaceThatIsTooFastIsCaughtUpWithOneAfterTheOther() {
    kit.arrival = new Arrival.Every(1);
    kit.count = 4;
    kit.beginWithPool().startRun(0);
    kit.play();
    ended(4, 1);
  }

  @Test
  void sizesThatWaitComeBackInTheirOrder() {
    var queue = new SizeQueue();
    for (var i = 1; i <= 100; i++) {
      queue.add(i, i % 2 == 0 ? Direction.FROM_DEVICE : Direction.TO_DEVICE);
      if (i % 3 == 0) {
        assertThat(queue.isWrittenByDevice()).isEqualTo(i / 3 % 2 == 0);
        assertThat(queue.remove()).isEqualTo(i / 3);
      }
    }
    for (var i = 34; i <= 100; i++) {
      assertThat(queue.remove()).isEqualTo(i);
    }
    assertThatThrownBy(queue::remove).hasMessage("no request waits");
  }
}
