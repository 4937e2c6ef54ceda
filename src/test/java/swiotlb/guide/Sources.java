package swiotlb.guide;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/**
 * What sources say of each class: its Javadoc and the components of records, as they are written.
 * Found by looking through folders, so that classes can move; parsed only, not compiled.
 */
final class Sources {
  /**
   * What one class says of itself.
   *
   * @param place file and line
   * @param usesAkka whether its file imports actors
   * @param sentence the first one of its Javadoc, as Markdown; empty if it has none
   * @param parts what the Javadoc says of components, by name
   * @param components name and type of each component of a record, in order
   */
  record Declaration(
      String place,
      boolean usesAkka,
      String sentence,
      Map<String, String> parts,
      Map<String, String> components) {}

  private final Map<String, Declaration> declarations = new LinkedHashMap<>();

  private Sources() {}

  /** All sources below a folder. */
  static Sources read(Path folder) {
    var sources = new Sources();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        var paths = Files.walk(folder)) {
      var texts =
          files.getJavaFileObjectsFromPaths(
              paths.filter(path -> path.toString().endsWith(".java")).sorted().toList());
      var task =
          (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, texts);
      var trees = DocTrees.instance(task);
      for (var unit : task.parse()) {
        sources.new Scanner(trees, unit).scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
    return sources;
  }

  /** Every class by its binary name, by file and in the order of each file. */
  Map<String, Declaration> declarations() {
    return declarations;
  }

  /** What is said of a class. */
  Optional<Declaration> of(Class<?> type) {
    return Optional.ofNullable(declarations.get(type.getName()));
  }

  private final class Scanner extends TreePathScanner<Void, Void> {
    private final DocTrees trees;
    private final CompilationUnitTree unit;
    private final boolean usesAkka;
    private String prefix;

    Scanner(DocTrees trees, CompilationUnitTree unit) {
      this.trees = trees;
      this.unit = unit;
      this.usesAkka =
          unit.getImports().stream()
              .anyMatch(i -> i.getQualifiedIdentifier().toString().startsWith("akka.actor."));
      this.prefix = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      if (type.getSimpleName().isEmpty()) {
        return null;
      }
      var outer = prefix;
      var name = prefix + type.getSimpleName();
      declarations.put(name, declaration(type));
      prefix = name + "$";
      super.visitClass(type, null);
      prefix = outer;
      return null;
    }

    private Declaration declaration(ClassTree type) {
      var line =
          unit.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(unit, type));
      var place = Path.of(unit.getSourceFile().toUri()).getFileName() + ":" + line;
      var comment = trees.getDocCommentTree(getCurrentPath());
      return new Declaration(
          place,
          usesAkka,
          comment == null ? "" : markdown(comment.getFirstSentence()),
          comment == null ? Map.of() : parts(comment),
          components(type));
    }
  }

  private static Map<String, String> parts(DocCommentTree comment) {
    var parts = new LinkedHashMap<String, String>();
    for (var tag : comment.getBlockTags()) {
      if (tag instanceof ParamTree part) {
        parts.put(part.getName().getName().toString(), markdown(part.getDescription()));
      }
    }
    return parts;
  }

  /** A record has no other fields than its components and static ones. */
  private static Map<String, String> components(ClassTree type) {
    var components = new LinkedHashMap<String, String>();
    if (type.getKind() == Tree.Kind.RECORD) {
      for (var member : type.getMembers()) {
        if (member instanceof VariableTree field
            && !field.getModifiers().getFlags().contains(Modifier.STATIC)) {
          components.put(field.getName().toString(), field.getType().toString());
        }
      }
    }
    return components;
  }

  private static String markdown(List<? extends DocTree> pieces) {
    return pieces.stream()
        .map(Sources::piece)
        .collect(Collectors.joining())
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static String piece(DocTree piece) {
    if (piece instanceof TextTree text) {
      return text.getBody();
    } else if (piece instanceof LiteralTree code) {
      return Markdown.code(code.getBody().getBody().strip());
    } else if (piece instanceof LinkTree link) {
      return link.getLabel().isEmpty()
          ? Markdown.code(
              link.getReference().getSignature().replaceFirst("^#", "").replace('#', '.'))
          : markdown(link.getLabel());
    } else if (piece instanceof EntityTree) {
      return piece.toString();
    }
    return "";
  }
}
