package dev.tallygate.document;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NavigableSet;
import java.util.stream.Collectors;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.font.FontMappers;

/** Prints a page as PDF, with its fonts embedded; loads nothing from anywhere. */
final class PdfPrinter {
    static {
        XRLog.setLoggingEnabled(false);
        FontMappers.set(new OwnFonts());
    }

    private PdfPrinter() {}

    /** A character that no font has is replaced, and a note says which. The same page gives the same bytes. */
    static byte[] pdf(String html) {
        String drawable = drawable(html);
        PdfRendererBuilder builder = new PdfRendererBuilder();
        Glyphs.fontsFor(drawable)
                .forEach(font -> builder.useFont(font::open, font.family(), font.weight(), FontStyle.NORMAL, true));
        builder.useUriResolver((base, uri) -> null);
        builder.withHtmlContent(drawable, "");
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
            renderer.createPDFWithoutClosing();
            return written(renderer.getPdfDocument());
        } catch (IOException unwritten) {
            throw new UncheckedIOException(unwritten);
        }
    }

    /** Without the time of printing and a random id, by which two mails of one document would differ. */
    private static byte[] written(PDDocument document) throws IOException {
        PDDocumentInformation information = new PDDocumentInformation();
        information.setTitle(document.getDocumentInformation().getTitle());
        information.setProducer("Tallygate");
        document.setDocumentInformation(information);
        document.setDocumentId(1L);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        document.save(written);
        return written.toByteArray();
    }

    private static String drawable(String html) {
        NavigableSet<Integer> missing = Glyphs.missing(html);
        if (missing.isEmpty()) {
            return html;
        }
        String drawn = html.codePoints()
                .mapToObj(point -> missing.contains(point) ? Glyphs.REPLACEMENT : Character.toString(point))
                .collect(Collectors.joining());
        String named = missing.stream().map("U+%04X"::formatted).collect(Collectors.joining(", "));
        return drawn.replace(
                DocumentHtml.REPLACED, "<p>Shown as ? where this file has no letters for them: " + named + ".</p>");
    }
}
