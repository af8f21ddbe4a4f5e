package dev.tallygate.server.http;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.util.unit.DataSize;

/** Reads the bytes of a request as they came, up to a limit. */
public final class RawBody {
    private RawBody() {}

    /** The body. Above {@code sizeMax} it throws MESSAGE_TOO_LARGE, having held no more than that in memory. */
    public static byte[] read(HttpServletRequest request, DataSize sizeMax) throws IOException {
        int bytesMax = Math.toIntExact(sizeMax.toBytes());
        if (request.getContentLengthLong() > bytesMax) {
            throw tooLarge(sizeMax);
        }
        byte[] body = request.getInputStream().readNBytes(bytesMax + 1);
        if (body.length > bytesMax) {
            throw tooLarge(sizeMax);
        }
        return body;
    }

    private static Rejected tooLarge(DataSize sizeMax) {
        return Rejected.of(
                Reason.MESSAGE_TOO_LARGE, "body: too large (expected: at most " + sizeMax.toBytes() + " bytes)");
    }
}
