package swiotlb.workload.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.Arch;

/**
 * A device tree source: memory, CPUs, the command line, and regions of memory that are set aside,
 * restricted pools among them.
 */
final class DeviceTree implements Format {
  /** What it is called. */
  static final String NAME = "a device tree source (dtc -O dts)";

  private static final Pattern BEGINNING = Pattern.compile("\\s*/dts-v1/");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean recognises(MachineText text) {
    return text.hasLine(BEGINNING);
  }

  @Override
  public List<Fact> read(MachineText text) {
    var root = TreeSource.read(text);
    var facts = new ArrayList<Fact>();
    memory(text, root, facts);
    cpus(text, root, facts);
    root.children()
        .filter(node -> node.name().equals("chosen") && node.has("bootargs"))
        .forEach(node -> facts.add(new Fact.CommandLine(node.string("bootargs"))));
    root.children()
        .filter(node -> node.name().equals("reserved-memory"))
        .forEach(
            reserved -> reserved.children().forEach(r -> region(text, root, reserved, r, facts)));
    return facts;
  }

  private static void memory(MachineText text, TreeNode root, List<Fact> facts) {
    var low = 0L;
    var high = 0L;
    for (var node :
        root.children().filter(n -> n.string("device_type").equals("memory")).toList()) {
      for (var range : ranges(text, root, node)) {
        var end = range.start() + range.bytes();
        var above = Math.max(0, end - Math.max(range.start(), Zone.HIGH_MEMORY_START));
        high += above;
        low += range.bytes() - above;
      }
    }
    if (low + high > 0) {
      facts.add(new Fact.Memory(low + high, Fact.Exactness.ALL));
      facts.add(new Fact.Layout(low, high));
    }
  }

  private static void cpus(MachineText text, TreeNode root, List<Fact> facts) {
    var cpus =
        root.children()
            .filter(node -> node.name().equals("cpus"))
            .flatMap(TreeNode::children)
            .filter(node -> node.string("device_type").equals("cpu"))
            .toList();
    if (cpus.isEmpty()) {
      return;
    }
    facts.add(new Fact.Cpus(text.cpus(0, "the number of CPU nodes", cpus.size()), false));
    var first = cpus.get(0);
    Stream.concat(Stream.of(first.name()), names(first).stream())
        .flatMap(name -> ForeignMachines.ofCpu(name).stream())
        .findFirst()
        .map(foreign -> foreign.at(0))
        .ifPresent(facts::add);
    arch(first).map(Fact.Architecture::new).ifPresent(facts::add);
  }

  private static List<String> names(TreeNode cpu) {
    return cpu.property("compatible").stream().flatMap(p -> p.strings().stream()).toList();
  }

  private static Optional<Arch> arch(TreeNode cpu) {
    if (cpu.has("riscv,isa") || cpu.has("riscv,isa-base")) {
      return Optional.of(Arch.RISCV64);
    }
    return names(cpu).stream()
            .anyMatch(name -> name.startsWith("arm,") || name.startsWith("apple,"))
        ? Optional.of(Arch.ARM64)
        : Optional.empty();
  }

  private static void region(
      MachineText text, TreeNode root, TreeNode reserved, TreeNode region, List<Fact> facts) {
    var isRestricted = region.isCompatible("restricted-dma-pool");
    var isContiguous = region.isCompatible("shared-dma-pool") && region.has("reusable");
    if (!isRestricted && !isContiguous) {
      return;
    }
    var ranges = ranges(text, reserved, region);
    var name = MachineText.shown(region.name());
    var start = ranges.stream().findFirst().map(Range::start);
    var bytes =
        ranges.isEmpty()
            ? number(region, "size", reserved.sizeCells())
            : Optional.of(ranges.get(0).bytes());
    if (bytes.isEmpty()) {
      throw text.wrong("region %s has neither reg nor size; write one".formatted(name));
    }
    text.memory(0, "region " + name, bytes.get(), 1);
    if (isContiguous) {
      facts.add(new Fact.Contiguous(name, bytes.get()));
      return;
    }
    if (bytes.get() % Slots.SLOT_BYTES != 0 || start.orElse(0L) % Slots.PAGE_BYTES != 0) {
      throw text.wrong(
          "region %s does not lie on pages, or is no multiple of 2 KiB; no pool is made of it"
              .formatted(name));
    }
    facts.add(
        new Fact.Restricted(name, start, bytes.get(), users(root, region), region.has("no-map")));
  }

  /** Names of nodes whose memory-region names it, by label or by handle. */
  private static List<String> users(TreeNode root, TreeNode region) {
    return root.all()
        .filter(
            node ->
                node.property("memory-region").stream()
                    .flatMap(p -> p.cells().stream())
                    .anyMatch(cell -> isOf(cell, region)))
        .map(node -> MachineText.shown(node.name()))
        .collect(Collectors.toList());
  }

  private static boolean isOf(TreeNode.Cell cell, TreeNode region) {
    return cell.reference().isEmpty()
        ? region.handle().filter(handle -> handle == cell.number()).isPresent()
        : region.labels().contains(cell.reference());
  }

  /** A range of memory; bytes. */
  private record Range(long start, long bytes) {}

  private static List<Range> ranges(MachineText text, TreeNode parent, TreeNode node) {
    var cells = node.property("reg").map(TreeNode.Property::cells).orElse(List.of());
    var each = parent.addressCells() + parent.sizeCells();
    if (cells.isEmpty()) {
      return List.of();
    }
    if (each == 0 || cells.size() % each != 0) {
      throw text.wrong(
          "reg of %s has %d cells, not a multiple of %d"
              .formatted(MachineText.shown(node.name()), cells.size(), each));
    }
    var ranges = new ArrayList<Range>();
    for (var i = 0; i < cells.size(); i += each) {
      var start = number(cells, i, parent.addressCells());
      var bytes = number(cells, i + parent.addressCells(), parent.sizeCells());
      if (bytes > 0) {
        text.memory(0, "reg of " + MachineText.shown(node.name()), start + bytes, 1);
        ranges.add(new Range(start, bytes));
      }
    }
    return ranges;
  }

  private static Optional<Long> number(TreeNode node, String property, int cells) {
    return node.property(property)
        .filter(p -> p.cells().size() == cells)
        .map(p -> number(p.cells(), 0, cells));
  }

  /** Most significant cell first. */
  private static long number(List<TreeNode.Cell> cells, int from, int count) {
    var number = 0L;
    for (var cell : cells.subList(from, from + count)) {
      number = number << Integer.SIZE | Integer.toUnsignedLong((int) cell.number());
    }
    return number;
  }
}
