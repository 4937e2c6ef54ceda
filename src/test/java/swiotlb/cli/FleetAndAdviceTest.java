package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.study.fleet.MachineNeeds;
import swiotlb.study.fleet.ReadingOptions;

/**
 * {@code fleet} and {@code advise} of the same recording, for a kernel without dynamic pools. Fleet
 * writes no areas, so that a pool has a slot set for each CPU; else both say the same, but where
 * half the slots do in fewer areas, which advise tries and fleet does not.
 */
@Tag("slow")
class FleetAndAdviceTest {
  private static final int SLOT_SET = 128;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "simulations/recordings/ahci-16deep-growing",
        "simulations/recordings/ahci-small-growing",
        "simulations/recordings/ahci-xdeep-growing",
        "simulations/recordings/network-after-boot",
        "simulations/recordings/virtio-16deep-growing",
        "simulations/recordings/virtio-big-default",
        "src/test/resources/cases/recordings/6.12.117-recorder-ahci-fio32deep",
        "src/test/resources/cases/recordings/6.12.117-recorder-ahci-fio32deep-atonce",
        "src/test/resources/cases/recordings/6.12.117-recorder-piix-normal2M",
        "src/test/resources/cases/recordings/7.3.4-tracefs-ahci-exhausted64k",
        "src/test/resources/cases/recordings/7.3.4-tracefs-nvme-unaligned64M",
        "src/test/resources/cases/recordings/7.3rc7-recorder-ahci-nvme-failed-list"
      })
  void theirSizesAgree(String recording) throws IOException {
    var advised = advised(recording);
    var need = MachineNeeds.of(recording, ReadingOptions.USUAL).need().orElseThrow().pool();
    var sameAreas = Math.min(need.areas(), advised.slots / SLOT_SET);
    var expected = Math.max(advised.slots, SLOT_SET * need.areas());
    assertThat(need.slots())
        .isIn(advised.areas < sameAreas ? List.of(expected, 2 * expected) : List.of(expected));
  }

  private record Advised(int slots, int areas) {}

  private Advised advised(String recording) throws IOException {
    var json = folder.resolve("advice.json");
    assertThat(Invocation.of("advise", recording, "--json", json).code()).isZero();
    for (var kernel : new ObjectMapper().readTree(json.toFile()).get("kernels")) {
      if (!kernel.get("dynamic").asBoolean()) {
        return new Advised(kernel.get("swiotlb_slots").asInt(), kernel.get("areas").asInt());
      }
    }
    throw new AssertionError("no kernel without dynamic pools");
  }
}
