package dev.tallygate.manual;

import dev.tallygate.payment.InvoiceFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where customers transfer money to: {@code TALLYGATE_BANK_DETAILS}, {@code TALLYGATE_BANK_DAYS_UNTIL_DUE}.
 *
 * @param details as customers read it, {@code \n} for a new line; {@code @FILE} = what the file has; empty = bank
 *     transfer is off
 * @param daysUntilDue of an invoice, from the day on which it was drafted
 */
@ConfigurationProperties("tallygate.bank")
public record ManualSettings(
        @DefaultValue("") String details,
        @DefaultValue("30") int daysUntilDue) {

    /** Reads the file, where one is named; one that cannot be read ends the start here. */
    public ManualSettings {
        details = (details.startsWith("@") ? file(details.substring(1)) : details.replace("\\n", "\n")).strip();
        if (daysUntilDue < 1 || daysUntilDue > 365) {
            throw new IllegalArgumentException(
                    "TALLYGATE_BANK_DAYS_UNTIL_DUE: " + daysUntilDue + " (expected: 1 to 365)");
        }
    }

    private static String file(String name) {
        try {
            return Files.readString(Path.of(name));
        } catch (IOException | InvalidPathException unreadable) {
            throw new IllegalArgumentException(
                    "TALLYGATE_BANK_DETAILS: @%s (expected: a text, or @ and a file that can be read)".formatted(name));
        }
    }

    /** Until the end of this day, UTC, the transfer of an invoice drafted then is in time. */
    LocalDate dueDate(Instant draftedTime) {
        return LocalDate.ofInstant(draftedTime, ZoneOffset.UTC).plusDays(daysUntilDue);
    }

    /** What customers are asked for, in the words of providers. */
    InvoiceFacts.Demand demand(Instant draftedTime) {
        Instant dueTime =
                dueDate(draftedTime).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return new InvoiceFacts.Demand(Optional.of(dueTime), false, Optional.empty());
    }

    public boolean isOn() {
        return !details.isEmpty();
    }
}
