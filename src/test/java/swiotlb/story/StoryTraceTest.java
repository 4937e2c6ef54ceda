package swiotlb.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static swiotlb.figures.GrowthStep.Event.PUBLISHED;
import static swiotlb.figures.GrowthStep.Event.QUEUED;

import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.Grower;
import swiotlb.actor.pool.MapClient;

/** What is wrong is told, with the messages that show it. */
class StoryTraceTest extends Story {

  private static final Messages[] SERVED = {a(Area.MapRequest.class), a(MapClient.Mapped.class)};

  private static StoryTrace served() {
    return given(allocator()).when(cpu(0).maps(kib(4))).thenTheTrace();
  }

  private static StoryTrace grown() {
    return givenFull(allocator()).when(cpu(0).inInterrupt().maps(2, kib(4))).thenTheTrace();
  }

  private static AbstractThrowableAssert<?, ?> failureOf(ThrowingCallable sentence) {
    return assertThatThrownBy(sentence).isInstanceOf(AssertionError.class);
  }

  @Test
  void aSentenceThatDoesNotHoldIsToldWithTheTraceAndTheStory() {
    failureOf(() -> served().shows(Area.MapRequest.class).then(MapClient.MapFailed.class))
        .hasMessage(
            """
            the trace should show Area.MapRequest, then MapClient.MapFailed, \
            as the message marked > is followed by no MapClient.MapFailed
            >       0 ns  /device-disk → /allocator/pool-0/area-0  \
            Area.MapRequest{mapping=1, cpu=0, slots=2, largestFreeRun=0}
                  100 ns  /allocator/pool-0/area-0 → /device-disk  \
            MapClient.Mapped{mapping=1, pool=0, slot=0, area=0, usedSlots=2, hint=2}
            Story: given an allocator of 128 slots in 1 area; when CPU 0 maps 4 KiB
            All of it: \
            target/stories/\
            StoryTraceTest.aSentenceThatDoesNotHoldIsToldWithTheTraceAndTheStory.jsonl
            """);
  }

  @Test
  void theFileThatAFailureNamesHoldsTheTrace() {
    served();
    var name = "StoryTraceTest.theFileThatAFailureNamesHoldsTheTrace.jsonl";
    StoryTrace.read(Path.of("target", "stories", name), "")
        .consistsOf(Area.MapRequest.class, MapClient.Mapped.class);
  }

  @Test
  void messagesInAnotherOrderDoNotDo() {
    failureOf(() -> served().shows(MapClient.Mapped.class).then(Area.MapRequest.class))
        .hasMessageContaining("followed by no Area.MapRequest")
        .hasMessageContaining("\n>     100 ns  /allocator/pool-0/area-0 → /device-disk");
  }

  @Test
  void fieldsThatASentenceAsksForAreShownFirst() {
    failureOf(() -> served().shows(a(MapClient.Mapped.class).with("left.usedSlots", 4)))
        .hasMessageContaining("should show MapClient.Mapped with left.usedSlots=4")
        .hasMessageContaining("MapClient.Mapped{left.usedSlots=2, mapping=1");
  }

  @Test
  void aWrongCountMarksTheOnesThatWereCounted() {
    failureOf(() -> grown().exactly(1, Allocator.Exhausted.class))
        .hasMessageContaining("should show exactly 1 × Allocator.Exhausted, but shows 2")
        .message()
        .containsPattern("(?m)^> .*Exhausted\\{mapping=2(.*\\n)*> .*Exhausted\\{mapping=3");
  }

  @Test
  void whatShouldNeverBeShownIsMarked() {
    failureOf(() -> grown().never(named("Grower.*")))
        .hasMessageContaining("should never show Grower.*")
        .message()
        .containsPattern("(?m)^> .*Grower.Grow\\{\\}$")
        .containsPattern("(?m)^> .*Grower.Found\\{slots=128, spentNs=3000\\}$");
  }

