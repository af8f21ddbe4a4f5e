package dev.tallygate.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.money.Money;
import java.io.IOException;
import java.util.Currency;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What documents say, in HTML and in the PDF of the same page. */
class DocumentTest {

    @Test
    void bothFormsSayNumberPartiesDatesLinesTiersAndTotals() throws IOException {
        Document document = SampleDocuments.full(InvoiceStatus.FINALIZED);
        String html = new DocumentHtml(document).html();

        assertThat(html).contains("INV-2026-000123", "Acme Labs Ltd", "TIN 12345678-0001", "NCC 1234567 A", "PO-88421");
        assertThat(html).contains("https://paystack.com/pay/PRQ_abc", "in UTC");
        assertThat(text(PdfPrinter.pdf(html)))
                .contains("INV-2026-000123", "Zoë & Sons <Trading> SARL", "1 – 31 October 2026", "14 November 2026")
                .contains(
                        "included in the plan 1,000,000 free",
                        "units 1 to 5,000,000 5,000,000 250.00 / 1,000,000 1,250.00")
                .contains("units from 5,000,001 2,345,678 180.50 / 1,000,000 423.394879")
                .contains(
                        "Correction of September 2026",
                        "invoiced before: 792.00",
                        "Balance carried from earlier invoices")
                .contains("gpt-4o-mini output tokens 2,345,678", "NGN 5,583,086.89", "Page 1 of 2");
    }

    @Test
    void whatIsInNamesIsTextAndNoMarkup() {
        String html = new DocumentHtml(
                        SampleDocuments.named("<script>alert('x')</script> & \u0000\uD800 Co", "", "USD", 100))
                .html();

        assertThat(html).contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp;  Co");
        assertThat(html).doesNotContain("<script");
    }

    @Test
    void aCreditNoteSaysSoAndNamesWhatItCredits() throws IOException {
        assertThat(text(pdf(SampleDocuments.creditNote())))
                .contains("Credit note", "CN-2026-000007", "Credits invoice INV-2026-000101", "Credit NGN 842.00")
                .doesNotContain("Amount due", "Pay online");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            DRAFT,         DRAFT
            VOID,          VOID
            PAID,          Paid
            UNCOLLECTIBLE, Not paid
            """)
    void aStateThatMattersIsMarked(InvoiceStatus status, String mark) {
        assertThat(new DocumentHtml(SampleDocuments.full(status)).html()).contains(">" + mark + "<");
        assertThat(new DocumentHtml(SampleDocuments.full(InvoiceStatus.FINALIZED)).html())
                .doesNotContain(">" + mark + "<");
    }

    @Test
    void namesOfOtherScriptsAreDrawnAndWhatNoFontHasIsSaid() throws IOException {
        String text = text(pdf(SampleDocuments.named("株式会社テスト Ελλάδα Україна Đặng ₦ ไทย", "", "JPY", 5_000_000_000L)));

        assertThat(text)
                .contains("株式会社テスト Ελλάδα Україна Đặng ₦ ???")
                .contains("Shown as ? where this file has no letters for them: U+0E17, U+0E22, U+0E44.");
    }

    @Test
    void theSamePageIsTheSameFile() {
        assertThat(pdf(SampleDocuments.creditNote())).isEqualTo(pdf(SampleDocuments.creditNote()));
    }

    @Test
    void aPdfWithoutOddLettersCarriesNoLargeFont() {
        assertThat(pdf(SampleDocuments.creditNote()).length).isLessThan(60_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            USD | 123450        | ''    | USD 1,234.50
            JPY | 5000000000    | ''    | JPY 5,000,000,000
            KWD | 1234567891    | de    | 1.234.567,891 KWD
            XOF | 5000000000    | fr-CI | 5 000 000 000 XOF
            UGX | 1234          | en-UG | UGX 1,234
            NGN | 500000000000  | en-NG | NGN 5,000,000,000.00
            EUR | -105          | ''    | -EUR 1.05
            USD | 123450        | ar-EG | 1,234.50 USD
            """)
    void anAmountHasThePlacesOfItsCurrencyAndTheLookOfTheLocale(
            String currency, long minorUnits, String locale, String shown) {
        String amount = Figures.of(locale).amountWithCode(new Money(minorUnits, Currency.getInstance(currency)));

        assertThat(amount.replaceAll("[\\u00a0\\u202f]", " ").replaceAll("[\\u200e\\u200f\\u061c]", ""))
                .isEqualTo(shown);
    }

    private static byte[] pdf(Document document) {
        return PdfPrinter.pdf(new DocumentHtml(document).html());
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument read = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(read).replaceAll("[\\s\\u00a0\\u202f]+", " ");
        }
    }
}
