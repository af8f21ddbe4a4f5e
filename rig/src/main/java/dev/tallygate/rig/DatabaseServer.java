package dev.tallygate.rig;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The database server of TALLYGATE_DB_URL, on which bench and drills make schemas of their own. */
public final class DatabaseServer {
    private static final Pattern URL = Pattern.compile("(jdbc:mysql://[^/?]+)/([^?]*)(\\?.*)?");

    private DatabaseServer() {}

    /** A connection as the product's settings say: the user of the URL, or of TALLYGATE_DB_USER. */
    public static Connection connect(String url) throws SQLException {
        String user = System.getenv().getOrDefault("TALLYGATE_DB_USER", "");
        return user.isEmpty()
                ? DriverManager.getConnection(url)
                : DriverManager.getConnection(url, user, System.getenv().getOrDefault("TALLYGATE_DB_PASSWORD", ""));
    }

    /** The same server, another schema; empty = none. */
    public static String withSchema(String url, String schema) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new RigFailed("TALLYGATE_DB_URL: " + url + " (expected: jdbc:mysql://HOST/SCHEMA)");
        }
        return parts.group(1) + "/" + schema
                + Optional.ofNullable(parts.group(3)).orElse("");
    }

    /**
     * Refuses to go on in live mode.
     *
     * @param why what would be done to a server that live data may be on
     */
    public static void refuseLiveMode(String why) {
        if (System.getenv().getOrDefault("TALLYGATE_MODE", "test").equals("live")) {
            throw new RigFailed("TALLYGATE_MODE: live (expected: test; " + why + ")");
        }
    }
}
