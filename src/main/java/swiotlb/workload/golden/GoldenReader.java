package swiotlb.workload.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import swiotlb.input.AnyFile;
import swiotlb.input.InputException;
import swiotlb.input.Text;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
import swiotlb.workload.golden.GoldenAnswer.Outcome;
import swiotlb.workload.golden.GoldenAnswer.PageQuestion;
import swiotlb.workload.golden.GoldenAnswer.PoolAreas;
import swiotlb.workload.golden.GoldenAnswer.Work;

/** Reads a golden trace as a stream, line by line. Not thread-safe. */
public final class GoldenReader implements AutoCloseable {
  private static final String FORMAT = "swiotlb-golden/1";

  private static final int SHOWN = 200;

  /** More than any machine's memory. */
  private static final long MOST_BYTES = 1L << 46;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String file;
  private final GoldenLines lines;
  private final GoldenHeader header;
  private String text = "";

  /**
   * Opens a trace and reads its header.
   *
   * @throws InputException if it cannot be read or is of another format
   */
  public GoldenReader(Path path) {
    this.file = path.toString();
    if (Files.isDirectory(path)) {
      throw new InputException(file, "is a folder; name the golden traces in it");
    }
    try {
      this.lines = new GoldenLines(AnyFile.open(path));
    } catch (IOException e) {
      throw new InputException(file, "cannot be opened; name a readable golden trace");
    }
    try {
      var node = nextLine();
      if (node == null || !FORMAT.equals(node.path("format").asText())) {
        throw error("the first line is no header of a " + FORMAT + " file");
      }
      this.header = parse(() -> header(node));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The first line. */
  public GoldenHeader header() {
    return header;
  }

  /** The line that was read last, as it stands in the file; the header's at first. */
  public String text() {
    return text;
  }

  /**
   * The next operation, or null at the end.
   *
   * @throws InputException if the line is no operation of this format
   */
  public @Nullable GoldenOp next() {
    var node = nextLine();
    return node == null ? null : parse(() -> operation(node));
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new InputException(file, "cannot be closed");
    }
  }

  private @Nullable JsonNode nextLine() {
    try {
      var line = lines.next();
      if (line == null) {
        return null;
      }
      text = line;
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw error(
          "is not one JSON object: "
              + Text.cut(e.getOriginalMessage(), SHOWN)
              + "; a golden trace has one on each line and nothing else");
    } catch (CharacterCodingException e) {
      throw error("is not UTF-8 text; golden traces are uncompressed JSON lines");
    } catch (IOException e) {
      throw error("cannot be read: " + e.getMessage() + "; name a golden trace (JSON lines)");
    }
  }

  private InputException error(String what) {
    return new InputException(file, lines.number(), what);
  }

  private <T> T parse(java.util.function.Supplier<T> parser) {
    try {
      return parser.get();
    } catch (IllegalArgumentException e) {
      throw error(String.valueOf(e.getMessage()));
    }
  }

  private static GoldenHeader header(JsonNode node) {
    var name = text(node, "case");
    if ("sizing".equals(node.path("kind").asText())) {
      return new GoldenHeader(name, null, List.of(), java.util.Map.of());
    }
    var restricted = new ArrayList<GoldenHeader.Restricted>();
    for (var r : node.path("restricted")) {
      restricted.add(
          new GoldenHeader.Restricted(
              text(r, "mem"),
              integer(r, "pool"),
              new PoolGeometry(hex(r, "start"), integer(r, "nslabs"), integer(r, "areas"))));
    }
    var devices = new LinkedHashMap<String, GoldenHeader.Device>();
    for (var d : node.path("devices")) {
      var mem = text(d, "mem");
      var device =
          new GoldenHeader.Device(
              text(d, "id"),
              new DeviceLimits(
                  hex(d, "dmaMask"),
                  hex(d, "busDmaLimit"),
                  number(d, "minAlignMask"),
                  hex(d, "segBoundaryMask")),
              "default".equals(mem) ? null : mem,
              number(d, "maxMapping"));
      if (devices.put(device.id(), device) != null) {
        throw new IllegalArgumentException(
            "the header declares device \"" + device.id() + "\" twice; give each an id of its own");
      }
    }
    if (devices.isEmpty()) {
      throw new IllegalArgumentException("the header declares no device");
    }
    return new GoldenHeader(name, machine(node), restricted, devices);
  }

  private static GoldenHeader.Machine machine(JsonNode header) {
    var c = header.path("config");
    var slots = integer(c, "nslabs");
    requireGrowth(integer(c, "defaultNslabs"), integer(c, "defaultAreas"));
    return new GoldenHeader.Machine(
        bootInput(c, true),
        slots == 0 ? null : new PoolGeometry(hex(c, "base"), slots, integer(c, "areas")),
        "static".equals(text(header, "build")),
        c.path("dynamic").asBoolean(),
        integer(c, "defaultNslabs"),
        integer(c, "defaultAreas"),
        c.path("physLimit").isTextual() ? hex(c, "physLimit") : -1L,
        integer(c, "maxPageOrder"),
        hex(c, "dmaZoneLimit"),
        "deferred".equals(c.path("rcu").asText()));
  }

  /** A grown pool of the defaults must divide into its areas; without areas nothing grows. */
  private static void requireGrowth(int slots, int areas) {
    if (slots < 1
        || areas < 0
        || Integer.bitCount(areas) > 1
        || (areas > 0 && slots % areas != 0)) {
      throw new IllegalArgumentException(
          "pools of " + slots + " slots cannot be grown with " + areas + " equal areas");
    }
  }

  private static GoldenOp.BootInput bootInput(JsonNode input, boolean isHeader) {
    var late = "late".equals(text(input, "init"));
    return new GoldenOp.BootInput(
        integer(input, "cpus"),
        input.path("cmdline").isTextual() ? input.path("cmdline").asText() : null,
        input.path("cocoBytes").asLong(0),
        input.path("memblockMaxBytes").asLong(Long.MAX_VALUE),
        late ? number(input, "lateBytes") : null,
        isHeader ? Slots.MAX_PAGE_ORDER : input.path("maxOrder").asInt(Slots.MAX_PAGE_ORDER));
  }

  private GoldenOp operation(JsonNode node) {
    var op = text(node, "op");
    var done = GoldenAnswer.of(new Outcome.Done());
    return switch (op) {
      case "map" ->
          new GoldenOp.Map(
              lines.number(),
              number(node, "id"),
              integer(node, "cpu"),
              optionalText(node, "dev"),
              hex(node, "orig"),
              size(node),
              node.path("alloc_align_mask").asLong(0),
              "dma".equals(node.path("via").asText()),
              answer(node, mapOutcome(node.path("result"))));
      case "alloc" ->
          new GoldenOp.Alloc(
              lines.number(),
              number(node, "id"),
              integer(node, "cpu"),
              optionalText(node, "dev"),
              size(node),
              answer(node, mapOutcome(node.path("result"))));
      case "unmap", "free" ->
          new GoldenOp.Unmap(
              lines.number(),
              number(node, "id"),
              GoldenAnswer.of(new Outcome.Unmapped(node.path("transient").asBoolean())));
      case "grow" ->
          new GoldenOp.Grow(lines.number(), answer(node, growOutcome(node.path("result"))));
      case "page-alloc" -> {
        var metaFail = node.path("metaFail").asInt(0);
        yield new GoldenOp.PageAlloc(
            lines.number(), (metaFail & 1) != 0, (metaFail & 2) != 0, done);
      }
      case "rcu" ->
          new GoldenOp.Rcu(
              lines.number(), GoldenAnswer.of(new Outcome.Freed(integer(node, "freed"))));
      case "freeze" -> new GoldenOp.Freeze(lines.number(), done);
      case "hiwater-reset" -> new GoldenOp.ResetHiwater(lines.number(), done);
      case "stat" ->
          new GoldenOp.Stat(lines.number(), optionalText(node, "mem"), GoldenAnswer.of(stat(node)));
      case "areas" -> new GoldenOp.Areas(lines.number(), GoldenAnswer.of(areas(node)));
      case "boot" ->
          new GoldenOp.Boot(
              lines.number(), bootInput(node.path("input"), false), GoldenAnswer.of(sized(node)));
      default ->
          throw new IllegalArgumentException(
              "\"" + op + "\" is no operation of a " + FORMAT + " file");
    };
  }

  private static Outcome mapOutcome(JsonNode r) {
    if (r.has("error")) {
      return new Outcome.Failed(text(r, "why"));
    }
    var offset = r.path("offset").asInt(0);
    var pad = r.path("pad").asInt(0);
    if (r.path("transient").asBoolean()) {
      return new Outcome.MappedTransient(
          hex(r, "start"),
          integer(r, "nslabs"),
          integer(r, "slot"),
          integer(r, "slots"),
          offset,
          pad);
    }
    return new Outcome.Mapped(
        integer(r, "pool"),
        integer(r, "area"),
        integer(r, "slot"),
        integer(r, "slots"),
        offset,
        pad);
  }

  private static Outcome growOutcome(JsonNode r) {
    if (r.path("idle").asBoolean()) {
      return new Outcome.Idle();
    }
    return r.has("error")
        ? new Outcome.NotGrown()
        : new Outcome.Grown(
            integer(r, "pool"),
            hex(r, "start"),
            integer(r, "nslabs"),
            integer(r, "areas"),
            integer(r, "areaNslabs"));
  }

  private static Outcome stat(JsonNode node) {
    return new Outcome.Stat(
        number(node, "used"),
        number(node, "hiwater"),
        number(node, "nslabs"),
        integer(node, "pools"),
        number(node, "transient"),
        node.path("pending").asBoolean());
  }

  private static Outcome areas(JsonNode node) {
    var pools = new ArrayList<PoolAreas>();
    for (var p : node.path("pools")) {
      pools.add(new PoolAreas(integer(p, "pool"), integers(p, "used"), integers(p, "index")));
    }
    return new Outcome.Areas(List.copyOf(pools));
  }

  private static Outcome sized(JsonNode node) {
    var r = node.path("result");
    return new Outcome.Sized(
        integer(r, "nslabs"),
        integer(r, "areas"),
        integer(r, "defaultNslabs"),
        integer(r, "defaultAreas"));
  }

  private static GoldenAnswer answer(JsonNode node, Outcome outcome) {
    var pages = new ArrayList<PageQuestion>();
    for (var p : node.path("pages")) {
      pages.add(
          new PageQuestion(
              integer(p, "order"),
              Zone.valueOf(text(p, "zone").toUpperCase(Locale.ROOT)),
              p.path("at").isTextual() ? (Long) pageAddress(p) : null));
    }
    var work = optionalText(node, "work");
    return new GoldenAnswer(
        outcome, work == null ? Work.NONE : Work.valueOf(work.toUpperCase(Locale.ROOT)), pages);
  }

  private static String text(JsonNode node, String field) {
    var value = optionalText(node, field);
    if (value == null) {
      throw new IllegalArgumentException("the text field \"" + field + "\" is missing");
    }
    return value;
  }

  private static @Nullable String optionalText(JsonNode node, String field) {
    return node.path(field).isTextual() ? node.path(field).asText() : null;
  }

  private static long number(JsonNode node, String field) {
    var value = node.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("the whole-number field \"" + field + "\" is missing");
    }
    return value.asLong();
  }

