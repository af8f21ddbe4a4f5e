package dev.tallygate.access;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code api_keys}. */
final class ApiKeyRepository {
    private final JdbcClient jdbc;

    ApiKeyRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(ApiKey apiKey, byte[] keyHash, @Nullable String requestId) {
        jdbc.sql("""
                insert into api_keys (key_id, name, key_hash, scopes, customer_id, request_id, created_time, revoked_time)
                values (:keyId, :name, :keyHash, :scopes, :customerId, :requestId, :createdTime, null)
                """)
                .param("keyId", Bytes.of(apiKey.keyId()))
                .param("name", apiKey.grant().name())
                .param("keyHash", keyHash)
                .param("scopes", Bytes.of(toColumn(apiKey.grant().scopes())))
                .param("customerId", Bytes.ofNullable(apiKey.grant().customerId()))
                .param("requestId", Bytes.ofNullable(requestId))
                .param("createdTime", UtcTimes.toColumn(apiKey.createdTime()))
                .update();
    }

    Optional<ApiKey> byHash(byte[] keyHash) {
        return jdbc.sql("""
                select key_id, name, scopes, customer_id, created_time, revoked_time
                from api_keys
                where key_hash = :keyHash
                """)
                .param("keyHash", keyHash)
                .query((row, number) -> fromRow(row))
                .optional();
    }

    /** Those of the keys that exist, by their hash. */
    Map<ByteBuffer, ApiKey> byHashes(List<byte[]> keyHashes) {
        Map<ByteBuffer, ApiKey> byHash = new HashMap<>();
        jdbc.sql("""
                select key_hash, key_id, name, scopes, customer_id, created_time, revoked_time
                from api_keys
                where key_hash in (:keyHashes)
                """).param("keyHashes", keyHashes).query((ResultSet row) -> {
            byHash.put(ByteBuffer.wrap(row.getBytes("key_hash")), fromRow(row));
        });
        return byHash;
    }

    Optional<ApiKey> byId(String keyId) {
        return jdbc.sql("""
                select key_id, name, scopes, customer_id, created_time, revoked_time
                from api_keys
                where key_id = :keyId
                """)
                .param("keyId", Bytes.of(keyId))
                .query((row, number) -> fromRow(row))
                .optional();
    }

    Optional<ApiKey> byRequest(String requestId) {
        return jdbc.sql("""
                select key_id, name, scopes, customer_id, created_time, revoked_time
                from api_keys
                where request_id = :requestId
                """)
                .param("requestId", Bytes.of(requestId))
                .query((row, number) -> fromRow(row))
                .optional();
    }

    List<ApiKey> list(String afterKeyId, int limit) {
        return jdbc.sql("""
                select key_id, name, scopes, customer_id, created_time, revoked_time
                from api_keys
                where key_id > :afterKeyId
                order by key_id
                limit :limit
                """)
                .param("afterKeyId", Bytes.of(afterKeyId))
                .param("limit", limit)
                .query((row, number) -> fromRow(row))
                .list();
    }

    boolean revoke(String keyId, Instant revokedTime) {
        return jdbc.sql("""
                update api_keys
                set revoked_time = :revokedTime
                where key_id = :keyId
                  and revoked_time is null
                """)
                        .param("revokedTime", UtcTimes.toColumn(revokedTime))
                        .param("keyId", Bytes.of(keyId))
                        .update()
                == 1;
    }

    boolean hasAdmin() {
        return jdbc.sql("""
                select exists (
                  select 1
                  from api_keys
                  where find_in_set('admin', convert(scopes using ascii)) > 0)
                """).query(Boolean.class).single();
    }

    boolean customerExists(String customerId) {
        return jdbc.sql("""
                select exists (
                  select 1
                  from customers
                  where customer_id = :customerId)
                """)
                .param("customerId", Bytes.of(customerId))
                .query(Boolean.class)
                .single();
    }

    /** One start at a time looks whether there is a first key. */
    void lockInstallation() {
        jdbc.sql("""
                select id
                from installation
                where id = 1
                for update
                """).query(Integer.class).single();
    }

    private static ApiKey fromRow(ResultSet row) throws SQLException {
        ApiKey.Grant grant = new ApiKey.Grant(
                row.getString("name"),
                scopes(Bytes.text(row.getBytes("scopes"))),
                Bytes.textNullable(row.getBytes("customer_id")));
        return new ApiKey(
                Bytes.text(row.getBytes("key_id")),
                grant,
                UtcTimes.fromColumn(row.getObject("created_time", LocalDateTime.class)),
                instant(row.getObject("revoked_time", LocalDateTime.class)));
    }

    private static String toColumn(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(","));
    }

    private static Set<Scope> scopes(String column) {
        return Arrays.stream(column.split(","))
                .map(word -> Scope.ofWord(word)
                        .orElseThrow(() -> new IllegalStateException("api_keys.scopes holds " + column)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable Instant instant(@Nullable LocalDateTime column) {
        return column == null ? null : UtcTimes.fromColumn(column);
    }
}
