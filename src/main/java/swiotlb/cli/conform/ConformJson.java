package swiotlb.cli.conform;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import swiotlb.study.conform.against.Difference;
import swiotlb.study.conform.against.Findings.Found;
import swiotlb.study.conform.against.Judgement;
import swiotlb.study.conform.against.Reading;
import swiotlb.study.conform.against.Rule;
import swiotlb.study.conform.against.SmallCase;

/** What {@code conform} found as JSON, as {@code conform.schema.json} says. */
final class ConformJson {
  private ConformJson() {}

  static ObjectNode of(Conformed conformed, @Nullable Path written, String version) {
    var findings = conformed.findings();
    var root = JsonNodeFactory.instance.objectNode();
    root.put("version", version);
    root.put(
        "against", conformed.reference() == null ? "simulator" : conformed.reference().toString());
    root.put("alike", conformed.isAlike());
    root.put("operations", findings.operations());
    root.put("differences", findings.differences());
    root.put("not_compared", findings.notJudged());
    root.put("not_compared_of_other", findings.notJudgedOfOther());
    var traces = root.putArray("traces");
    findings.judgements().forEach(judgement -> trace(traces.addObject(), judgement));
    var rules = root.putArray("rules");
    for (var entry : findings.byRule().entrySet()) {
      var rule = entry.getKey();
      var node = rules.addObject();
      node.put("rule", rule.word());
      node.put("section", rule.section());
      node.put("title", rule.title());
      var sayings = node.putArray("sayings");
      findings
          .sayings(rule)
          .forEach((saying, count) -> sayings.addObject().put("text", saying).put("count", count));
      var differences = node.putArray("differences");
      entry.getValue().forEach(found -> difference(differences.addObject(), found));
      small(node, conformed.cases().get(rule), written);
    }
    var unpaired = root.putArray("unpaired");
    conformed.unpaired().forEach(trace -> unpaired.add(trace.file().toString()));
    var passedOver = root.putArray("not_read");
    conformed.passedOver().forEach(file -> passedOver.add(file.toString()));
    return root;
  }

  private static void trace(ObjectNode node, Judgement judgement) {
    node.put("file", judgement.trace().file().toString());
    node.put("name", judgement.trace().header().name());
    node.put("operations", judgement.operations());
    node.put("equal", judgement.equal());
    node.put("differences", judgement.differences().size());
    node.put("carried", judgement.carried());
    node.put("not_compared", judgement.notJudged());
    node.put("not_compared_of_other", judgement.notJudgedOfOther());
    node.put("why_not", judgement.unfollowed());
    var remarks = node.putArray("remarks");
    judgement.trace().remarks().forEach(remarks::add);
  }

  private static void difference(ObjectNode node, Found found) {
    Difference difference = found.difference();
    node.put("file", found.in().trace().file().toString());
    node.put("line", difference.line());
    node.put("operation", difference.operation());
    node.put("recorded", difference.recorded());
    node.put("other", difference.got());
    node.put("sentence", difference.reading().saying());
    also(node.putArray("also"), difference);
  }

  private static void also(ArrayNode also, Difference difference) {
    for (Reading reading : difference.readings().subList(1, difference.readings().size())) {
      Rule rule = reading.rule();
      also.addObject().put("rule", rule.word()).put("sentence", reading.saying());
    }
  }

  private static void small(ObjectNode node, @Nullable SmallCase small, @Nullable Path written) {
    if (small == null) {
      node.putNull("smallest");
      return;
    }
    var of = node.putObject("smallest");
    of.put("from", small.of().file().toString());
    of.put("line", small.difference().line());
    of.put("operations", small.kept().size());
    of.put("differing_before", small.earlier());
    of.put("tried_out", small.isTriedOut());
    of.put("file", written == null ? null : written.resolve(small.fileName()).toString());
  }
}
