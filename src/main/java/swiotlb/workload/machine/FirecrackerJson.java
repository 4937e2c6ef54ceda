package swiotlb.workload.machine;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** The configuration of a microVM of Firecracker. */
final class FirecrackerJson implements Format {
  private static final String MACHINE = "machine-config";
  private static final String SOURCE = "boot-source";
  private static final String CPUS = "vcpu_count";
  private static final String MEMORY = "mem_size_mib";
  private static final String ARGUMENTS = "boot_args";
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  @Override
  public String name() {
    return "a configuration of Firecracker (JSON)";
  }

  @Override
  public boolean recognises(MachineText text) {
    return text.text().stripLeading().startsWith("{") && text.text().contains('"' + MACHINE + '"');
  }

  @Override
  public List<Fact> read(MachineText text) {
    var root = parse(text);
    var machine = root.path(MACHINE);
    var facts = new ArrayList<Fact>();
    var mib = number(text, machine, MEMORY);
    facts.add(new Fact.Memory(text.memory(0, MEMORY, mib, 1 << 20), Fact.Exactness.ALL));
    var cpus = text.cpus(0, CPUS, number(text, machine, CPUS));
    facts.add(new Fact.Cpus(cpus, false));
    var arguments = root.path(SOURCE).path(ARGUMENTS);
    if (arguments.isTextual()) {
      facts.add(new Fact.CommandLine(arguments.textValue()));
    } else if (!arguments.isMissingNode() && !arguments.isNull()) {
      throw text.wrong(ARGUMENTS + " is no text; write the kernel's command line in quotes");
    }
    return facts;
  }

  private static long number(MachineText text, JsonNode machine, String key) {
    var value = machine.path(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw text.wrong(
          "%s.%s is %s, not a whole number"
              .formatted(
                  MACHINE,
                  key,
                  value.isMissingNode() ? "not there" : MachineText.shown(value.toString())));
    }
    return value.longValue();
  }

  private static JsonNode parse(MachineText text) {
    try {
      return JSON.readTree(text.text());
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw text.wrong(
          at == null ? 1 : Math.max(1, at.getLineNr()),
          "is no whole JSON: %s; copy it again"
              .formatted(MachineText.shown(e.getOriginalMessage())));
    }
  }
}
