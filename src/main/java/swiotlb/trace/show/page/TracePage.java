package swiotlb.trace.show.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;
import swiotlb.trace.life.Interval;
import swiotlb.trace.life.Intervals;
import swiotlb.trace.life.Life;
import swiotlb.trace.store.Selection;
import swiotlb.trace.store.TraceHeader;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.TraceReader;

/**
 * The messages of a trace as a page. Memory is bounded by how many messages it may hold, plus a few
 * bytes for each change of used slots and each mapping. The same trace and selection give the same
 * bytes. Not thread-safe.
 */
public final class TracePage {
  /** Begins every page, by which a page can be told from other files. */
  public static final String BEGIN = PageText.BEGIN;

  private final String title;
  private final Selection selection;
  private final int limit;
  private final Explainer explainer;
  private final MessageColumns columns = new MessageColumns();
  private final Usage usage = new Usage();
  private final NavigableMap<Long, List<TraceMessage>> ofMapping = new TreeMap<>();

  /** Mappings of which the page does not hold every message, among them those it may yet show. */
  private final LongHashSet cut = new LongHashSet();

  private boolean isShown;
  private long lastNs;

  /**
   * What came of a trace.
   *
   * @param messages that the page holds
   * @param selected messages of the trace that were to be shown
   * @param mappings that the messages of the page are about
   * @param lastNs when the last message of the page came, nanoseconds from the start
   * @param flaw what is wrong with the end of the trace, or null
   */
  public record Summary(
      int messages, long selected, int mappings, long lastNs, @Nullable String flaw) {
    /** Messages that were to be shown and are not. */
    public long leftOut() {
      return selected - messages;
    }
  }

  /**
   * A page without messages.
   *
   * @param title by which it calls the trace, such as the name of the file
   * @param selection which messages it shows
   * @param limit how many messages it holds at most: the first of them
   */
  public TracePage(String title, Selection selection, int limit, Explainer explainer) {
    this.title = title;
    this.selection = selection;
    this.limit = limit;
    this.explainer = explainer;
  }

  /**
   * Reads a trace to its end and writes the page, unless nothing was to be shown.
   *
   * @throws IOException if one cannot be read or the other not written
   */
  public Summary write(TraceReader trace, OutputStream to) throws IOException {
    var intervals = new Intervals(trace.header().isVirtual(), this::show);
    long selected = 0;
    for (var message = trace.next(); message != null; message = trace.next()) {
      isShown = selection.test(message) && ++selected <= limit;
      if (isShown) {
        show(message);
      } else if (message.mapping() >= 0
          && (selected < limit || ofMapping.containsKey(message.mapping()))) {
        cut.add(message.mapping());
      }
      if (selected <= limit) {
        intervals.read(message);
        if (trace.header().selection().isEmpty()) {
          usage.read(message);
        }
      }
    }
    var flaw = trace.flaw().orElse(null);
    var summary = new Summary(columns.count(), selected, ofMapping.size(), lastNs, flaw);
    if (selected == 0) {
      return summary;
    }
    var pack = new Pack();
    describe(pack.head(), trace.header(), summary);
    columns.writeTo(pack);
    usage.writeTo(pack);
    tellLives(pack, trace.header().isWhole());
    PageText.write(pack, to);
    return summary;
  }

  private void show(Interval interval) {
    if (isShown) {
      columns.add(interval);
    }
  }

  private void show(TraceMessage message) {
    columns.add(message);
    lastNs = Math.max(lastNs, message.timeNs());
    if (message.mapping() >= 0) {
      ofMapping
          .computeIfAbsent(message.mapping(), mapping -> new ArrayList<>())
          .add(message.unparsed());
    }
  }

  private void describe(ObjectNode head, TraceHeader header, Summary summary) {
    head.put("title", title);
    head.put("format", header.version());
    head.put("scenario", header.scenario().orElse(null));
    header.seed().ifPresent(seed -> head.put("seed", Long.toString(seed)));
    head.put("isVirtual", header.isVirtual());
    head.put("recorded", header.selection().orElse(null));
    head.put("selection", selection.toString());
    head.put("selected", summary.selected());
    head.put("flaw", summary.flaw());
  }

  /**
   * What belongs to each mapping, and what became of it. A mapping that the page holds in part is
   * not explained: what the page does not hold would be told as if it had not happened.
   */
  private void tellLives(Pack pack, boolean isWhole) {
    var asides = new Column();
    var inPart = new Column();
    var explanations = new Explanations();
    for (var next = ofMapping.pollFirstEntry(); next != null; next = ofMapping.pollFirstEntry()) {
      var life = Life.of(next.getKey(), next.getValue());
      life.asides().forEach(message -> asides.add(message.id()));
      if (cut.contains(life.mapping())) {
        inPart.add(life.mapping());
      } else {
        explanations.add(life.mapping(), explainer.explain(life, isWhole));
      }
    }
    pack.add("asides", asides);
    pack.add("cut", inPart);
    explanations.writeTo(pack);
  }
}
