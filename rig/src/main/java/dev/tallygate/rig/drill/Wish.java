package dev.tallygate.rig.drill;

import dev.tallygate.rig.RigFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is asked for on the command line: no drill named means all of them that the database allows.
 *
 * @param leftOut what was not named and is not done, since the database is not the drills' own
 */
record Wish(List<Exercise> exercises, List<Exercise> leftOut, Size size, boolean control) {
    private static final List<Exercise> ALL = List.of(
            new KillDrill(KillDrill.Victim.SERVER),
            new KillDrill(KillDrill.Victim.DATABASE),
            new FreezeDrill(),
            new DuplicatesDrill(),
            new CapDrill(),
            new HoldsDrill(),
            new OverloadDrill(),
            new StopDrill());

    static Wish of(List<String> words, Site.Server server) {
        Map<String, Exercise> known = new TreeMap<>();
        ALL.forEach(exercise -> known.put(exercise.name(), exercise));
        List<Exercise> asked = new ArrayList<>();
        for (String word : words) {
            Exercise exercise = known.get(word.toUpperCase(Locale.ROOT));
            if (exercise != null) {
                asked.add(exercise);
            } else if (!word.equals("--full") && !word.equals("--control")) {
                throw new RigFailed(
                        "drill: " + word + " (expected: " + String.join(", ", known.keySet()) + ", --full, --control)");
            }
        }
        List<Exercise> wished = asked.isEmpty() ? ALL : asked;
        List<Exercise> impossible = wished.stream()
                .filter(exercise -> server == Site.Server.GIVEN && exercise.hurtsTheDatabase())
                .toList();
        if (!asked.isEmpty() && !impossible.isEmpty()) {
            throw new RigFailed("drill: " + sentence(impossible) + " (expected: no TALLYGATE_DB_URL)");
        }
        List<Exercise> possible = new ArrayList<>(wished);
        possible.removeAll(impossible);
        Size size = words.contains("--full") ? Size.FULL : Size.SMALL;
        return new Wish(List.copyOf(possible), impossible, size, words.contains("--control"));
    }

    /** "R2, R3 kill or freeze the database's process, and …". */
    static String sentence(List<Exercise> impossible) {
        return impossible.stream().map(Exercise::name).collect(Collectors.joining(", "))
                + ": the database's process is killed or frozen, and that of TALLYGATE_DB_URL is not the drills' own";
    }
}
