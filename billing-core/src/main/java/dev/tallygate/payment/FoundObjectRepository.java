package dev.tallygate.payment;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code found_objects}: what a provider had after a restore and nothing here stood for. */
final class FoundObjectRepository {
    private final JdbcClient jdbc;

    FoundObjectRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The same again changes nothing. */
    void remember(String provider, FoundObject object, Instant now) {
        jdbc.sql("""
                insert into found_objects (provider, entity, object_id, customer_object_id, created_time, found_time)
                values (:provider, :entity, :object_id, :customer_object_id, :created_time, :now)
                on duplicate key update found_time = found_time
                """)
                .param("provider", Bytes.of(provider))
                .param("entity", Bytes.of(object.entity()))
                .param("object_id", Bytes.of(object.objectId()))
                .param("customer_object_id", Bytes.of(object.customerObjectId()))
                .param("created_time", UtcTimes.toColumn(object.createdTime()))
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    /** Invoices that were found for a customer, by their ids then, with the provider's. */
    Map<String, String> invoicesOf(String provider, String customerId) {
        Map<String, String> objects = new TreeMap<>();
        jdbc.sql("""
                select i.entity, i.object_id
                from found_objects c
                join found_objects i
                  on i.provider = c.provider
                  and i.customer_object_id = c.object_id
                where c.provider = :provider
                  and c.entity = :customer
                order by i.entity
                limit 1000
                """)
                .param("provider", Bytes.of(provider))
                .param("customer", Bytes.of(FoundObject.entityOfCustomer(customerId)))
                .query((ResultSet row) -> {
                    objects.put(Bytes.text(row.getBytes("entity")), Bytes.text(row.getBytes("object_id")));
                });
        return objects;
    }

    /** When the provider made the first object for this; empty = none was found. */
    Optional<Instant> createdTime(String provider, String entity) {
        return jdbc.sql("""
                select created_time
                from found_objects
                where provider = :provider
                  and entity = :entity
                order by created_time
                limit 1
                """)
                .param("provider", Bytes.of(provider))
                .param("entity", Bytes.of(entity))
                .query((row, number) -> UtcTimes.fromColumn(row.getObject("created_time", LocalDateTime.class)))
                .optional();
    }
}
