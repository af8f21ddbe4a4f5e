package dev.tallygate.payment;

import dev.tallygate.database.Bytes;
import dev.tallygate.payment.CallBudgets.Calls;
import dev.tallygate.time.UtcTimes;
import java.time.Instant;
import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code provider_calls}: how much an account is asked and told, by the day. */
final class CallCountRepository {
    private final JdbcClient jdbc;

    CallCountRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(ProviderAccount account, LocalDate day, CallPace.Verb verb) {
        jdbc.sql("""
                insert into provider_calls (provider, account, day, read_count, write_count)
                values (:provider, :account, :day, :reads, :writes)
                on duplicate key update
                  read_count = read_count + :reads,
                  write_count = write_count + :writes
                """)
                .param("provider", Bytes.of(account.provider()))
                .param("account", Bytes.of(account.account()))
                .param("day", day)
                .param("reads", verb == CallPace.Verb.READ ? 1 : 0)
                .param("writes", verb == CallPace.Verb.WRITE ? 1 : 0)
                .update();
    }

    Calls since(ProviderAccount account, LocalDate day) {
        return Calls.sum(jdbc.sql("""
                        select read_count, write_count
                        from provider_calls
                        where provider = :provider
                          and account = :account
                          and day >= :day
                        order by day
                        limit 100
                        """)
                .param("provider", Bytes.of(account.provider()))
                .param("account", Bytes.of(account.account()))
                .param("day", day)
                .query((row, number) -> new Calls(row.getLong("read_count"), row.getLong("write_count")))
                .list());
    }

    long paidSince(String provider, Instant time) {
        return jdbc.sql("""
                select count(*)
                from (
                  select invoice_id
                  from invoices
                  where status = 'PAID'
                    and provider = :provider
                    and paid_time >= :time
                  limit 10000) paid
                """)
                .param("provider", Bytes.of(provider))
                .param("time", UtcTimes.toColumn(time))
                .query(Long.class)
                .single();
    }
}
