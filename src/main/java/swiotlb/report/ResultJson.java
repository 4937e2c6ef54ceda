package swiotlb.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import swiotlb.figures.Ending;
import swiotlb.figures.Measured;

/**
 * Results as JSON, as {@code result.schema.json} beside this class says. They are written run by
 * run, and nothing is kept.
 */
public final class ResultJson {
  private final OutputStream out;
  private final JsonGenerator json;

  /**
   * Begins a document.
   *
   * @param out left open
   * @param origin what the results came of
   */
  public ResultJson(OutputStream out, Head head, Origin origin) {
    this.out = out;
    try {
      json = new ObjectMapper().writerWithDefaultPrettyPrinter().createGenerator(out);
      json.writeStartObject();
      json.writeStringField("scenario", head.name());
      json.writeNumberField("seed", head.seed());
      json.writeStringField("mode", head.mode());
      json.writeStringField("version", origin.version());
      json.writeStringField("kernel", origin.kernel());
      json.writeFieldName("boot_log");
      FigureJson.write(json, origin.bootLog());
      json.writeFieldName("overrides");
      FigureJson.write(json, origin.overrides());
      write(origin.settings());
      json.writeBooleanField("depends_on_timing", !head.isVirtual());
      json.writeArrayFieldStart("runs");
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** The figures of one more run. */
  public void add(Measured run) {
    try {
      FigureJson.write(json, run);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** How it ended, and a line break; no more can be written. */
  public void end(Ending ending) {
    try {
      json.writeEndArray();
      json.writeBooleanField("interrupted", ending.interrupted());
      json.writeArrayFieldStart("broken_invariants");
      for (var broken : ending.broken()) {
        json.writeString(broken);
      }
      json.writeEndArray();
      var failure = ending.failure();
      if (failure == null) {
        json.writeNullField("failure");
      } else {
        json.writeObjectFieldStart("failure");
        json.writeStringField("actor", failure.actor());
        json.writeNumberField("time_ns", failure.timeNs());
        json.writeStringField("message", failure.message());
        json.writeStringField("what", failure.what());
        json.writeEndObject();
      }
      json.writeEndObject();
      json.flush();
      out.write('\n');
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void write(List<Origin.Setting> settings) throws IOException {
    json.writeObjectFieldStart("settings");
    for (var setting : settings) {
      json.writeObjectFieldStart(setting.path());
      json.writeStringField("value", setting.value());
      json.writeStringField("origin", setting.from());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static UncheckedIOException unwritable(IOException e) {
    return new UncheckedIOException("the results cannot be written", e);
  }
}
