package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swiotlb.workload.Context;
import swiotlb.workload.Direction;
import swiotlb.workload.DriverSpec.ExtraBuffer;
import swiotlb.workload.JobSpec;

/** A device can be of a type, a file in conf/devices, whose settings are its defaults. */
class DeviceTypeTest {
  @TempDir private Path folder;

  private Scenario.Device device(String settings) {
    return new ScenarioText(folder).device("devices.d { " + settings + " }\n");
  }

  private JobSpec job(String settings) {
    return device(settings).jobs().get(0);
  }

  private String origin(String path, String settings) {
    return new ScenarioText(folder)
        .settings("devices.d { " + settings + " }\n").stream()
            .filter(setting -> setting.path().equals(path))
            .findFirst()
            .orElseThrow()
            .origin()
            .replace(folder + "/", "");
  }

  private List<String> problems(String text) {
    return new ScenarioText(folder).problems(text);
  }

  static Stream<String> types() throws IOException {
    try (var files = Files.list(Path.of("conf/devices"))) {
      return files.map(f -> f.getFileName().toString().replace(".conf", "")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeThatComesWithItIsGood(String type) {
    assertThat(device("type = " + type + ", jobs.j.count = 1").name()).isEqualTo("d");
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeThatComesWithItIsNamedWhereSettingsAreExplained(String type) throws IOException {
    assertThat(Files.readString(Path.of("src/main/resources/reference.conf"))).contains(type);
  }

  @Test
  void aTypeGivesADeviceItsSettings() {
    var sata = device("type = sata, jobs.j.count = 1");
    assertThat(sata.driver().queueDepth()).isEqualTo(32);
    assertThat(sata.bytesPerSecond()).isEqualTo(525L << 20);
  }

  @Test
  void whatATypeDoesNotSayIsAsEverywhere() {
    assertThat(device("type = sata, jobs.j.count = 1").limits().dmaMask()).isEqualTo(0xffff_ffffL);
  }

  @Test
  void aDeviceOverridesItsType() {
    var sata = device("type = sata, queue-depth = 4, jobs.j.count = 1");
    assertThat(sata.driver().queueDepth()).isEqualTo(4);
    assertThat(sata.bytesPerSecond()).isEqualTo(525L << 20);
  }

  @Test
  void aTypeGivesJobsTheirSettings() {
    var receive = job("type = nic, jobs.j.count = 1");
    assertThat(receive.context()).isEqualTo(Context.SOFTIRQ);
    assertThat(receive.blocks()).containsExactly(new JobSpec.Block(2048, 1));
    assertThat(receive.depth()).isEqualTo(256);
  }

  @Test
  void aJobOverridesTheTypeOfItsDevice() {
    var receive = job("type = nic, jobs.j { count = 1, depth = 8 }");
    assertThat(receive.depth()).isEqualTo(8);
    assertThat(receive.context()).isEqualTo(Context.SOFTIRQ);
  }

  @Test
  void aTypeDoesNotReachTheJobsOfOtherDevices() {
    var scenario =
        new ScenarioText(folder)
            .read("devices.a { type = nic, jobs.j.count = 1 }\ndevices.b { jobs.j.count = 1 }\n");
    assertThat(scenario.devices().get(1).jobs().get(0).context()).isEqualTo(Context.PROCESS);
    assertThat(scenario.devices().get(1).driver().queueDepth()).isEqualTo(1024);
  }

  @Test
  void aNvmeDriveWantsBouncesAlignedToItsPages() {
    assertThat(device("type = nvme, jobs.j.count = 1").limits().minAlignMask()).isEqualTo(4095);
  }

  @Test
  void anUntrustedDeviceTakesWholeGranules() {
    assertThat(device("type = untrusted, jobs.j.count = 1").allocAlignMask()).isEqualTo(4095);
  }

  @Test
  void aVirtioDeviceMapsAHeaderATableAndAStatusBesideTheData() {
    assertThat(device("type = virtio-blk, jobs.j.count = 1").driver().extraBuffers())
        .containsExactly(
            new ExtraBuffer(16, 0, Direction.TO_DEVICE),
            new ExtraBuffer(32, 16, Direction.TO_DEVICE),
            new ExtraBuffer(1, 0, Direction.FROM_DEVICE));
  }

  @Test
  void aSettingOfATypeIsShownWithTheFileOfTheType() {
    assertThat(origin("devices.d.queue-depth", "type = sata, jobs.j.count = 1"))
        .startsWith("conf/devices/sata.conf:");
  }

  @Test
  void aJobSettingOfATypeIsShownWithTheFileOfTheType() {
    assertThat(origin("devices.d.jobs.j.context", "type = nic, jobs.j.count = 1"))
        .startsWith("conf/devices/nic.conf:");
  }

  @Test
  void anOverriddenSettingIsShownWithItsOwnFile() {
    assertThat(origin("devices.d.queue-depth", "type = sata, queue-depth = 4, jobs.j.count = 1"))
        .isEqualTo("s.conf:1");
  }

  @Test
  void whatATypeDoesNotSayIsShownAsADefault() {
    assertThat(origin("devices.d.bus-limit", "type = sata, jobs.j.count = 1")).isEqualTo("default");
  }

  @Test
  void anUnknownTypeIsToldWithItsLineAndWhereToLook() {
    assertThat(problems("cpus = 4\ndevices.d { type = floppy, jobs.j.count = 1 }\n"))
        .containsExactly(
            "s.conf:2: devices.d.type is \"floppy\"; there is no such file in conf/devices,"
                + " which has legacy, nic, nvme, sata, untrusted, virtio-blk");
  }

  @Test
  void aTypeIsNoWayToOtherFiles() {
    assertThat(problems("devices.d { type = \"../platforms/simple\", jobs.j.count = 1 }\n"))
        .singleElement()
        .asString()
        .startsWith("s.conf:1: devices.d.type is \"../platforms/simple\"; there is no");
  }
}
