package dev.tallygate.mail;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mail server as {@code TALLYGATE_SMTP_URL} names it.
 *
 * @param login absent = the server wants none
 */
public record SmtpAddress(String host, int port, Security security, Optional<Login> login) {
    private static final String EXPECTED =
            " (expected: smtp://HOST:PORT or smtps://HOST:PORT, USER:PASSWORD@ before the host where the server wants"
                    + " them, special characters in them as %XX, and at the end ?starttls=required, if-offered or off)";
    private static final int SUBMISSION_PORT = 587;
    private static final int SMTPS_PORT = 465;
    private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /** How the connection is protected. */
    public enum Security {
        /** From the first byte on: {@code smtps://}. */
        TLS,
        STARTTLS_REQUIRED,
        STARTTLS_IF_OFFERED,
        NONE
    }

    /** A user and its password, which never prints. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user + ":***";
        }
    }

    /** @throws IllegalArgumentException with a sentence that shows no password */
    static SmtpAddress parse(String url) {
        URI uri = uri(url);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        boolean isSmtps = scheme.equals("smtps");
        if (host == null || !(isSmtps || scheme.equals("smtp")) || !isPathEmpty(uri)) {
            throw malformed(url);
        }
        Optional<Login> login = login(url, uri.getRawUserInfo());
        int defaultPort = isSmtps ? SMTPS_PORT : SUBMISSION_PORT;
        Security security = isSmtps ? tls(url, uri) : security(url, uri, login.isPresent());
        return new SmtpAddress(host, uri.getPort() < 0 ? defaultPort : uri.getPort(), security, login);
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException noUri) {
            throw malformed(url);
        }
    }

    private static boolean isPathEmpty(URI uri) {
        String path = uri.getRawPath();
        return path == null || path.isEmpty() || path.equals("/");
    }

    private static Optional<Login> login(String url, @Nullable String userInfo) {
        if (userInfo == null) {
            return Optional.empty();
        }
        int colon = userInfo.indexOf(':');
        if (colon < 1) {
            throw malformed(url);
        }
        return Optional.of(new Login(decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1))));
    }

    /** A plus is a plus here: it is no form's. */
    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Security tls(String url, URI uri) {
        if (uri.getRawQuery() != null) {
            throw malformed(url);
        }
        return Security.TLS;
    }

    /** A password does not leave the machine in clear unless that was asked for. */
    private static Security security(String url, URI uri, boolean hasLogin) {
        String query = uri.getRawQuery();
        if (query == null) {
            boolean isOwnMachine = OWN_MACHINE.contains(uri.getHost().toLowerCase(Locale.ROOT));
            return hasLogin && !isOwnMachine ? Security.STARTTLS_REQUIRED : Security.STARTTLS_IF_OFFERED;
        }
        return switch (query) {
            case "starttls=required" -> Security.STARTTLS_REQUIRED;
            case "starttls=if-offered" -> Security.STARTTLS_IF_OFFERED;
            case "starttls=off" -> Security.NONE;
            default -> throw malformed(url);
        };
    }

    private static IllegalArgumentException malformed(String url) {
        return new IllegalArgumentException("TALLYGATE_SMTP_URL: "
                + url.replaceFirst("//.*@", "//***@").replaceFirst("^[^/]*@", "***@") + EXPECTED);
    }

    /** For people: where, never as whom. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
