package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.GrowthStep.Event;

class GrowthLogTest {
  private final GrowthLog log = new GrowthLog();

  private void attempt(Event end) {
    log.note(new GrowthStep(0, Event.QUEUED, 0, 0));
    log.note(new GrowthStep(1, Event.STARTED, 0, 0));
    log.note(new GrowthStep(2, end, 512, 4));
  }

  @Test
  void theAttemptUnderWayIsInIt() {
    log.note(new GrowthStep(0, Event.QUEUED, 0, 0));
    assertThat(log.steps()).hasSize(1);
  }

  @Test
  void everyPublishedPoolIsKept() {
    for (var i = 0; i < 1000; i++) {
      attempt(Event.PUBLISHED);
    }
    assertThat(log.steps()).hasSize(3000);
  }

  @Test
  void ofAttemptsThatFailTheFirstAreKeptAndTheOthersCounted() {
    for (var i = 0; i < 1000; i++) {
      attempt(Event.FAILED);
    }
    attempt(Event.PUBLISHED);
    assertThat(log.steps()).hasSize(303);
  }

  @Test
  void workQueuedAgainWhileTheWorkerRanBelongsToTheNextAttempt() {
    for (var i = 0; i < 100; i++) {
      attempt(Event.FAILED);
    }
    log.note(new GrowthStep(0, Event.QUEUED, 0, 0));
    log.note(new GrowthStep(1, Event.STARTED, 0, 0));
    log.note(new GrowthStep(2, Event.QUEUED, 0, 0));
    log.note(new GrowthStep(3, Event.FAILED, 512, 0));
    assertThat(log.steps()).hasSize(301);
    assertThat(log.steps().get(300)).isEqualTo(new GrowthStep(2, Event.QUEUED, 0, 0));
  }

  @Test
  void whatWasBeforeARunIsForgotten() {
    log.note(new GrowthStep(5, Event.QUEUED, 0, 0));
    log.note(new GrowthStep(6, Event.STARTED, 0, 0));
    log.note(new GrowthStep(7, Event.PUBLISHED, 512, 4));
    log.forgetBefore(7);
    assertThat(log.steps()).containsExactly(new GrowthStep(7, Event.PUBLISHED, 512, 4));
  }

  @Test
  void failuresOfEarlierRunsStayCounted() {
    for (var i = 0; i < 150; i++) {
      attempt(Event.FAILED);
    }
    log.forgetBefore(10);
    attempt(Event.FAILED);
    assertThat(log.steps()).isEmpty();
  }
}
