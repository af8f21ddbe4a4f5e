package dev.tallygate.batch.cli;

import java.util.Map;

/** Colours of lines, where a person reads them on a terminal and has not said NO_COLOR (no-color.org). */
public enum Colours {
    ON("\u001b[1;31m", "\u001b[33m", "\u001b[1m", "\u001b[0m"),
    OFF("", "", "", "");

    private final String alarm;
    private final String doubt;
    private final String strong;
    private final String end;

    Colours(String alarm, String doubt, String strong, String end) {
        this.alarm = alarm;
        this.doubt = doubt;
        this.strong = strong;
        this.end = end;
    }

    /** As the launcher saw the standard output, and the person's own settings say. */
    static Colours of(Map<String, String> environment) {
        boolean terminal = "1".equals(environment.get("TALLYGATE_TERMINAL_OUT"));
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean dumb = "dumb".equals(environment.get("TERM"));
        return terminal && !unwanted && !dumb ? ON : OFF;
    }

    /** Bright red: somebody has to do something. */
    public String alarm(String text) {
        return alarm + text + end;
    }

    /** Yellow: not quite known. */
    public String doubt(String text) {
        return doubt + text + end;
    }

    /** Bold: what the eye looks for first. */
    public String strong(String text) {
        return strong + text + end;
    }
}
