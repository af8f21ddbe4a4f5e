package dev.tallygate.rig.drill;

/** How much is done: a small round shows that a drill works, the full one is what docs/drills.md speaks of. */
enum Size {
    SMALL,
    FULL;

    int of(int small, int full) {
        return this == FULL ? full : small;
    }
}
