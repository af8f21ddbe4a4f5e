package dev.tallygate.rig;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the mails that the sandbox has caught. */
final class MailReader {
    private final ProviderHttp http;

    MailReader(ProviderHttp http) {
        this.http = http;
    }

    /** A caught mail; {@code arrivals} is how often it came. */
    record Mail(int number, String to, String subject, int arrivals, String text) {}

    /** Mails to this address, newest first. */
    List<Mail> to(String address) {
        List<Mail> mails = new ArrayList<>();
        for (JsonNode envelope : http.get("/mails.json").path("mails")) {
            if (envelope.path("to").path(0).asString().equals(address)) {
                mails.add(mail(envelope.path("number").asInt()));
            }
        }
        return mails;
    }

    /** Mails whose text has these words, newest first. */
    List<Mail> naming(String words) {
        List<Mail> mails = new ArrayList<>();
        for (JsonNode envelope : http.get("/mails.json").path("mails")) {
            Mail mail = mail(envelope.path("number").asInt());
            if (mail.text().contains(words)) {
                mails.add(mail);
            }
        }
        return mails;
    }

    private Mail mail(int number) {
        JsonNode mail = http.get("/mails/" + number + ".json");
        return new Mail(
                number,
                mail.path("to").path(0).asString(),
                mail.path("subject").asString(),
                mail.path("arrivals").asInt(),
                mail.path("text").asString());
    }
}
