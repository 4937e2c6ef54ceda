package swiotlb.cli.measure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import swiotlb.figures.statistics.Interval;
import swiotlb.figures.statistics.StoppingRule.Decision;
import swiotlb.figures.statistics.Verdict;
import swiotlb.study.measure.Metric;
import swiotlb.study.measure.Outcome;
import swiotlb.study.measure.PublishedMeasuring;
import swiotlb.study.measure.PublishedTable;
import swiotlb.study.measure.RepeatedTest;
import swiotlb.study.measure.Replication;
import swiotlb.study.measure.Sample;

/** What was measured as JSON, as {@code measure.schema.json} says. */
final class MeasureJson {
  /** Of several the last counts: the least certain one. */
  private static final List<Decision> STOPPED =
      List.of(
          Decision.NOTHING_RANDOM,
          Decision.COMPLETE,
          Decision.NARROW,
          Decision.SPENT,
          Decision.GO_ON);

  private final Outcome outcome;
  private final Metric metric;

  private MeasureJson(Outcome outcome) {
    this.outcome = outcome;
    this.metric = outcome.plan().metric();
  }

  static ObjectNode of(Outcome outcome, String version) {
    return document(List.of(outcome), List.of(), version);
  }

  /** The published tests, of which at least one was done. */
  static ObjectNode ofPublished(PublishedMeasuring.Result result, String version) {
    var tests = result.tests();
    return document(tests.stream().map(RepeatedTest::outcome).toList(), tests, version)
        .put("interrupted", result.interrupted());
  }

  private static ObjectNode document(
      List<Outcome> outcomes, List<RepeatedTest> tests, String version) {
    var first = outcomes.get(0);
    var plan = first.plan();
    var root = JsonNodeFactory.instance.objectNode();
    root.put("version", version);
    root.put("metric", plan.metric().label());
    root.put("unit", plan.metric().unit());
    root.put("seed", plan.seed());
    root.put("replications", outcomes.stream().mapToInt(Outcome::replications).max().orElse(0));
    var least = outcomes.stream().map(Outcome::why).max(Comparator.comparing(STOPPED::indexOf));
    root.put("stopped", least.orElseThrow().name().toLowerCase(Locale.ROOT));
    root.put("precision", plan.rule().precision());
    root.put("budget", plan.rule().budget());
    root.put("confidence", plan.confidence());
    root.put("interrupted", first.interrupted());
    var configurations = root.putArray("configurations");
    var comparisons = root.putArray("comparisons");
    for (var outcome : outcomes) {
      var json = new MeasureJson(outcome);
      outcome.samples().forEach(s -> json.configuration(configurations.addObject(), s));
      json.comparisons(comparisons);
    }
    var cells = root.putArray("cells");
    for (var test : tests) {
      test.cells().forEach(cell -> cell(cells.addObject(), test, cell));
    }
    return root;
  }

  private static void cell(ObjectNode node, RepeatedTest test, RepeatedTest.Cell cell) {
    node.put("platform", test.test().platform());
    node.put("test", test.test().test());
    node.put("config", cell.kernel().label());
    var published = cell.published();
    var difference = published.flatMap(PublishedTable.Cell::difference);
    number(node, "published_var", published.map(p -> p.variation()).orElse(Double.NaN));
    number(node, "published_diff", difference.map(d -> d.difference()).orElse(Double.NaN));
    number(node, "simulated_var", cell.variation());
    number(node, "simulated_var_without_first_run", cell.variationLater());
    number(node, "simulated_diff", cell.difference());
    interval(node, "simulated_interval", cell.interval());
    number(node, "mechanism_diff", cell.mechanism().orElse(Double.NaN));
    number(node, "standard_error", difference.map(d -> d.standardError()).orElse(Double.NaN));
    number(node, "z", cell.z().orElse(Double.NaN));
    if (Double.isFinite(cell.memoryBytes())) {
      node.put("memory_bytes", Math.round(cell.memoryBytes()));
    } else {
      node.putNull("memory_bytes");
    }
  }

  private void configuration(ObjectNode node, Sample sample) {
    var configuration = sample.configuration();
    node.put("name", configuration.name());
    node.put("file", configuration.file().toString());
    var overrides = node.putObject("overrides");
    configuration.overrides().forEach(overrides::put);
    node.put("runs", configuration.scenario().runs());
    node.put("random", sample.isRandom());
    var moments = sample.moments(metric);
    number(node, "mean", moments.mean());
    number(node, "standard_deviation", moments.standardDeviation());
    interval(node, "interval", sample.interval(metric, outcome.plan().confidence()));
    var values = node.putArray("values");
    for (var value : sample.values(metric)) {
      number(values, value);
    }
    var means = node.putObject("means");
    for (var each : Metric.values()) {
      number(means, each.label(), sample.moments(each).mean());
    }
    var warmUps = node.putArray("warm_up");
    for (var replication : sample.replications()) {
      warmUps
          .addObject()
          .put("cut", replication.warmUp().cut())
          .put("state", replication.warmUp().state().name().toLowerCase(Locale.ROOT));
    }
    var failures = node.putObject("failures");
    sample.failures().forEach(failures::put);
    var bad = node.putArray("bad_replications");
    sample.replications().stream().filter(r -> !r.isGood()).forEach(r -> bad(bad.addObject(), r));
  }

  private static void bad(ObjectNode node, Replication replication) {
    node.put("replication", replication.number());
    node.put("seed", replication.seed());
    var broken = node.putArray("broken_invariants");
    replication.broken().forEach(broken::add);
    var failure = replication.failure();
    node.put("failure", failure == null ? null : failure.what());
  }

  private void comparisons(ArrayNode nodes) {
    for (var i = 0; i < outcome.comparisons().size(); i++) {
      var comparison = outcome.comparisons().get(i);
      var node = nodes.addObject();
      node.put("base", outcome.samples().get(0).configuration().name());
      node.put("other", outcome.samples().get(i + 1).configuration().name());
      node.put("pairs", comparison.pairs());
      node.put("finding", comparison.finding().name().toLowerCase(Locale.ROOT));
      node.put("verdict", Verdict.of(comparison, metric.direction()));
      number(node, "relative_difference", comparison.relativeDifference());
      interval(node, "interval", comparison.interval());
      number(node, "effect_size", comparison.effectSize());
      number(node, "p_value", comparison.pValue());
    }
  }

  private static void interval(ObjectNode node, String key, Optional<Interval> interval) {
    if (interval.isEmpty()) {
      node.putNull(key);
      return;
    }
    var i = interval.get();
    node.putObject(key)
        .put("low", i.low())
        .put("high", i.high())
        .put("confidence", i.confidence())
        .put("method", i.method().name().toLowerCase(Locale.ROOT));
  }

  private static void number(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }

  private static void number(ArrayNode node, double value) {
    if (Double.isFinite(value)) {
      node.add(value);
    } else {
      node.addNull();
    }
  }
}
