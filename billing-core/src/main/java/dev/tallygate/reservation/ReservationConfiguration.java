package dev.tallygate.reservation;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The beans of reservations. */
@Configuration(proxyBeanMethods = false)
public class ReservationConfiguration {

    @Bean
    ReservationRepository reservationRepository(JdbcTemplate jdbcTemplate) {
        return new ReservationRepository(jdbcTemplate);
    }

    @Bean
    HeldTotalRepository heldTotalRepository(JdbcTemplate jdbcTemplate) {
        return new HeldTotalRepository(jdbcTemplate);
    }

    @Bean
    public HoldBook holdBook(ReservationRepository reservations, HeldTotalRepository totals) {
        return new HoldBook(reservations, totals);
    }

    @Bean
    public HoldVerifier holdVerifier(ReservationRepository reservations, HeldTotalRepository totals) {
        return new HoldVerifier(reservations, totals);
    }
}
