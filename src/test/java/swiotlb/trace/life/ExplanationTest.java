package swiotlb.trace.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import swiotlb.trace.record.Recorded;
import swiotlb.trace.record.Transfers;
import swiotlb.trace.store.TraceMessage;

@Tag("slow")
class ExplanationTest {

  private static List<String> told(long mapping, List<TraceMessage> messages) {
    var about = messages.stream().filter(m -> m.mapping() == mapping).toList();
    return Explanation.of(Life.of(mapping, about), true);
  }

  private static String text(long mapping, List<TraceMessage> messages) {
    return String.join("\n", told(mapping, messages));
  }

  /** The first mapping of which there is such a message. */
  private static long firstWith(String type, List<TraceMessage> messages) {
    return messages.stream().filter(m -> m.type().equals(type)).findFirst().orElseThrow().mapping();
  }

  @Test
  void aMappingServedAtOnceIsAskedServedUsedAndGivenBack() {
    var told = told(0, Recorded.messages("load-spike"));
    assertThat(told)
        .containsExactly(
            "Device eth0 asks at 0 ns on CPU 0, where nothing may wait, for a bounce buffer of 64"
                + " KiB: 32 slots, for 0x42fb8000.",
            "Area 0 of pool 0 serves it at 297 ns with slots 0 to 31. It took 297 ns: 297 ns"
                + " searching. The area then has 32 slots in use.",
            "The device has it from 8.539 us and is done at 79.574 us.",
            "The driver gives it back at 168.024 us, having spent 8.242 us copying in, 10 ns"
                + " looking for its pool, 8.242 us copying back.",
            "32 slots of pool 0 are free again at 168.321 us after 168.024 us.");
  }

  @Test
  void aMappingThatMetFullAreasTellsOfThemOfGrowthAndOfItsTransientPool() {
    var text = text(64, Recorded.messages("load-spike"));
    assertThat(text)
        .contains(
            "Areas 0 to 15 of pool 0 refuse it: fewer than 32 slots are free"
                + " (128 slots each in use).",
            "No area has room: after 16 areas and 304 ns of search the allocator is told at 34.46"
                + " us. Growth is queued.",
            "Since it cannot wait, a transient pool of 32 slots is tried",
            "Transient pool 1 serves it at 36.257 us",
            "Growth that it led to adds a pool of 2048 slots in 16 areas at 353.46 us.",
            "The memory of its transient pool comes back at 7.987 ms")
        .doesNotContain("672.46");
  }

  @Test
  void whoComesLaterFindsGrowthQueued() {
    assertThat(text(65, Recorded.messages("load-spike")))
        .contains("Growth had been queued already.")
        .doesNotContain("Growth that it led to");
  }

  @Test
  void aMappingThatFailedSaysWhy() {
    var messages = Recorded.messages("restricted");
    var text = text(firstWith("MapClient.MapFailed", messages), messages);
    assertThat(text)
        .contains("the allocator is told")
        .contains("It fails at ")
        .contains("the allocator may not grow")
        .contains("Its request is looked at again")
        .doesNotContain("rowth is queued", "Growth had been queued");
  }

  @Test
  void ofATraceRecordedInPartNothingIsConcludedFromSilence() {
    var messages =
        Recorded.messages("load-spike").stream()
            .filter(m -> m.mapping() == 64 && !m.type().equals("Allocator.GrowthNoted"))
            .toList();
    var sentences = String.join("\n", Explanation.of(Life.of(64, messages), false));
    assertThat(sentences).contains("the allocator is told").doesNotContain("Growth");
  }

  @Test
  void aLifeOfWhichNothingIsToldSaysSo() {
    var messages =
        Recorded.messages("load-spike").stream()
            .filter(m -> m.mapping() == 64 && m.to().endsWith("area-3"))
            .toList();
    assertThat(Explanation.of(Life.of(64, messages), false))
        .singleElement()
        .asString()
        .contains("none of those that tell what became of it");
  }

  @Test
  void moreCanBeInUseThanLasts() {
    var messages = Recorded.messages("confidential-spike");
    assertThat(text(firstWith("MapClient.MapFailed", messages), messages))
        .contains("slots are in use, transient ones among them, of 2048 lasting ones")
        .doesNotContain(" of 2048 slots are in use");
  }

