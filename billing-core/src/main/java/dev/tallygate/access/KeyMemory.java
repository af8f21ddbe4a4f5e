package dev.tallygate.access;

import dev.tallygate.access.Authentication.Caller;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who held which key when the database was last asked, by the hash of the key. Refusals are not kept, so a flood of wrong
 * keys finds no room here and hides no new key.
 */
final class KeyMemory {
    /** Counted from the begin of the reading: how long a key that is revoked elsewhere may still be let in. */
    static final Duration BELIEVED = Duration.ofSeconds(1);

    /** Keys in use are read again at this age, so that their memory does not end. */
    static final Duration READ_AGAIN = BELIEVED.dividedBy(2);

    private final int keysMax;
    private final Map<ByteBuffer, Remembered> byHash = new ConcurrentHashMap<>();
    private long revocations;

    /** Remembers at most so many keys; any more are read for each call. */
    KeyMemory(int keysMax) {
        this.keysMax = keysMax;
    }

    /** When a reading of the database began, and how many keys had been revoked here by then. */
    record Reading(Instant time, long revocations) {}

    private static final class Remembered {
        private final Caller caller;
        private final Instant readTime;
        private volatile boolean used;

        Remembered(Caller caller, Instant readTime) {
            this.caller = caller;
            this.readTime = readTime;
        }

        /** A clock that was set back ends the belief too. */
        boolean isBelieved(Instant now) {
            return !now.isBefore(readTime) && now.isBefore(readTime.plus(BELIEVED));
        }

        boolean isToBeReadAgain(Instant now) {
            return used && !now.isBefore(readTime.plus(READ_AGAIN));
        }
    }

    /** The caller, if that is still believed; never waits. */
    Optional<Caller> find(ByteBuffer hash, Instant now) {
        Remembered found = byHash.get(hash);
        if (found == null || !found.isBelieved(now)) {
            return Optional.empty();
        }
        if (!found.used) {
            found.used = true;
        }
        return Optional.of(found.caller);
    }

    /** To be called before the database is asked. */
    synchronized Reading begin(Instant now) {
        return new Reading(now, revocations);
    }

    /** Keeps what a reading found, unless a key was revoked here meanwhile: it may have been this one. */
    synchronized void remember(ByteBuffer hash, Caller caller, Reading reading) {
        boolean hasRoom = byHash.containsKey(hash) || byHash.size() < keysMax;
        if (hasRoom && reading.revocations() == revocations) {
            byHash.put(hash, new Remembered(caller, reading.time()));
        }
    }

    /** Forgets a key, and distrusts every reading that is under way. */
    synchronized void forget(String keyId) {
        revocations++;
        byHash.values().removeIf(remembered -> remembered.caller.keyId().equals(keyId));
    }

    void forget(ByteBuffer hash) {
        byHash.remove(hash);
    }

    /** Forgets what is not believed any more, and answers the keys in use that are to be read again. */
    List<ByteBuffer> dueAt(Instant now) {
        byHash.values().removeIf(remembered -> !remembered.isBelieved(now));
        return byHash.entrySet().stream()
                .filter(entry -> entry.getValue().isToBeReadAgain(now))
                .map(Map.Entry::getKey)
                .toList();
    }
}
