package dev.tallygate.customer;

import dev.tallygate.database.Bytes;
import dev.tallygate.party.Buyer;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import tools.jackson.databind.json.JsonMapper;

/** Rows of {@code customers}. */
final class CustomerRepository {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;

    CustomerRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Gives the new customer's key. */
    long insert(CustomerProfile profile, Buyer buyer, Instant createdTime) {
        GeneratedKeyHolder key = new GeneratedKeyHolder();
        jdbc.sql("""
                insert into customers (customer_id, name, email, currency, provider, provider_customer_id, status,
                  created_time, updated_time, buyer)
                values (:customerId, :name, :email, :currency, :provider, null, 'ACTIVE', :createdTime, :createdTime,
                  :buyer)
                """)
                .param("customerId", Bytes.of(profile.customerId()))
                .param("name", profile.name())
                .param("email", profile.email())
                .param("currency", profile.currency().getCurrencyCode())
                .param("provider", Bytes.of(profile.provider()))
                .param("createdTime", UtcTimes.toColumn(createdTime))
                .param("buyer", column(buyer))
                .update(key);
        return Objects.requireNonNull(key.getKey(), "the key that the database gave")
                .longValue();
    }

    Optional<Customer> byId(String customerId) {
        return byIds(List.of(customerId)).stream().findFirst();
    }

    List<Customer> byIds(Collection<String> customerIds) {
        return jdbc.sql("""
                select customer_key, customer_id, name, email, currency, provider, provider_customer_id, status,
                  created_time, updated_time, buyer
                from customers
                where customer_id in (:customerIds)
                """)
                .param("customerIds", customerIds.stream().map(Bytes::of).toList())
                .query((row, number) -> fromRow(row))
                .list();
    }

    List<Customer> byKeys(Collection<Long> customerKeys) {
        return jdbc.sql("""
                select customer_key, customer_id, name, email, currency, provider, provider_customer_id, status,
                  created_time, updated_time, buyer
                from customers
                where customer_key in (:customerKeys)
                order by customer_key
                """)
                .param("customerKeys", customerKeys)
                .query((row, number) -> fromRow(row))
                .list();
    }

    Optional<Customer> byProviderId(String provider, String providerCustomerId) {
        return jdbc.sql("""
                select customer_key, customer_id, name, email, currency, provider, provider_customer_id, status,
                  created_time, updated_time, buyer
                from customers
                where provider = :provider
                  and provider_customer_id = :providerCustomerId
                order by customer_key
                limit 1
                """)
                .param("provider", Bytes.of(provider))
                .param("providerCustomerId", Bytes.of(providerCustomerId))
                .query((row, number) -> fromRow(row))
                .optional();
    }

    List<Customer> list(long afterCustomerKey, int limit) {
        return jdbc.sql("""
                select customer_key, customer_id, name, email, currency, provider, provider_customer_id, status,
                  created_time, updated_time, buyer
                from customers
                where customer_key > :afterCustomerKey
                order by customer_key
                limit :limit
                """)
                .param("afterCustomerKey", afterCustomerKey)
                .param("limit", limit)
                .query((row, number) -> fromRow(row))
                .list();
    }

    void updateContact(long customerKey, CustomerProfile contact, Buyer buyer, Instant updatedTime) {
        jdbc.sql("""
                update customers
                set name = :name,
                  email = :email,
                  buyer = :buyer,
                  updated_time = :updatedTime
                where customer_key = :customerKey
                """)
                .param("name", contact.name())
                .param("email", contact.email())
                .param("buyer", column(buyer))
                .param("updatedTime", UtcTimes.toColumn(updatedTime))
                .param("customerKey", customerKey)
                .update();
    }

    boolean moveStatus(long customerKey, CustomerStatus from, CustomerStatus to, Instant updatedTime) {
        return jdbc.sql("""
                update customers
                set status = :to,
                  updated_time = :updatedTime
                where customer_key = :customerKey
                  and status = :from
                """)
                        .param("to", Bytes.of(to.name()))
                        .param("updatedTime", UtcTimes.toColumn(updatedTime))
                        .param("customerKey", customerKey)
                        .param("from", Bytes.of(from.name()))
                        .update()
                == 1;
    }

    void setProviderCustomerId(long customerKey, String providerCustomerId, Instant updatedTime) {
        jdbc.sql("""
                update customers
                set provider_customer_id = :providerCustomerId,
                  updated_time = :updatedTime
                where customer_key = :customerKey
                """)
                .param("providerCustomerId", Bytes.of(providerCustomerId))
                .param("updatedTime", UtcTimes.toColumn(updatedTime))
                .param("customerKey", customerKey)
                .update();
    }

    private static Customer fromRow(ResultSet row) throws SQLException {
        CustomerProfile profile = new CustomerProfile(
                Bytes.text(row.getBytes("customer_id")),
                row.getString("name"),
                row.getString("email"),
                Currency.getInstance(row.getString("currency")),
                Bytes.text(row.getBytes("provider")));
        return new Customer(
                row.getLong("customer_key"),
                profile,
                buyer(row.getString("buyer")),
                CustomerStatus.valueOf(Bytes.text(row.getBytes("status"))),
                Bytes.textNullable(row.getBytes("provider_customer_id")),
                UtcTimes.fromColumn(row.getObject("created_time", LocalDateTime.class)),
                UtcTimes.fromColumn(row.getObject("updated_time", LocalDateTime.class)));
    }

    private static @Nullable String column(Buyer buyer) {
        return buyer.equals(Buyer.NONE) ? null : JSON.writeValueAsString(buyer);
    }

    private static Buyer buyer(@Nullable String column) {
        return column == null ? Buyer.NONE : JSON.readValue(column, Buyer.class);
    }
}
