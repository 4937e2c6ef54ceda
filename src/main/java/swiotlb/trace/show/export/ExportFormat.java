package swiotlb.trace.show.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Locale;
import java.util.function.Predicate;
import swiotlb.trace.life.Interval;
import swiotlb.trace.life.Intervals;
import swiotlb.trace.store.TraceHeader;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.TraceReader;

/** Formats of other programs that a trace can be written in. */
public enum ExportFormat {
  /** Timeline: protobuf packets of track events. */
  PERFETTO {
    @Override
    TraceExport to(OutputStream out, TraceHeader header) {
      return new TimelineExport(new PerfettoTimeline(out), header);
    }
  },
  /** Timeline: JSON of trace events. */
  CHROME {
    @Override
    TraceExport to(OutputStream out, TraceHeader header) throws IOException {
      return new TimelineExport(new ChromeTimeline(out), header);
    }
  },
  /** Happened-before: a log with vector clocks. */
  SHIVIZ {
    @Override
    TraceExport to(OutputStream out, TraceHeader header) {
      return new ShivizExport(out);
    }
  },
  /** Spans: OpenTelemetry's OTLP as JSON lines. */
  OTLP_JSON {
    @Override
    TraceExport to(OutputStream out, TraceHeader header) {
      return new OtlpExport(out, header);
    }
  },
  /** A table with a row for each message. */
  CSV {
    @Override
    TraceExport to(OutputStream out, TraceHeader header) throws IOException {
      return new CsvExport(out);
    }
  };

  abstract TraceExport to(OutputStream out, TraceHeader header) throws IOException;

  /** Whether it is no text. */
  public boolean isBinary() {
    return this == PERFETTO;
  }

  /** As it is written on a command line: {@code otlp-json}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Writes a trace in this format. The stream is flushed, not closed. Memory is bounded by what is
   * live at a time, not by the length of the trace; {@link #OTLP_JSON} also remembers millions of
   * causes, and {@link #SHIVIZ} refuses more than it can show.
   *
   * @param selection which messages are written
   * @return how many were
   * @throws swiotlb.input.InputException if the trace cannot be read, or is too large for the
   *     format
   */
  public long write(TraceReader trace, Predicate<TraceMessage> selection, OutputStream out)
      throws IOException {
    var export = to(out, trace.header());
    var told = new ArrayList<Interval>();
    var intervals = new Intervals(trace.header().isVirtual(), told::add);
    var writesIntervals = export.writesIntervals();
    var written = 0L;
    for (var message = trace.next(); message != null; message = trace.next()) {
      if (writesIntervals) {
        intervals.read(message); // all of them: what was not selected may begin an interval
      }
      if (selection.test(message)) {
        export.write(message, told);
        written++;
      } else {
        export.passOver(message);
      }
      told.clear();
    }
    export.finish();
    out.flush();
    return written;
  }
}
