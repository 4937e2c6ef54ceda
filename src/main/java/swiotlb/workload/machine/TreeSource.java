package swiotlb.workload.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a device tree source as {@code dtc -O dts} prints it. */
final class TreeSource {
  private static final int MOST_DEPTH = 64;

  private final SourceTokens tokens;
  private final TreeNode root = new TreeNode("/");
  private final Map<String, TreeNode> labelled = new HashMap<>();
  private int depth;

  private TreeSource(MachineText text) {
    this.tokens = new SourceTokens(text);
  }

  /** The root of a source; a broken one is refused with its line. */
  static TreeNode read(MachineText text) {
    var source = new TreeSource(text);
    source.all();
    return source.root;
  }

  private void all() {
    tokens.expect("/dts-v1/");
    tokens.expect(";");
    while (!tokens.peek().isEmpty()) {
      var word = tokens.take();
      if (word.equals("/memreserve/")) {
        tokens.take();
        tokens.take();
        tokens.expect(";");
      } else if (word.equals("/")) {
        node(root);
      } else if (word.startsWith("&")) {
        var node = labelled.get(word.substring(1));
        if (node == null) {
          throw tokens.wrong(MachineText.shown(word) + " is a label that no node has");
        }
        node(node);
      } else if (word.startsWith("#") || word.equals("/include/")) {
        throw tokens.wrong("an include is not followed: compile it first");
      } else {
        throw tokens.wrong(MachineText.shown(word) + " stands where a node should");
      }
    }
  }

  private void node(TreeNode node) {
    if (++depth > MOST_DEPTH) {
      throw tokens.wrong("nodes are nested too deeply");
    }
    tokens.expect("{");
    while (!tokens.skip("}")) {
      member(node);
    }
    tokens.expect(";");
    depth--;
  }

  private void member(TreeNode node) {
    var labels = new ArrayList<String>();
    var word = name();
    while (tokens.skip(":")) {
      labels.add(word);
      word = name();
    }
    if (word.equals("/delete-property/")) {
      node.remove(name());
      tokens.expect(";");
    } else if (word.equals("/delete-node/")) {
      throw tokens.wrong("a node is deleted: compile it first");
    } else if (tokens.peek().equals("{")) {
      var child = node.child(word);
      child.labels().addAll(labels);
      labels.forEach(label -> labelled.put(label, child));
      node(child);
    } else {
      node.put(word, tokens.skip("=") ? value() : new TreeNode.Property(List.of(), List.of()));
      tokens.expect(";");
    }
  }

  /** A name may have a comma in it. */
  private String name() {
    if (tokens.peek().isEmpty()) {
      throw tokens.wrong("it ends within a node; copy it again");
    }
    var name = new StringBuilder(tokens.take());
    while (tokens.skip(",")) {
      name.append(',').append(tokens.take());
    }
    return name.toString();
  }

  private TreeNode.Property value() {
    var strings = new ArrayList<String>();
    var cells = new ArrayList<TreeNode.Cell>();
    do {
      while (tokens.peek().matches("[A-Za-z_]\\w*")) {
        tokens.take(); // a label within a value
        tokens.expect(":");
      }
      var first = tokens.take();
      if (first.startsWith("\"")) {
        strings.add(first.substring(1, first.length() - 1));
      } else if (first.equals("<")) {
        cells(cells);
      } else if (first.equals("[")) {
        while (!tokens.skip("]")) {
          endless();
          tokens.take();
        }
      } else if (first.equals("/bits/")) {
        tokens.take();
        tokens.expect("<");
        cells(new ArrayList<>());
      } else if (!first.startsWith("&")) {
        throw tokens.wrong(MachineText.shown(first) + " is no value");
      }
    } while (tokens.skip(","));
    return new TreeNode.Property(strings, cells);
  }

  private void cells(List<TreeNode.Cell> cells) {
    while (!tokens.skip(">")) {
      endless();
      var word = tokens.take();
      if (word.startsWith("&")) {
        cells.add(new TreeNode.Cell(0, word.substring(1)));
      } else if (word.matches("0[xX][0-9a-fA-F]{1,16}|\\d{1,18}")) {
        cells.add(new TreeNode.Cell(Long.decode(decodable(word)), ""));
      } else {
        throw tokens.wrong(
            MachineText.shown(word) + " is no number: expressions and macros are not worked out");
      }
    }
  }

  private static String decodable(String word) {
    return word.length() == 18 && word.charAt(2) > '7' ? "0x0" : word;
  }

  private void endless() {
    if (tokens.peek().isEmpty()) {
      throw tokens.wrong("it ends within a value; copy it again");
    }
  }
}
