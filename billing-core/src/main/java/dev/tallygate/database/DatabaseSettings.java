package dev.tallygate.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which database, and how many connections to it: {@code tallygate.db.*}, in the environment {@code TALLYGATE_DB_*}.
 *
 * @param silenceMax how long a statement is waited for until its connection is given up; zero: as long as it takes
 */
@ConfigurationProperties("tallygate.db")
public record DatabaseSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @DefaultValue("16") int connectionsMax,
        @DefaultValue("10s") Duration connectionTimeout,
        @DefaultValue("0s") Duration silenceMax) {

    private static final String PREFIX = "jdbc:mysql:";
    private static final Duration SILENCE_MIN = Duration.ofSeconds(1);
    private static final Duration SILENCE_MOST = Duration.ofDays(1);

    public DatabaseSettings {
        if (!url.startsWith(PREFIX)) {
            throw new IllegalArgumentException("TALLYGATE_DB_URL is "
                    + (url.isEmpty() ? "not set" : "no MySQL address")
                    + " (expected: jdbc:mysql://HOST:PORT/SCHEMA, of MySQL 8.4, MySQL 9 or MariaDB 11.4)");
        }
        if (connectionsMax < 2) {
            throw new IllegalArgumentException("tallygate.db.connections-max: " + connectionsMax + " (expected: >= 2)");
        }
        if (!silenceMax.isZero() && (silenceMax.compareTo(SILENCE_MIN) < 0 || silenceMax.compareTo(SILENCE_MOST) > 0)) {
            throw new IllegalArgumentException("tallygate.db.silence-max: " + silenceMax
                    + " (expected: 1s to 1d, or 0s to wait as long as it takes)");
        }
    }

    /** Settings for an address that carries its user, as test servers give it. */
    public static DatabaseSettings ofUrl(String url) {
        return new DatabaseSettings(url, "", "", 16, Duration.ofSeconds(10), Duration.ZERO);
    }

    /** Without the password, and without the address's query, which may hold one. */
    @Override
    public String toString() {
        int query = url.indexOf('?');
        return "DatabaseSettings[url=" + (query < 0 ? url : url.substring(0, query)) + ", user=" + user + "]";
    }
}
