package swiotlb.study.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** How a log was kept does not change what its lines mean. */
class ExplainProperties {
  private record Said(double seconds, String words) {}

  private record Meaning(
      String words, String device, Cause cause, List<Cause> also, Fix fix, String evidence) {}

  private static List<Meaning> meanings(List<String> log) {
    return Logs.explain(log).lines().stream()
        .map(
            l ->
                new Meaning(
                    l.line().body(),
                    l.device(),
                    l.cause(),
                    l.also(),
                    l.advice().fix(),
                    l.evidence()))
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  @Provide
  static Arbitrary<List<Said>> logs() {
    var full =
        Combinators.combine(
                Arbitraries.integers().between(1, 40),
                Arbitraries.of("nvme 0000:00:04.0", "eth0", "ahci 0000:00:1f.2"),
                Arbitraries.of(8, 4096, 65536, 262144, 300000),
                Arbitraries.of(0, 512, 1024),
                Arbitraries.integers().between(0, 8))
            .as(
                (second, device, bytes, total, free) ->
                    new Said(
                        second,
                        Logs.full(0, device, bytes, total, Math.max(0, total - free * 16))
                            .substring(15)));
    var other =
        Combinators.combine(
                Arbitraries.integers().between(1, 40),
                Arbitraries.of(
                    "software IO TLB: Failed to allocate new pool",
                    "gpu: swiotlb addr 0x00000010fce00000+4096 overflow (mask ffffffff, bus limit 0).",
                    "DMA pool exhausted for eth0",
                    "usb 1-1: reset high-speed USB device",
                    "software IO TLB: area num 4.",
                    "swiotlb_tbl_map_single: 9 callbacks suppressed"))
            .as(Said::new);
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, full), net.jqwik.api.Tuple.of(1, other))
        .list()
        .ofMaxSize(12);
  }

  private static String plain(Said said) {
    return String.format(java.util.Locale.ROOT, "[%12.6f] %s", said.seconds, said.words);
  }

  @Property(tries = 60)
  void anotherOrderMeansTheSame(@ForAll("logs") List<Said> log, @ForAll long seed) {
    var lines = new ArrayList<>(log.stream().map(ExplainProperties::plain).toList());
    var before = meanings(lines);
    Collections.shuffle(lines, new Random(seed));
    assertThat(meanings(lines)).isEqualTo(before);
  }

  @Property(tries = 60)
  void anotherWayOfKeepingItMeansTheSame(
      @ForAll("logs") List<Said> log,
      @ForAll("befores") String before,
      @ForAll("behinds") String behind) {
    var plain = log.stream().map(ExplainProperties::plain).toList();
    var kept = plain.stream().map(line -> before + line + behind).toList();
    assertThat(meanings(kept)).isEqualTo(meanings(plain));
  }

  @Provide
  static Arbitrary<String> befores() {
    return Arbitraries.of(
        "",
        "<4>",
        "> ",
        "\u001b[33m",
        "kern  :warn  : ",
        "Nov 29 12:00:00 host kernel: ",
        "\r",
        "\t");
  }

  @Provide
  static Arbitrary<String> behinds() {
    return Arbitraries.of("", "\r", "\r\r", "\u001b[0m", "  ", "\u0000");
  }

  @Property(tries = 300)
  void anyTextIsReadWithoutHarm(@ForAll("texts") String text) {
    var explained = Logs.explain(text.lines().toList());
    assertThat(explained.lines())
        .allSatisfy(
            line -> {
              assertThat(line.device()).doesNotContain("\u001b", "\n", "\r");
              assertThat(line.device().length()).isLessThanOrEqualTo(80);
            });
    assertThat(Verdict.of(explained, Group.of(explained.lines())).sentence()).isNotBlank();
  }

  /** Pieces of lines of the kernel with anything in between. */
  @Provide
  static Arbitrary<String> texts() {
    var pieces =
        Arbitraries.of(
            "swiotlb buffer is full (sz: ",
            "999999999999999999",
            "0",
            " bytes), total ",
            " (slots), used ",
            " (slots)",
            "software IO TLB: mapped [mem 0xffffffffffffffff-0x0] (1MB)",
            "overflow 0xffffffffffffffff+999999999999999999 of DMA mask ffffffffffffffff",
            "Kernel command line: swiotlb=99999999999999999999,9999999999",
            "software IO TLB: area num 999999999999999999.",
            "swiotlb_tbl_map_single: 999999999999 callbacks suppressed",
            "kworker/u8:1: page allocation failure: order:999",
            "[999999999.9] ",
            "\r",
            "\n",
            "\u001b[2J",
            ": ");
    return Arbitraries.oneOf(pieces, Arbitraries.strings().ofMaxLength(12))
        .list()
        .ofMaxSize(14)
        .map(parts -> String.join("", parts));
  }
}
