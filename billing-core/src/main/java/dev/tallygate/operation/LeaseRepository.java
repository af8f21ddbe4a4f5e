package dev.tallygate.operation;

import dev.tallygate.database.Bytes;
import java.time.LocalDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code leases}; every time in them is the database's. */
final class LeaseRepository {
    private final JdbcClient jdbc;

    LeaseRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A row as it was read; {@code renewed} is its fence, {@code overdue} tells that 15 s passed since. */
    record Row(String owner, String process, LocalDateTime renewed, boolean overdue) {}

    Optional<Row> find(String leaseName) {
        return jdbc.sql("""
                select owner, process, renewed_time,
                  renewed_time < utc_timestamp(6) - interval 15 second as overdue
                from leases
                where lease_name = :leaseName
                """)
                .param("leaseName", Bytes.of(leaseName))
                .query((row, number) -> new Row(
                        Bytes.text(row.getBytes("owner")),
                        Bytes.text(row.getBytes("process")),
                        row.getObject("renewed_time", LocalDateTime.class),
                        row.getBoolean("overdue")))
                .optional();
    }

    void insert(LeaseBook.Lease lease, String process) {
        jdbc.sql("""
                insert into leases (lease_name, owner, process, acquired_time, renewed_time)
                values (:leaseName, :owner, :process, utc_timestamp(6), utc_timestamp(6))
                """)
                .param("leaseName", Bytes.of(lease.leaseName()))
                .param("owner", Bytes.of(lease.owner()))
                .param("process", Bytes.of(process))
                .update();
    }

    /** Puts a new holder in the place of the one that was read, unless that one renewed since. */
    boolean takeOver(LeaseBook.Lease lease, String process, Row seen) {
        return jdbc.sql("""
                update leases
                set owner = :owner,
                  process = :process,
                  acquired_time = utc_timestamp(6),
                  renewed_time = utc_timestamp(6)
                where lease_name = :leaseName
                  and owner = :seenOwner
                  and renewed_time = :seenRenewed
                """)
                        .param("owner", Bytes.of(lease.owner()))
                        .param("process", Bytes.of(process))
                        .param("leaseName", Bytes.of(lease.leaseName()))
                        .param("seenOwner", Bytes.of(seen.owner()))
                        .param("seenRenewed", seen.renewed())
                        .update()
                == 1;
    }

    boolean renew(LeaseBook.Lease lease) {
        return jdbc.sql("""
                update leases
                set renewed_time = utc_timestamp(6)
                where lease_name = :leaseName
                  and owner = :owner
                """)
                        .param("leaseName", Bytes.of(lease.leaseName()))
                        .param("owner", Bytes.of(lease.owner()))
                        .update()
                == 1;
    }

    void delete(LeaseBook.Lease lease) {
        jdbc.sql("""
                delete from leases
                where lease_name = :leaseName
                  and owner = :owner
                """)
                .param("leaseName", Bytes.of(lease.leaseName()))
                .param("owner", Bytes.of(lease.owner()))
                .update();
    }
}
