package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Work on a cluster as a user meets it. */
class ClusterCommandsTest {
  @TempDir Path folder;

  private Path scenario;

  @BeforeEach
  void aScenario() throws IOException {
    scenario =
        Files.writeString(
            folder.resolve("small.conf"),
            """
            include "machine.conf"
            devices.disk {
              service-time = 50 us
              jobs.load { cpus = all, block = 64 KiB, depth = 1, count = 20, context = interrupt }
            }
            """);
    Files.writeString(folder.resolve("machine.conf"), "kernel = \"swiotlb=256,force\"\ncpus = 2\n");
  }

  private Invocation sweep(String out, String... words) {
    var all =
        new ArrayList<Object>(
            List.of("sweep", scenario, "--replications", "3", "--out", folder.resolve(out)));
    all.addAll(List.of("--vary", "devices.disk.jobs.load.depth=1..4", "--vary", "cpus=1,2"));
    all.addAll(List.of(words));
    return Invocation.of(all.toArray());
  }

  private List<String> sorted(String out) throws IOException {
    return Files.readAllLines(folder.resolve(out).resolve("results.jsonl")).stream()
        .sorted()
        .toList();
  }

  @Test
  @Tag("process")
  @Timeout(300)
  void nodesComeToTheSameResultsAndOnlyTheLinesAskedForTellWhoDidIt() throws IOException {
    var local = sweep("local", "--json", folder.resolve("local.jsonl").toString());
    var json = folder.resolve("nodes.jsonl");
    var result = sweep("nodes", "--local-nodes", "2", "--threads", "2", "--json", json.toString());
    assertThat(result.code()).as(result.err()).isZero();
    var said =
        Pattern.compile("replications by [12] nodes?: (.*); [0-9]{1,3} % of their time was work\n")
            .matcher(result.out());
    assertThat(said.find()).as(result.out()).isTrue();
    var shares =
        Stream.of(said.group(1).split(", ")).map(share -> share.replaceAll("^\\S+-\\d+ ", ""));
    assertThat(shares.mapToInt(Integer::parseInt).sum()).isEqualTo(24);
    assertThat(
            said.replaceFirst("").replace("nodes/", "local/").replace("nodes.jsonl", "local.jsonl"))
        .isEqualTo(local.out());
    assertThat(sorted("nodes")).isEqualTo(sorted("local")).hasSize(24);

    var told = Files.readAllLines(json);
    assertThat(told).hasSize(24).allMatch(line -> line.matches(".*,\"node\":\"[^\"]+-[0-9]+\"}"));
    assertThat(told.stream().map(line -> line.replaceAll(",\"node\":\"[^\"]*\"}$", "}")))
        .isEqualTo(Files.readAllLines(folder.resolve("local.jsonl")));
    assertThat(sorted("nodes")).noneMatch(line -> line.contains("\"node\":"));
  }

  @Test
  @Tag("process")
  @Timeout(300)
  void aPointThatIsRefusedIsToldAsWithoutNodes() throws IOException {
    var axis = "devices.disk.jobs.load.block=4KiB,3000PiB";
    var local = sweep("local", "--vary", axis);
    var nodes = sweep("nodes", "--vary", axis, "--local-nodes", "1");
    assertThat(nodes.code()).as(nodes.err()).isEqualTo(local.code()).isEqualTo(1);
    assertThat(sorted("nodes")).isEqualTo(sorted("local"));
  }

  private static void isRefused(Invocation result, String message) {
    assertThat(result.err()).contains(message).doesNotContain("\tat ");
    assertThat(result.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "--bind 127.0.0.1, --bind: counts with --cluster alone; add it",
    "--keys keys, --keys: counts with --cluster alone; add it",
    "--local-nodes 0, --local-nodes 0: can be 1 to 256",
    "--local-nodes -1, --local-nodes -1: can be 1 to 256",
    "--local-nodes 257, --local-nodes 257: can be 1 to 256",
    "--cluster --bind 0.0.0.0, 'is reached from other machines, which is allowed with keys alone'",
    "--cluster --bind no-such-host.invalid, 'no-such-host.invalid: is no host that is known here'",
    "--cluster --bind host:99999, 'is none of HOST, HOST:PORT, [ADDRESS]:PORT'",
    "--cluster --keys /nowhere/keys, /nowhere/keys/node.key: is not there"
  })
  void optionsOfASweepThatCannotBeAreRefused(String words, String message) {
    isRefused(sweep("out", words.split(" ")), message);
    assertThat(folder.resolve("out/results.jsonl")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "'', Missing required option: '--join=HOST[:PORT]'",
    "--join no-such-host.invalid, 'no-such-host.invalid: is no host that is known here'",
    "--join a:b:c, 'is none of HOST, HOST:PORT, [ADDRESS]:PORT'",
    "--join 192.0.2.1, 'is another machine, which must reach this one too: add --bind'",
    "--join 127.0.0.1 --bind 0.0.0.0, 'allowed with keys alone'",
    "--join 127.0.0.1:0, '--join 127.0.0.1:0: has no port at which anybody listens'",
    "--join 127.0.0.1 --files README.md, 'README.md: is no folder that can be read'",
    "--join 127.0.0.1 --threads 0, '--threads 0: can be 1 to 1024'",
    "--join 127.0.0.1 --keys /nowhere/keys, /nowhere/keys/node.key: is not there",
    "--join 127.0.0.1 --bind 192.0.2.1:1 --keys /nowhere/keys, is not there"
  })
  void optionsOfANodeThatCannotBeAreRefused(String words, String message) {
    var all = new ArrayList<Object>(List.of("node"));
    all.addAll(words.isEmpty() ? List.of() : List.of((Object[]) words.split(" ")));
    isRefused(Invocation.of(all.toArray()), message);
  }

  @Test
  void keysAreMadeOnce() {
    var keys = folder.resolve("keys");
    var made = Invocation.of("node", "keys", keys);
    assertThat(made.code()).isZero();
    assertThat(made.out()).startsWith(keys + ": key, certificate and authority; copy the folder");
    isRefused(Invocation.of("node", "keys", keys), keys.resolve("node.key") + ": is there already");
  }
}