  @Test
  void ofALongTraceOnlyWhatMattersIsToldAndWhatIsAroundIt() {
    failureOf(() -> grown().exactly(2, growth(PUBLISHED)))
        .message()
        .containsPattern("(?m)^  … \\d+ more$")
        .satisfies(text -> assertThat(text.lines().count()).isLessThan(15));
  }

  @Test
  void ofEachThatShouldLeadSomewhereThoseThatDoNotAreMarked() {
    failureOf(() -> grown().each(Allocator.Exhausted.class).leadsTo(growth(QUEUED)))
        .hasMessageContaining("but 1 of 2 did not")
        .message()
        .containsPattern("(?m)^> .*Exhausted\\{mapping=3")
        .doesNotContainPattern("(?m)^> .*Exhausted\\{mapping=2");
  }

  @Test
  void causesAndTimesAndOrderAreCheckedForEach() {
    var trace = grown();
    failureOf(() -> trace.each(MapClient.Mapped.class).comesOf(Grower.Found.class))
        .hasMessageContaining("each MapClient.Mapped come of Grower.Found, but 2 of 2 did not");
    failureOf(() -> trace.each(Grower.Grow.class).comesBefore(MapClient.Mapped.class))
        .hasMessageContaining("but 1 of 1 did not");
    failureOf(() -> trace.each(Grower.Grow.class).leadsAfter(us(1), a(Grower.Found.class)))
        .hasMessageContaining("each Grower.Grow after 1 us lead to Grower.Found");
  }

  @Test
  void aSentenceAboutEachOfNoneDoesNotHold() {
    var trace = served();
    failureOf(() -> trace.each(Grower.Grow.class).leadsTo(Grower.Found.class))
        .hasMessageStartingWith("the trace should show Grower.Grow\n");
    failureOf(() -> trace.each(Area.MapRequest.class).comesBefore(Grower.Found.class))
        .hasMessageStartingWith("the trace should show Grower.Found\n");
  }

  @Test
  void thePartOfATraceThatThereIsNotIsAFailureToo() {
    var trace = served();
    failureOf(() -> trace.causesOf(a(Grower.Grow.class)))
        .hasMessageContaining("the trace should show Grower.Grow");
    failureOf(() -> trace.effectsOf(a(Grower.Grow.class)));
    failureOf(() -> trace.until(a(Grower.Grow.class)));
    failureOf(() -> trace.since(a(Grower.Grow.class)));
    failureOf(() -> trace.ofMapping(9)).hasMessageContaining("should be about mapping 9");
  }

  @Test
  void aFailureSaysOfWhichPartItSpeaks() {
    failureOf(() -> grown().causesOf(a(AtomicPool.Take.class)).never(Area.MapRequest.class))
        .hasMessageStartingWith(
            "the trace among the causes of AtomicPool.Take should never show Area.MapRequest\n");
  }

  @Test
  void aMessageTooManyIsMarked() {
    failureOf(() -> served().consistsOf(Area.MapRequest.class))
        .hasMessageStartingWith(
            "the trace should consist of Area.MapRequest, but the message marked > is another one")
        .message()
        .containsPattern("(?m)^> .*MapClient.Mapped\\{");
  }

  @Test
  void aMessageTooFewIsTold() {
    failureOf(() -> served().until(a(MapClient.Mapped.class)).consistsOf(SERVED))
        .hasMessageStartingWith(
            "the trace until MapClient.Mapped should consist of "
                + "Area.MapRequest, then MapClient.Mapped, but ends before that\n");
  }

  @Test
  void anActorThatFailsFailsTheStory() {
    failureOf(() -> given(allocator()).when(unmaps(99)).thenTheTrace())
        .hasMessageStartingWith("the trace ends early, as device-disk failed")
        .hasMessageContaining("mapping 99, which is not live")
        .hasMessageContaining("when the driver unmaps [99]");
  }

  @Test
  void aSentenceDoesNotBeginWithThen() {
    var trace = served();
    assertThatThrownBy(() -> trace.then(MapClient.Mapped.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("then MapClient.Mapped follows nothing; begin with shows");
  }
}
