package dev.tallygate.modelcost;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one token costs us, in USD, 18 places at most; null = not told. A part that is not told costs what its whole does.
 *
 * @param input uncached input
 * @param cached input read from a cache
 * @param cacheWrite input written to a cache
 * @param output output without reasoning
 */
public record TokenCosts(
        @Nullable BigDecimal input,
        @Nullable BigDecimal cached,
        @Nullable BigDecimal cacheWrite,
        @Nullable BigDecimal output,
        @Nullable BigDecimal reasoning) {

    public TokenCosts {
        input = plain(input);
        cached = plain(cached);
        cacheWrite = plain(cacheWrite);
        output = plain(output);
        reasoning = plain(reasoning);
    }

    /** Equal costs are equal records. */
    private static @Nullable BigDecimal plain(@Nullable BigDecimal cost) {
        return cost == null ? null : cost.stripTrailingZeros();
    }

    /** Of a kind of token, its whole's where it is not told itself; empty = not known. */
    public Optional<BigDecimal> of(TokenKind kind) {
        return switch (kind) {
            case INPUT -> Optional.ofNullable(input);
            case CACHED -> Optional.ofNullable(cached == null ? input : cached);
            case CACHE_WRITE -> Optional.ofNullable(cacheWrite == null ? input : cacheWrite);
            case OUTPUT -> Optional.ofNullable(output);
            case REASONING -> Optional.ofNullable(reasoning == null ? output : reasoning);
        };
    }

    /** As it was told, without the whole's. */
    public Optional<BigDecimal> told(TokenKind kind) {
        return Optional.ofNullable(
                switch (kind) {
                    case INPUT -> input;
                    case CACHED -> cached;
                    case CACHE_WRITE -> cacheWrite;
                    case OUTPUT -> output;
                    case REASONING -> reasoning;
                });
    }
}
