package dev.tallygate.server.grpc;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list: how many, and after which one.
 *
 * @param list names the list, so that a token of another one is refused
 * @param after cursor of the last one before the page; empty = from the first
 */
record Pages(String list, int size, String after) {
    private static final int SIZE_DEFAULT = 50;
    private static final int SIZE_MAX = 1_000;

    /** Reads a call's page_size and page_token. */
    static Pages fromProto(String list, int pageSize, String pageToken) {
        if (pageSize < 0 || pageSize > SIZE_MAX) {
            throw Rejected.field(Reason.FIELD_INVALID, "page_size", pageSize, "0 to " + SIZE_MAX);
        }
        return new Pages(list, pageSize == 0 ? SIZE_DEFAULT : pageSize, cursor(list, pageToken));
    }

    /** One more than the page has, to see whether another one follows. */
    int readMax() {
        return size + 1;
    }

    /** The cursor as a number; 0 = from the first. */
    long afterNumber() {
        if (after.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(after);
        } catch (NumberFormatException foreign) {
            throw invalid(after);
        }
    }

    /** What the page holds of what was read. */
    <T> List<T> page(List<T> read) {
        return read.subList(0, Math.min(size, read.size()));
    }

    /** The token of the next page, or empty where this was the last. */
    <T> String nextToken(List<T> read, Function<T, Object> cursorOf) {
        return read.size() <= size ? "" : token(cursorOf.apply(read.get(size - 1)));
    }

    private String token(Object cursor) {
        byte[] text = (list + ":" + cursor).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    private static String cursor(String list, String token) {
        if (token.isEmpty()) {
            return "";
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(list + ":")) {
                return text.substring(list.length() + 1);
            }
        } catch (IllegalArgumentException notOurs) {
            throw invalid(token);
        }
        throw invalid(token);
    }

    private static Rejected invalid(String token) {
        return Rejected.field(
                Reason.PAGE_TOKEN_INVALID, "page_token", token, "next_page_token of the page before, or nothing");
    }
}
