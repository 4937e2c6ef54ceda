/**
 * Figures as data. A figure is declared once, as a constant in the catalogue of its scope: {@link
 * swiotlb.figures.RunFigures} of a whole run, {@link swiotlb.figures.DeviceFigures}, {@link
 * swiotlb.figures.AreaFigures}, {@link swiotlb.figures.RestrictedFigures}, {@link
 * swiotlb.figures.SharedMemoryFigures}, {@link swiotlb.figures.MapTime}, {@link
 * swiotlb.figures.EvidenceFigures}, and {@link swiotlb.figures.SampleFigures} of one moment. The
 * declaration holds all that others know of it: its key (the kernel's name, or that in JSON and
 * CSV), its unit, and its label and place in tables. Whoever measures puts a value for each figure
 * of a catalogue into a {@link swiotlb.figures.Measured}; whoever shows figures goes through the
 * catalogue.
 *
 * <p>To add a figure: declare it, and put its value where the others of its scope are measured
 * (until then {@code build} fails and names it). Tables, JSON and CSV show it; the schema of the
 * JSON document, which is written by hand, needs a line as well, as its test will say.
 *
 * <p>A figure is measured when its run ends, and handed on. Nothing here grows with the number of
 * runs: {@link swiotlb.figures.Spread} is what a table of many runs keeps of each figure.
 */
@NullMarked
package swiotlb.figures;

import org.jspecify.annotations.NullMarked;
