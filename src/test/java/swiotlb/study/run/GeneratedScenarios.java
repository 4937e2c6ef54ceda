package swiotlb.study.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Scenarios of all kinds: machines, memory, devices, jobs, and what goes wrong with them. */
public final class GeneratedScenarios {
  private GeneratedScenarios() {}

  /** Any of them. */
  public static Arbitrary<GeneratedScenario> any() {
    var devices = device().list().ofMinSize(1).ofMaxSize(3);
    return Combinators.combine(
            machine(), designs(), memory(), devices, Arbitraries.longs().between(-1, 1000), flag())
        .as(GeneratedScenarios::scenario);
  }

  private static GeneratedScenario scenario(
      Map<String, String> machine,
      Map<String, String> designs,
      Map<String, String> memory,
      List<Map<String, String>> devices,
      long scheduleSeed,
      boolean jitter) {
    var settings = new HashMap<>(machine);
    settings.putAll(designs);
    settings.putAll(memory);
    if (!"0".equals(memory.get("pages.cma")) && "static".equals(designs.get("design.growth"))) {
      settings.put("design.growth", "cma"); // Which needs that region.
    }
    settings.put("check-payload", "true");
    for (var i = 0; i < devices.size(); i++) {
      var prefix = "devices.device" + i + ".";
      devices.get(i).forEach((key, value) -> settings.put(prefix + key, value));
    }
    return new GeneratedScenario(settings, scheduleSeed, jitter && scheduleSeed >= 0);
  }

  private static Arbitrary<Map<String, String>> machine() {
    return settings(
        Map.of(
            "kernel.cmdline",
            oneOf(
                "\"\"",
                "\"swiotlb=512,force\"",
                "\"swiotlb=512\"",
                "\"swiotlb=1024,2,force coherent_pool=128K\"",
                "\"swiotlb=128,1,force\"",
                "\"swiotlb=2048 coherent_pool=1M\"",
                "\"swiotlb=noforce\""),
            "seed",
            number(0, 1_000_000),
            "kernel.dynamic",
            oneOf("true", "true", "true", "false"),
            "boot.largest-reservation",
            oneOf("1 TiB", "1 TiB", "2 MiB", "512 KiB"),
            "runs",
            oneOf("1", "1", "2"),
            "design.geometry.slot-bytes",
            oneOf("2 KiB", "2 KiB", "512", "4 KiB", "16 KiB"),
            "design.geometry.slot-set",
            oneOf("128", "128", "16", "256", "1024"),
            "kernel.release",
            oneOf("6.12", "6.12", "6.6", "7.3")));
  }

  private static Arbitrary<Map<String, String>> designs() {
    var chosen =
        Map.of(
            "design.placement",
            oneOf("pools", "pools", "pools", "direct", "lending"),
            "design.growth",
            oneOf("buddy", "buddy", "anywhere", "capped", "static"),
            "design.exhaustion",
            oneOf("transient", "wait", "throttle", "reserve"),
            "design.idle",
            oneOf("keep", "shrink"),
            "design.search",
            oneOf("list", "tree"),
            "design.locks",
            oneOf("areas", "one", "free"));
    var howTheyAre =
        Map.of(
            "design.capped.slots",
            oneOf("0", "1024", "2048"),
            "design.wait.timeout",
            oneOf("10 ms", "20 us"),
            "design.wait.most",
            oneOf("1024", "2"),
            "design.throttle.high-percent",
            oneOf("70", "95"),
            "design.throttle.low-percent",
            oneOf("65", "0"),
            "design.reserve.percent",
            oneOf("70", "100", "20"),
            "design.shrink.after",
            oneOf("1 us", "200 us"),
            "design.lending.lent-percent",
            oneOf("50", "100"),
            "design.lending.failing-per-mille",
            oneOf("0", "100"));
    return Combinators.combine(settings(chosen), settings(howTheyAre))
        .as(
            (designs, how) -> {
              Map<String, String> all = new HashMap<>(designs);
              all.putAll(how);
              return all;
            });
  }

  private static Arbitrary<Map<String, String>> memory() {
    return settings(
        Map.of(
            "memory",
            oneOf("64 MiB", "256 MiB", "2 GiB", "4608 MiB"),
            "pages.cma",
            oneOf("0", "0", "8 MiB"),
            "pages.ageing.used-percent",
            oneOf("0", "0", "0", "60", "95"),
            "pages.ageing.lingering-per-mille",
            number(0, 100),
            "pages.ageing.rounds",
            oneOf("1"),
            "encryption.kind",
            oneOf("none", "none", "sev-snp", "tdx"),
            "encryption.shared-limit",
            oneOf("0", "0", "4 MiB"),
            "encryption.refused-per-mille",
            oneOf("0", "0", "300"),
            "encryption.stuck-per-mille",
            oneOf("0", "500")));
  }

