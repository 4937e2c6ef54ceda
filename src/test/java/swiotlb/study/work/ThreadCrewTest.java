package swiotlb.study.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import swiotlb.study.run.ScenarioRun;

/** Threads that do work. */
@Timeout(60)
class ThreadCrewTest {

  private static <T> Work<T> work(Function<ScenarioRun.Runner, T> how) {
    return new Work<>() {
      @Override
      public T here(ScenarioRun.Runner runner) {
        return how.apply(runner);
      }

      @Override
      public String text(JobFiles files) {
        throw new IllegalStateException("threads need not be told");
      }

      @Override
      public T read(byte[] result) {
        throw new IllegalStateException("threads do not send");
      }
    };
  }

  private static Work<Integer> number(int number) {
    return work(runner -> number);
  }

  private static Work<Integer> failing(Throwable trouble) {
    return work(
        runner -> {
          if (trouble instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) trouble;
        });
  }

  @Test
  void whatComesStandsInTheOrderOfTheWork() {
    try (var crew = new ThreadCrew(3)) {
      var all = crew.all(IntStream.range(0, 500).mapToObj(ThreadCrewTest::number).toList());
      assertThat(all).isEqualTo(IntStream.range(0, 500).boxed().toList());
    }
  }

  @Test
  void ofNoWorkNothingComes() {
    try (var crew = new ThreadCrew(1)) {
      assertThat(crew.<Integer>all(List.of())).isEmpty();
    }
  }

  @Test
  void theFirstThatFailedIsToldOnceAllAreDone() {
    var done = new AtomicInteger();
    try (var crew = new ThreadCrew(2)) {
      var second = new IllegalArgumentException("second");
      var work =
          List.of(
              work(runner -> done.incrementAndGet()),
              failing(second),
              failing(new IllegalStateException("third")),
              work(runner -> done.incrementAndGet()));
      assertThatThrownBy(() -> crew.all(work)).isSameAs(second);
    }
    assertThat(done).hasValue(2);
  }

  @Test
  void anErrorIsToldAsItIsAndTheThreadWorksOn() {
    try (var crew = new ThreadCrew(1)) {
      var error = new StackOverflowError();
      assertThatThrownBy(() -> crew.all(List.of(failing(error)))).isSameAs(error);
      assertThat(crew.all(List.of(number(7)))).containsExactly(7);
    }
  }

  @Test
  void nothingIsNoResult() {
    try (var crew = new ThreadCrew(1)) {
      Work<Integer> nothing = work(runner -> null);
      assertThatThrownBy(() -> crew.all(List.of(nothing)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("nothing came of a piece of work");
    }
  }

  @Test
  void asManyWorkAtOnceAsThereAreThreadsEachWithARunnerOfItsOwn() {
    var meet = new CyclicBarrier(3);
    var runners = ConcurrentHashMap.<ScenarioRun.Runner>newKeySet();
    try (var crew = new ThreadCrew(3)) {
      Work<Boolean> meeting =
          work(
              runner -> {
                runners.add(runner);
                try {
                  meet.await(30, TimeUnit.SECONDS);
                  return true;
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(crew.all(List.of(meeting, meeting, meeting))).containsOnly(true);
    }
    assertThat(runners).hasSize(3);
  }

  @Test
  void whoDidItIsThisProcess() throws InterruptedException {
    var came = new AtomicReference<Done<Integer>>();
    var isDone = new CountDownLatch(1);
    try (var crew = new ThreadCrew(1)) {
      crew.add(
          number(1),
          done -> {
            came.set(done);
            isDone.countDown();
          });
      isDone.await();
    }
    assertThat(came.get()).isEqualTo(new Done<>(1, null, ""));
  }

  @Test
  void whatIsNotBegunWhenItIsClosedIsLeft() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var isLeftDone = new AtomicBoolean();
    var isFirstDone = new AtomicBoolean();
    var crew = new ThreadCrew(1);
    crew.<Integer>execute(
        runner -> {
          begun.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return 1;
        },
        done -> isFirstDone.set(done.trouble() == null));
    crew.execute(runner -> 2, done -> isLeftDone.set(true));
    begun.await();
    var closing = new Thread(crew::close);
    closing.start();
    // It closes once work is refused.
    while (isAccepted(crew)) {
      Thread.onSpinWait();
    }
    goOn.countDown();
    closing.join();
    assertThat(isFirstDone).isTrue();
    assertThat(isLeftDone).isFalse();
  }

  private static boolean isAccepted(ThreadCrew crew) {
    try {
      crew.execute(runner -> 3, done -> {});
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  @Test
  void whatComesAfterItsEndIsRefused() {
    var crew = new ThreadCrew(1);
    crew.close();
    assertThatThrownBy(() -> crew.add(number(1), done -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the crew was closed");
  }
}
