package swiotlb.trace.show.export;

import java.util.HexFormat;
import swiotlb.trace.store.TraceHeader;

/**
 * Numbers of traces and spans, in lower-case hexadecimal digits. They look random, as collectors
 * expect, and are the same for the same trace file: scenario and seed, mixed with what is numbered.
 * Within a file no two are the same, since the mixing is one-to-one.
 */
final class SpanNumbers {
  private static final int KINDS = 16;
  private static final HexFormat HEX = HexFormat.of();

  private final long salt;

  SpanNumbers(TraceHeader header) {
    var seeded = mix(header.seed().orElse(0) + 1);
    for (var c : header.scenario().orElse("").toCharArray()) {
      seeded = mix(seeded + c);
    }
    this.salt = seeded;
  }

  /** Of a trace: 32 digits. */
  String trace(long number) {
    return HEX.toHexDigits(mix(salt) | 1) + HEX.toHexDigits(mix(salt ^ number));
  }

  /** Of the span of a message: 16 digits. */
  String span(long message) {
    return HEX.toHexDigits(number(message * KINDS));
  }

  /** Of the span of an interval that a message tells of. */
  String interval(long message, int nth) {
    return HEX.toHexDigits(number(message * KINDS + 1 + nth));
  }

  /** Never 0, which means that there is none: what would be 0 is what nothing else can be. */
  private long number(long of) {
    var mixed = mix(salt ^ of);
    return mixed != 0 ? mixed : mix(salt ^ -1);
  }

  /** One-to-one: additions, multiplications by odd numbers and shifted exclusive ors. */
  private static long mix(long value) {
    var mixed = value + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
