package swiotlb.workload.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A node of a device tree. Not thread-safe. */
final class TreeNode {
  private static final int DEFAULT_ADDRESS_CELLS = 2;
  private static final int DEFAULT_SIZE_CELLS = 1;

  private final String name;
  private final Map<String, Property> properties = new LinkedHashMap<>();
  private final Map<String, TreeNode> children = new LinkedHashMap<>();
  private final List<String> labels = new ArrayList<>();

  /**
   * What a property has.
   *
   * @param strings in its order
   * @param cells numbers of 32 bits, or labels, in its order
   */
  record Property(List<String> strings, List<Cell> cells) {
    Property {
      strings = List.copyOf(strings);
      cells = List.copyOf(cells);
    }
  }

  /**
   * A cell.
   *
   * @param reference the label of a node whose handle it is; empty if it is a number
   */
  record Cell(long number, String reference) {}

  TreeNode(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Labels that lead to it. */
  List<String> labels() {
    return labels;
  }

  /** The child of a name, which is made if it is not there. */
  TreeNode child(String of) {
    return children.computeIfAbsent(of, TreeNode::new);
  }

  /** Its children, in their order. */
  Stream<TreeNode> children() {
    return children.values().stream();
  }

  /** Itself and all nodes below. */
  Stream<TreeNode> all() {
    return Stream.concat(Stream.of(this), children().flatMap(TreeNode::all));
  }

  void put(String property, Property value) {
    properties.put(property, value);
  }

  void remove(String property) {
    properties.remove(property);
  }

  boolean has(String property) {
    return properties.containsKey(property);
  }

  Optional<Property> property(String of) {
    return Optional.ofNullable(properties.get(of));
  }

  /** The first string of a property; empty if there is none. */
  String string(String property) {
    return property(property).flatMap(p -> p.strings().stream().findFirst()).orElse("");
  }

  boolean isCompatible(String with) {
    return property("compatible").stream().anyMatch(p -> p.strings().contains(with));
  }

  /** The handle by which compiled trees name it. */
  Optional<Long> handle() {
    return property("phandle").flatMap(p -> p.cells().stream().findFirst()).map(Cell::number);
  }

  int addressCells() {
    return cells("#address-cells", DEFAULT_ADDRESS_CELLS);
  }

  int sizeCells() {
    return cells("#size-cells", DEFAULT_SIZE_CELLS);
  }

  private int cells(String property, int otherwise) {
    return property(property)
        .flatMap(p -> p.cells().stream().findFirst())
        .map(cell -> (int) Math.max(0, Math.min(2, cell.number())))
        .orElse(otherwise);
  }
}
