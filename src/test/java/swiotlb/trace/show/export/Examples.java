package swiotlb.trace.show.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.ScenarioRun;
import swiotlb.trace.record.JsonLinesTrace;
import swiotlb.trace.store.Selection;
import swiotlb.trace.store.TraceHeader;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.open.TraceFiles;

/** Traces for tests, and what they are exported to. */
final class Examples {
  private static final String VIRTUAL =
      "{\"format\":\"swiotlb-trace/2\",\"clock\":\"virtual\",\"scenario\":\"example\",\"seed\":7}\n";
  private static final String REAL = VIRTUAL.replace("virtual", "real");

  private Examples() {}

  /** A line of a trace. */
  static String line(
      long id,
      long sent,
      Object at,
      String from,
      String to,
      long cause,
      Object mapping,
      String type,
      String fields) {
    return "{\"id\":%d,\"sent\":%d,\"at\":%s,\"from\":\"%s\",\"to\":\"%s\",\"cause\":%d,\"mapping\":%s,\"queued\":0,\"type\":\"%s\",\"fields\":%s}%n"
        .formatted(id, sent, at, from, to, cause, mapping, type, fields);
  }

  static Path virtual(Path folder, String... lines) {
    return file(folder, VIRTUAL, lines);
  }

  static Path real(Path folder, String... lines) {
    return file(folder, REAL, lines);
  }

  private static Path file(Path folder, String header, String... lines) {
    try {
      return Files.writeString(
          folder.resolve("trace.jsonl"),
          header + String.join("", lines) + "{\"end\":" + lines.length + ",\"omitted\":0}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The trace of a scenario of the project. */
  static Path scenario(Path folder, String name, Map<String, String> overrides) {
    try {
      return Files.write(folder.resolve(name + ".jsonl"), trace(name, overrides));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] trace(String name, Map<String, String> overrides) {
    var bytes = new ByteArrayOutputStream();
    var scenario = new ScenarioReader().read(Path.of("simulations", name + ".conf"), overrides);
    try (var trace = new JsonLinesTrace(bytes, TraceHeader.PLAIN)) {
      ScenarioRun.run(scenario, ScenarioRun.Options.plain().withSink(trace));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A spike that needs transient pools and makes the allocator grow. */
  static Path spike(Path folder) {
    try {
      return Files.write(folder.resolve("spike.jsonl"), Spike.TRACE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Run once for all tests. */
  private static final class Spike {
    private static final byte[] TRACE = trace("load-spike", Map.of());
  }

  static List<TraceMessage> messages(Path file) {
    var messages = new ArrayList<TraceMessage>();
    try (var trace = TraceFiles.open(file)) {
      trace.forEach(messages::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return messages;
  }

  static byte[] export(Path file, ExportFormat format, Selection selection) {
    var bytes = new ByteArrayOutputStream();
    try (var trace = TraceFiles.open(file)) {
      format.write(trace, selection, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static String text(Path file, ExportFormat format, Selection selection) {
    return new String(export(file, format, selection), StandardCharsets.UTF_8);
  }

  static String text(Path file, ExportFormat format) {
    return text(file, format, Selection.ALL);
  }

  static Selection mapping(long number) {
    return new Selection(OptionalLong.of(number), List.of(), List.of(), 0, Long.MAX_VALUE);
  }
}
