/**
 * Reports as pages that need nothing else, with pictures for slides. {@link
 * swiotlb.report.page.Report} says what is in one, as plain data that any study can fill; {@link
 * swiotlb.report.page.ReportPage} makes the page of it, {@link swiotlb.report.page.Pictures} the
 * pictures, {@link swiotlb.report.page.GalleryPage} a page that leads to many.
 */
@NullMarked
package swiotlb.report.page;

import org.jspecify.annotations.NullMarked;
