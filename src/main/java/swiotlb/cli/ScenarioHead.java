package swiotlb.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import swiotlb.cli.shared.Remedies;
import swiotlb.input.Text;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.kernel.text.Arch;
import swiotlb.report.Head;
import swiotlb.report.Quantities;
import swiotlb.scenario.Scenario;

/** What reports say of a scenario: its name, its machine, what its costs are. */
final class ScenarioHead {
  /** A command line is often pasted with its line end. */
  private static final Pattern WHITE = Pattern.compile("\\s+");

  private ScenarioHead() {}

  static Head of(Scenario scenario) {
    return new Head(
        scenario.name(),
        scenario.seed(),
        isVirtual(scenario),
        scenario.plannedRequests() > 0,
        scenario.pages().ageing().isPresent(),
        scenario.units().slotBytes(),
        lines(scenario),
        Remedies.of(scenario));
  }

  private static boolean isVirtual(Scenario scenario) {
    return scenario.mode() == Scenario.Mode.VIRTUAL;
  }

  private static List<String> lines(Scenario scenario) {
    var lines = new ArrayList<String>();
    var about = String.join(" ", scenario.about().lines().map(String::strip).toList());
    lines.add(Text.onOneLine(scenario.name() + (about.isBlank() ? "" : ": " + about)));
    lines.add(machine(scenario));
    if (!scenario.units().isUsual()) {
      lines.add(rebuilt(scenario.units()));
    }
    if (isVirtual(scenario)) {
      lines.add("costs: " + scenario.platform().about() + ofAnotherMachine(scenario));
    }
    scenario.unlikeKernel().forEach(design -> lines.add("unlike the kernel: " + design));
    if (scenario.encryption().encrypted()) {
      lines.add("memory is encrypted: " + scenario.encryption().about());
    }
    scenario
        .pages()
        .understood()
        .ifPresent(
            snapshot -> {
              lines.add(
                  snapshot.isBlank()
                      ? "free, as pasted: nothing of which pools are made"
                      : "free, as pasted:");
              snapshot.lines().forEach(line -> lines.add("  " + line));
            });
    return lines;
  }

  /** People compare with what they know. */
  private static String rebuilt(SlotUnits units) {
    return formatted(
        "the kernel is rebuilt with slots of %s in sets of %d: largest mapping %s (published: %s)",
        Quantities.bytes(units.slotBytes()),
        units.setSlots(),
        Quantities.bytes(units.maxMappingBytes()),
        Quantities.bytes(SlotUnits.DEFAULT.maxMappingBytes()));
  }

  /** Costs were found on x86-64 alone. */
  private static String ofAnotherMachine(Scenario scenario) {
    return scenario.arch() == Arch.X86_64
        ? ""
        : "; for this machine, %s, none were measured".formatted(scenario.arch().label());
  }

  private static String machine(Scenario scenario) {
    var pool =
        scenario.defaultPoolBytes() == 0
            ? "no default pool"
            : formatted(
                "default pool %s in %s at 0x%x",
                Quantities.bytes(scenario.defaultPoolBytes()),
                Quantities.count(scenario.defaultPoolAreas(), "area"),
                scenario.defaultPoolStart());
    var kernel =
        scenario.kernel().text().isBlank()
            ? ""
            : ", booted with " + WHITE.matcher(scenario.kernel().text().strip()).replaceAll(" ");
    return formatted(
        "%s, %s of memory%s: %s",
        Quantities.count(scenario.cpus(), "CPU"),
        Quantities.bytes(scenario.memoryBytes()),
        kernel,
        pool);
  }

  private static String formatted(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
