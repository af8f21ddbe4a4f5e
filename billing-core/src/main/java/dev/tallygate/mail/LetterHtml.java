package dev.tallygate.mail;

import dev.tallygate.mail.Letter.Amounts;
import dev.tallygate.mail.Letter.Bar;
import dev.tallygate.mail.Letter.Block;
import dev.tallygate.mail.Letter.Fact;
import dev.tallygate.mail.Letter.Facts;
import dev.tallygate.mail.Letter.Link;
import dev.tallygate.mail.Letter.Notice;
import dev.tallygate.mail.Letter.Paragraph;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A letter as HTML: tables and styles in place, since that is what mail programs read alike. */
final class LetterHtml {
    private static final String FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
    private static final int WARNING_PERCENT = 100;

    private LetterHtml() {}

    static String of(Letter letter) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light">
                <title>%1$s</title>
                </head>
                <body style="margin:0;padding:0;background:#f2f4f7">
                <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" style="background:#f2f4f7">
                <tr><td align="center" style="padding:24px 12px">
                <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" \
                style="max-width:560px;background:#ffffff;border:1px solid #dfe3e8;border-radius:8px;%2$s;\
                font-size:16px;line-height:1.5;color:#1c2430;text-align:left">
                <tr><td style="padding:28px 24px 8px 24px">
                <h1 style="margin:0 0 16px 0;font-size:22px;line-height:1.3;font-weight:600">%1$s</h1>
                %3$s
                </td></tr>
                <tr><td style="padding:12px 24px 20px 24px;border-top:1px solid #eceff3;font-size:13px;color:#667085">
                %4$s
                </td></tr>
                </table>
                </td></tr>
                </table>
                </body>
                </html>
                """.formatted(escaped(letter.title()), FONT, parts(letter.parts()), escaped(letter.sender()));
    }

    private static String parts(List<Letter.Part> parts) {
        return parts.stream().map(LetterHtml::part).collect(Collectors.joining("\n"));
    }

    private static String part(Letter.Part part) {
        return switch (part) {
            case Paragraph paragraph -> "<p style=\"margin:0 0 16px 0\">" + escaped(paragraph.text()) + "</p>";
            case Notice notice ->
                "<p style=\"margin:0 0 16px 0;padding:12px 14px;background:#fff4e5;border-left:4px solid #d97706\">"
                        + escaped(notice.text()) + "</p>";
            case Bar bar -> bar(bar.percent());
            case Facts facts -> table(facts.facts().stream().map(LetterHtml::fact));
            case Amounts amounts -> amounts(amounts);
            case Link link ->
                "<p style=\"margin:0 0 16px 0\">%1$s:<br><a href=\"%2$s\" style=\"color:#1d4ed8;word-break:break-all\">%2$s</a></p>"
                        .formatted(escaped(link.text()), escaped(link.url()));
            case Block block ->
                "<pre style=\"margin:0 0 16px 0;padding:12px 14px;background:#f7f8fa;border:1px solid #eceff3;"
                        + "white-space:pre-wrap;font-family:Menlo,Consolas,monospace;font-size:14px\">"
                        + escaped(block.text().strip()) + "</pre>";
        };
    }

    private static String bar(int percent) {
        int filled = Math.clamp(percent, 1, 100);
        String color = percent >= WARNING_PERCENT ? "#c62828" : "#d97706";
        String rest = filled == 100 ? "" : "<td style=\"background:#e6e9ee;height:10px;font-size:0\">&nbsp;</td>";
        return """
                <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" style="margin:0 0 16px 0">
                <tr><td width="%d%%" style="background:%s;height:10px;font-size:0">&nbsp;</td>%s</tr>
                </table>""".formatted(filled, color, rest);
    }

    private static String amounts(Amounts amounts) {
        Stream<String> lines = amounts.lines().stream().map(line -> amount(line, ""));
        String total = amount(amounts.total(), ";font-weight:600;border-top:2px solid #1c2430");
        return table(Stream.concat(lines, Stream.of(total)));
    }

    private static String table(Stream<String> rows) {
        return """
                <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" style="margin:0 0 16px 0">
                %s
                </table>""".formatted(rows.collect(Collectors.joining("\n")));
    }

    private static String fact(Fact fact) {
        return row("color:#667085;width:40%", fact.name(), "", fact.value());
    }

    private static String amount(Fact line, String style) {
        return row(style, line.name(), "text-align:right;white-space:nowrap" + style, line.value());
    }

    private static String row(String nameStyle, String name, String valueStyle, String value) {
        String cell =
                "<td style=\"padding:6px 8px 6px 0;border-bottom:1px solid #eceff3;vertical-align:top;%s\">%s</td>";
        return "<tr>" + cell.formatted(nameStyle, escaped(name)) + cell.formatted(valueStyle, escaped(value)) + "</tr>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
