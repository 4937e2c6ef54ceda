package swiotlb.workload.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import swiotlb.kernel.text.MemoryEncryption;

/** A configuration of Kata Containers: the guest of a pod as it is before anything is added. */
final class KataConfiguration implements Format {
  private static final Pattern BEGINNING = Pattern.compile("\\s*\\[hypervisor\\.");
  private static final TomlMapper TOML = new TomlMapper();
  private static final String CONFIDENTIAL = "confidential_guest";
  private static final String CPUS = "default_vcpus";
  private static final String MOST_CPUS = "default_maxvcpus";
  private static final String MEMORY = "default_memory";

  /** What a file is called tells which kind of guest is confidential. */
  private static final Map<String, MemoryEncryption> NAMES =
      Map.of(
          "snp", MemoryEncryption.SNP,
          "tdx", MemoryEncryption.TDX,
          "sev", MemoryEncryption.SEV,
          "se", MemoryEncryption.SE,
          "cca", MemoryEncryption.CCA);

  @Override
  public String name() {
    return "a configuration of Kata Containers (TOML)";
  }

  @Override
  public boolean recognises(MachineText text) {
    return text.hasLine(BEGINNING);
  }

  @Override
  public List<Fact> read(MachineText text) {
    var hypervisors = parse(text).path("hypervisor");
    if (hypervisors.size() != 1) {
      throw text.wrong(
          "has %d sections [hypervisor.NAME]; it can have one".formatted(hypervisors.size()));
    }
    var guest = hypervisors.elements().next();
    var facts = new ArrayList<Fact>();
    var isConfidential = guest.path(CONFIDENTIAL).asBoolean(false);
    memory(text, guest, facts);
    cpus(text, guest, isConfidential, facts);
    var parameters = guest.path("kernel_params");
    if (parameters.isTextual()) {
      facts.add(new Fact.CommandLine(parameters.textValue()));
      facts.add(
          new Fact.Remark(
              "Kata adds parameters of its own to kernel_params, which are not known here"));
    }
    if (isConfidential) {
      encryption(text, guest)
          .map(Fact.Encrypted::new)
          .ifPresentOrElse(
              facts::add,
              () ->
                  facts.add(
                      new Fact.Remark(
                          "confidential_guest is on, and Kata finds out on the host what it has; taken as not encrypted unless --encrypted says more")));
    }
    return facts;
  }

  private static void memory(MachineText text, JsonNode guest, List<Fact> facts) {
    number(text, guest, MEMORY)
        .filter(mib -> mib > 0)
        .ifPresentOrElse(
            mib ->
                facts.add(
                    new Fact.Memory(text.memory(0, MEMORY, mib, 1 << 20), Fact.Exactness.ALL)),
            () ->
                facts.add(
                    new Fact.Remark(
                        MEMORY + " is not written, and was chosen when Kata was built")));
    facts.add(
        new Fact.Remark(
            "a pod whose containers name limits gets them on top of %s and %s: with static_sandbox_resource_mgmt at boot, else later"
                .formatted(MEMORY, CPUS)));
  }

  /** Possible CPUs are all that may be added later; a confidential guest gets none later. */
  private static void cpus(
      MachineText text, JsonNode guest, boolean isConfidential, List<Fact> facts) {
    var cpus = number(text, guest, CPUS).orElse(0L);
    var most = number(text, guest, MOST_CPUS).orElse(0L);
    if (!isConfidential && most > 0) {
      facts.add(new Fact.Cpus(text.cpus(0, MOST_CPUS, most), false));
    } else if (cpus > 0) {
      facts.add(new Fact.Cpus(text.cpus(0, CPUS, cpus), false));
      if (!isConfidential) {
        facts.add(
            new Fact.Remark(
                "%s is not written or 0: as many CPUs as the host has are possible, and areas go by them; taken is %s, and --cpus says more"
                    .formatted(MOST_CPUS, CPUS)));
      }
    } else {
      facts.add(
          new Fact.Remark(
              "%s is %d, which Kata replaces by a number of its own or by all CPUs of the host"
                  .formatted(CPUS, cpus)));
    }
  }

  private static Optional<MemoryEncryption> encryption(MachineText text, JsonNode guest) {
    if (guest.path("sev_snp_guest").asBoolean(false)) {
      return Optional.of(MemoryEncryption.SNP);
    }
    for (var word : text.name().split("[-._]", -1)) {
      var named = NAMES.get(word);
      if (named != null) {
        return Optional.of(named);
      }
    }
    return guest.path("tdx_quote_generation_service_socket_port").isNumber()
        ? Optional.of(MemoryEncryption.TDX)
        : Optional.empty();
  }

  private static Optional<Long> number(MachineText text, JsonNode guest, String key) {
    var value = guest.path(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    // Parts of a CPU are rounded up.
    if (!value.isNumber() || Math.abs(value.doubleValue()) > 1e12) {
      throw text.wrong(
          "%s is %s, not a number".formatted(key, MachineText.shown(value.toString())));
    }
    return Optional.of((long) Math.ceil(value.doubleValue()));
  }

  private static JsonNode parse(MachineText text) {
    try {
      return TOML.readTree(text.text());
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw text.wrong(
          at == null ? 1 : Math.max(1, at.getLineNr()),
          "is no whole TOML: %s; a template with @NAMES@ is made whole when Kata is built"
              .formatted(MachineText.shown(e.getOriginalMessage())));
    }
  }
}