  @Test
  void onRealThreadsTimesAreThoseOfTheTables() {
    var messages = Recorded.messages("load-spike", "mode", "concurrent");
    var times = new ArrayList<MappingTimes.Time>();
    var reader = new MappingTimes(times::add);
    messages.forEach(reader::read);
    var asked =
        messages.stream()
            .filter(m -> m.type().equals("Area.MapRequest") && m.from().startsWith("/device-"))
            .collect(Collectors.toMap(TraceMessage::mapping, TraceMessage::sentNs));
    assertThat(times)
        .isNotEmpty()
        .allSatisfy(time -> assertThat(time.askedNs()).isEqualTo(asked.get(time.mapping())));
    var published =
        messages.stream().filter(m -> Aftermath.isGrowth(m, "PUBLISHED")).findFirst().orElseThrow();
    assertThat(text(published.mapping(), messages))
        .contains("areas at " + Phrases.time(published.fields().number("step.timeNs")));
  }

  @Test
  void aMappingThatIsGivenUpIsNotAskedForAgain() {
    var messages = Recorded.messages("full-although-half-empty");
    var givenUp = text(11, messages);
    assertThat(givenUp)
        .contains("Try 6: ")
        .endsWith("looked at again at 90.891 ms.\nNo message of the trace asks for it after that.");
    var served = text(26, messages);
    assertThat(served)
        .contains("Its request is looked at again")
        .doesNotContain("asks for it after");
  }

  @Test
  void aDeviceThatWasToldOfTheFailureHasAskedSomebody() {
    var messages =
        Recorded.messages("full-although-half-empty").stream()
            .filter(m -> m.type().startsWith("MapClient.") || m.type().equals("Device.Retry"))
            .toList();
    assertThat(text(11, messages)).contains("It fails at ").doesNotContain("asked nobody");
  }

  @Test
  void aDeviceThatIsOutOfReachHasAskedNobody() {
    assertThat(text(2, Recorded.messages("swiotlb-none"))).contains("asked nobody at 3 ms: ");
  }

  @Test
  void aMappingThatDoesNotFitItsTransientPoolSaysSo() {
    var messages = Recorded.messages("nvme-alignment");
    assertThat(text(firstWith("Area.TransientDoesNotFit", messages), messages))
        .contains("no free run begins where alignment and segment boundary allow")
        .contains("it does not fit the pages that were had for a transient pool");
  }

  @Test
  void aSleepingMappingTellsOfItsSecondSearch() {
    var messages =
        Recorded.messages(
            "first-growth",
            "design.exhaustion",
            "wait",
            "devices.sata0.jobs.load.context",
            "process");
    assertThat(text(firstWith("MapClient.Waits", messages), messages))
        .contains("where it may sleep")
        .contains("It sleeps until the allocator has grown.")
        .contains("A pool has been added: from ")
        .contains("waiting until slots could be had");
  }

  @Test
  void aTransferThatAnInterruptPutsOffIsToldOnceAsItWas() {
    var told = told(7, List.of(Transfers.done(1, 0, 90, 30), Transfers.done(2, 92, 110, 50)));
    assertThat(told).containsExactly("The device has it from 50 ns and is done at 110 ns.");
  }

  @Test
  void growthInVainIsTold() {
    var messages = Recorded.messages("fragmented-host");
    var failed =
        messages.stream()
            .filter(m -> m.type().equals("Allocator.GrowthNoted"))
            .filter(m -> m.fields().text("step.event").orElse("").equals("FAILED"))
            .findFirst()
            .orElseThrow();
    assertThat(text(failed.mapping(), messages))
        .contains("finds no memory, not even for 512 slots");
  }

  @Test
  void aMappingThatIsStillLiveSaysThatItIsNotGivenBack() {
    var messages =
        Recorded.messages("load-spike").stream().filter(m -> m.timeNs() < 100_000).toList();
    assertThat(told(0, messages)).endsWith("No message of the trace gives it back.");
  }

  @Test
  void aMappingWhoseRequestWasNotRecordedDoesNotSayHowLongThatTook() {
    var messages =
        Recorded.messages("load-spike").stream()
            .filter(m -> m.type().equals("MapClient.Mapped"))
            .toList();
    assertThat(told(0, messages))
        .first()
        .asString()
        .startsWith("Area 0 of pool 0 serves it at 297 ns with slot")
        .doesNotContain("It took");
  }

  @Test
  void nothingIsKnownOfAMappingThatIsNotInTheTrace() {
    assertThat(told(4711, List.of()))
        .containsExactly("The trace has no message about mapping 4711.");
  }

  @Test
  void everyMappingOfEveryScenarioCanBeExplained() {
    for (var scenario : List.of("confidential-spike", "swiotlb-none", "restricted")) {
      var messages = Recorded.messages(scenario);
      var mappings = messages.stream().mapToLong(TraceMessage::mapping).filter(m -> m >= 0);
      mappings
          .distinct()
          .limit(200)
          .forEach(
              mapping ->
                  assertThat(told(mapping, messages))
                      .as(scenario + " " + mapping)
                      .isNotEmpty()
                      .noneMatch(s -> s.contains("-1 ")));
    }
  }
}
