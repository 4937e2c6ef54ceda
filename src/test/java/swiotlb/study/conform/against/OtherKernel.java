package swiotlb.study.conform.against;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.study.conform.golden.DirectPlayer;
import swiotlb.workload.golden.GoldenAnswer;
import swiotlb.workload.golden.GoldenAnswer.Outcome;
import swiotlb.workload.golden.GoldenAnswer.Work;
import swiotlb.workload.golden.GoldenHeader;
import swiotlb.workload.golden.GoldenOp;

/**
 * A kernel that decides otherwise: asked what a golden trace asks, it records a trace of its own.
 *
 * @param headers what it takes the machine for
 * @param before what it does to its allocators before each operation
 */
record OtherKernel(UnaryOperator<GoldenHeader> headers, BiConsumer<DirectPlayer, GoldenOp> before) {
  static final Path GOLDEN = Path.of("src/test/resources/golden");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The simulator's own decisions. */
  static OtherKernel same() {
    return new OtherKernel(header -> header, (player, op) -> {});
  }

  /** Every search begins at the first slot of its area. */
  static OtherKernel withoutHints() {
    return new OtherKernel(
        header -> header,
        (player, op) ->
            player.allocators().stream()
                .flatMap(allocator -> allocator.pools().stream())
                .forEach(
                    pool -> {
                      for (var area = 0; area < pool.geometry().areas(); area++) {
                        pool.ownerOfArea(area).searchFrom(area, 0);
                      }
                    }));
  }

  /**
   * Another size of the pools that are added, and another number of their areas.
   *
   * @param slots of what the specification makes them
   * @param areas of as many as it says
   */
  static OtherKernel with(IntUnaryOperator slots, IntUnaryOperator areas) {
    return new OtherKernel(header -> with(header, slots, areas), (player, op) -> {});
  }

  private static GoldenHeader with(
      GoldenHeader header, IntUnaryOperator slots, IntUnaryOperator areas) {
    var m = header.machine();
    if (m == null) {
      return header;
    }
    var other =
        new GoldenHeader.Machine(
            m.boot(),
            m.defaultPool(),
            m.staticBuild(),
            m.mayGrow(),
            slots.applyAsInt(m.defaultSlots()),
            areas.applyAsInt(m.defaultAreas()),
            m.physLimit(),
            m.maxPageOrder(),
            m.dmaZoneLimit(),
            m.deferredGrace());
    return new GoldenHeader(header.name(), other, header.restricted(), header.devices());
  }

  /** Devices with one min_align_mask are taken for such with another. */
  static OtherKernel withMinAlignMask(long from, long to) {
    return new OtherKernel(
        header -> {
          var devices = new LinkedHashMap<String, GoldenHeader.Device>();
          header.devices().forEach((id, d) -> devices.put(id, masked(d, from, to)));
          return new GoldenHeader(header.name(), header.machine(), header.restricted(), devices);
        },
        (player, op) -> {});
  }

  private static GoldenHeader.Device masked(GoldenHeader.Device device, long from, long to) {
    var limits = device.limits();
    return limits.minAlignMask() != from
        ? device
        : new GoldenHeader.Device(
            device.id(),
            new DeviceLimits(limits.dmaMask(), limits.busDmaLimit(), to, limits.segBoundaryMask()),
            device.allocator(),
            device.maxMapping());
  }

  /** Records a trace of the same requests. */
  Path record(String name, Path folder) {
    try {
      var trace = GoldenTrace.read(GOLDEN.resolve(name + ".jsonl"));
      return Files.writeString(
          folder.resolve(name + ".jsonl"), String.join("\n", lines(trace)) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lines(GoldenTrace trace) throws JsonProcessingException {
    var lines = new ArrayList<>(List.of(trace.headerText()));
    var refused = new HashSet<Long>();
    try (var player = new DirectPlayer(headers.apply(trace.header()))) {
      for (var i = 0; i < trace.operations().size(); i++) {
        var op = trace.operations().get(i);
        if (op instanceof GoldenOp.Unmap unmap && refused.contains(unmap.id())) {
          continue;
        }
        before.accept(player, op);
        var answer = player.play(op);
        if (answer.outcome() instanceof Outcome.Failed) {
          refused.add(idOf(op));
        }
        lines.add(line((ObjectNode) JSON.readTree(trace.texts().get(i)), answer));
      }
    }
    return lines;
  }

  private static long idOf(GoldenOp op) {
    return op instanceof GoldenOp.Map map ? map.id() : ((GoldenOp.Alloc) op).id();
  }

  private static String line(ObjectNode line, GoldenAnswer answer) throws JsonProcessingException {
    line.remove(List.of("work", "pages", "transient"));
    answer(line, answer.outcome());
    if (answer.work() != Work.NONE) {
      line.put("work", answer.work().name().toLowerCase(Locale.ROOT));
    }
    if (!answer.pages().isEmpty()) {
      var pages = line.putArray("pages");
      for (var page : answer.pages()) {
        var node = pages.addObject().put("order", page.order());
        node.put("zone", page.zone().name().toLowerCase(Locale.ROOT));
        node.put("at", page.at() == null ? null : hex(page.at()));
      }
    }
    return JSON.writeValueAsString(line);
  }

  private static void answer(ObjectNode line, Outcome outcome) {
    if (outcome instanceof Outcome.Unmapped unmapped) {
      line.put("transient", unmapped.wasTransient());
    } else if (outcome instanceof Outcome.Stat stat) {
      line.put("used", stat.used()).put("hiwater", stat.hiwater()).put("nslabs", stat.nslabs());
      line.put("pools", stat.pools()).put("transient", stat.transientSlots());
      line.put("pending", stat.pending());
    } else if (outcome instanceof Outcome.Areas areas) {
      var pools = line.putArray("pools");
      for (var pool : areas.pools()) {
        var node = pools.addObject().put("pool", pool.pool());
        pool.used().forEach(node.putArray("used")::add);
        pool.index().forEach(node.putArray("index")::add);
      }
    } else if (outcome instanceof Outcome.Freed freed) {
      line.put("freed", freed.pools());
    } else if (!(outcome instanceof Outcome.Done)) {
      line.set("result", result(outcome));
    }
  }

  private static JsonNode result(Outcome outcome) {
    var node = JSON.createObjectNode();
    if (outcome instanceof Outcome.Mapped m) {
      return node.put("pool", m.pool())
          .put("area", m.area())
          .put("slot", m.slot())
          .put("slots", m.slots())
          .put("offset", m.offset())
          .put("pad", m.pad());
    }
    if (outcome instanceof Outcome.MappedTransient m) {
      return node.put("transient", true)
          .put("start", hex(m.start()))
          .put("nslabs", m.nslabs())
          .put("slot", m.slot())
          .put("slots", m.slots())
          .put("offset", m.offset())
          .put("pad", m.pad());
    }
    if (outcome instanceof Outcome.Failed failed) {
      return node.put("error", "full").put("why", failed.why());
    }
    if (outcome instanceof Outcome.Grown grown) {
      return node.put("pool", grown.pool())
          .put("start", hex(grown.start()))
          .put("nslabs", grown.nslabs())
          .put("areas", grown.areas())
          .put("areaNslabs", grown.areaNslabs());
    }
    return outcome instanceof Outcome.Idle ? node.put("idle", true) : node.put("error", "no-pages");
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }
}