  private static long size(JsonNode node) {
    var bytes = number(node, "size");
    if (bytes < 1 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException("a buffer of " + bytes + " bytes cannot be mapped");
    }
    return bytes;
  }

  private static int integer(JsonNode node, String field) {
    var value = number(node, field);
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("\"" + field + "\" is too large: " + value);
    }
    return (int) value;
  }

  private static long hex(JsonNode node, String field) {
    var value = text(node, field);
    if (!value.matches("0x[0-9a-fA-F]{1,16}")) {
      throw new IllegalArgumentException(
          "\"" + field + "\" is no hexadecimal address such as \"0x40000000\"");
    }
    return Long.parseUnsignedLong(value.substring(2), 16);
  }

  private static long pageAddress(JsonNode pages) {
    var at = hex(pages, "at");
    if ((at & (Slots.PAGE_BYTES - 1)) != 0) {
      throw new IllegalArgumentException(
          "pages cannot lie at 0x"
              + Long.toHexString(at)
              + ", which is no multiple of "
              + Slots.PAGE_BYTES);
    }
    return at;
  }

  private static List<Integer> integers(JsonNode node, String field) {
    var values = new ArrayList<Integer>();
    for (var v : node.path(field)) {
      values.add(v.asInt());
    }
    return List.copyOf(values);
  }
}
