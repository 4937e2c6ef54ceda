package swiotlb.trace.show.diagram;

import java.util.Locale;

/** What a diagram can be drawn as. */
public enum DiagramFormat {
  /** Text for Mermaid, which many viewers of Markdown draw. */
  MERMAID {
    @Override
    public String draw(Diagram diagram) {
      return MermaidDrawing.draw(diagram);
    }
  },
  /** Text for PlantUML. */
  PLANTUML {
    @Override
    public String draw(Diagram diagram) {
      return PlantumlDrawing.draw(diagram);
    }
  },
  /** A picture that needs nothing else. */
  SVG {
    @Override
    public String draw(Diagram diagram) {
      return new SvgDrawing(diagram).draw();
    }
  };

  /** The diagram in this format, with a line break at its end. */
  public abstract String draw(Diagram diagram);

  /** As it is written on a command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