  private static Arbitrary<Map<String, String>> device() {
    var jobs = job().list().ofMinSize(1).ofMaxSize(2);
    return Combinators.combine(limits(), driver(), jobs)
        .as(
            (limits, driver, of) -> {
              var settings = new HashMap<>(limits);
              settings.putAll(driver);
              for (var i = 0; i < of.size(); i++) {
                var prefix = "jobs.job" + i + ".";
                of.get(i).forEach((key, value) -> settings.put(prefix + key, value));
              }
              return settings;
            });
  }

  private static Arbitrary<Map<String, String>> limits() {
    return settings(
        Map.of(
            "type",
            oneOf("\"\"", "sata", "nvme", "virtio-blk", "nic", "legacy", "untrusted"),
            "dma-bits",
            oneOf("32", "32", "64", "24"),
            "min-align",
            oneOf("1", "1", "4 KiB", "512", "2 KiB"),
            "alloc-align",
            oneOf("1", "1", "4 KiB", "16 KiB"),
            "segment-boundary",
            oneOf("4 GiB", "64 KiB"),
            "restricted-pool",
            oneOf("0", "0", "0", "512 KiB"),
            "reaches-encrypted",
            oneOf("false", "true")));
  }

  private static Arbitrary<Map<String, String>> driver() {
    return settings(
        Map.of(
            "queue-depth",
            oneOf("1", "4", "32", "1000"),
            "max-segment",
            oneOf("0", "0", "4 KiB", "1 MiB"),
            "irq",
            oneOf("submitter", "\"0\"", "\"0-1\""),
            "service-time",
            oneOf("0 ns", "5 us", "100 us"),
            "resets",
            oneOf("[]", "[]", "[30 us]", "[10 us, 200 us]"),
            "removed",
            oneOf("0 s", "0 s", "0 s", "150 us"),
            "leak-every",
            oneOf("0", "0", "0", "7")));
  }

  private static Arbitrary<Map<String, String>> job() {
    var load =
        settings(
            Map.of(
                "cpus",
                oneOf("\"0\"", "\"1\"", "\"0-3\""),
                "block",
                oneOf("1", "512", "3000", "4 KiB", "64 KiB", "300 KiB", "600 KiB"),
                "segment",
                oneOf("0", "0", "4 KiB"),
                "buffer-align",
                oneOf("1", "512", "4 KiB"),
                "read-percent",
                oneOf("0", "50", "100"),
                "depth",
                oneOf("1", "3", "20"),
                "count",
                number(1, 30)));
    var manner =
        settings(
            Map.of(
                "think-time",
                oneOf("0 ns", "7 us"),
                "context",
                oneOf("process", "softirq", "interrupt"),
                "retry-time",
                oneOf("1 ns", "50 us"),
                "retries",
                oneOf("0", "2"),
                "syncs",
                oneOf("0", "0", "2"),
                "skip-sync",
                oneOf("false", "false", "true")));
    return Combinators.combine(load, manner)
        .as(
            (what, how) -> {
              var settings = new HashMap<>(what);
              settings.putAll(how);
              if ("0".equals(how.get("syncs"))) {
                settings.put("skip-sync", "false"); // Payload checking would find that fault.
              }
              return settings;
            });
  }

  /** A value for each of some settings. */
  private static Arbitrary<Map<String, String>> settings(Map<String, Arbitrary<String>> values) {
    Arbitrary<Map<String, String>> all = Arbitraries.just(Map.of());
    for (var entry : new java.util.TreeMap<>(values).entrySet()) {
      all =
          Combinators.combine(all, entry.getValue())
              .as(
                  (some, value) -> {
                    Map<String, String> more = new HashMap<>(some);
                    more.put(entry.getKey(), value);
                    return more;
                  });
    }
    return all;
  }

  private static Arbitrary<String> oneOf(String... values) {
    return Arbitraries.of(values);
  }

  private static Arbitrary<String> number(long least, long most) {
    return Arbitraries.longs().between(least, most).map(String::valueOf);
  }

  private static Arbitrary<Boolean> flag() {
    return Arbitraries.of(true, false);
  }
}
