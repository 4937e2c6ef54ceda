package swiotlb.cli.explain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import swiotlb.study.explain.Cause;
import swiotlb.study.explain.Explained;
import swiotlb.study.explain.Explanation;
import swiotlb.study.explain.Fact;
import swiotlb.study.explain.LogLine;
import swiotlb.study.explain.Verdict;

/** What lines mean as JSON, as {@code explain.schema.json} says. */
final class ExplainJson {
  private ExplainJson() {}

  static ObjectNode of(Explained explained, Verdict verdict, String version) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("version", version);
    root.put("answer", verdict.sentence());
    root.put("paste", verdict.paste());
    var lines = root.putArray("lines");
    explained.lines().forEach(line -> line(lines.addObject(), line));
    var facts = root.putArray("facts");
    explained.facts().forEach(fact -> fact(facts.addObject(), fact));
    var counts = root.putObject("counts");
    counts.put("lines", explained.counts().lines());
    counts.put("passed_over", explained.counts().passedOver());
    counts.put("suppressed", explained.counts().suppressed());
    counts.put("not_explained", explained.counts().beyond());
    var remarks = root.putArray("remarks");
    explained.remarks().forEach(remarks::add);
    return root;
  }

  private static void line(ObjectNode node, Explanation of) {
    head(node, of.line(), of.device());
    node.put("cause", of.cause().word());
    var also = node.putArray("also");
    of.also().stream().map(Cause::word).forEach(also::add);
    node.put("sure", of.sure().word());
    node.put("evidence", of.evidence());
    node.put("fix", of.advice().fix().word());
    node.put("remedy", of.advice().remedy());
    node.put("paste", of.advice().paste());
  }

  private static void fact(ObjectNode node, Fact of) {
    head(node, of.line(), of.device());
    node.put("says", of.says());
  }

  /** A time since boot is a number, in seconds; one of a clock a text; none is null. */
  private static void head(ObjectNode node, LogLine line, String device) {
    node.put("number", line.number());
    node.put("line", line.text());
    if (!Double.isNaN(line.bootSeconds())) {
      node.put("time", line.bootSeconds());
    } else if (line.time().isEmpty()) {
      node.putNull("time");
    } else {
      node.put("time", line.time());
    }
    node.put("device", device);
  }
}
