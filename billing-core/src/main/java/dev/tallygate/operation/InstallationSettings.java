package dev.tallygate.operation;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an installation is started with: {@code TALLYGATE_MODE} and {@code TALLYGATE_HOME}.
 *
 * @param mode {@code test} or {@code live}
 * @param home the folder of keys and reports
 */
@ConfigurationProperties("tallygate")
public record InstallationSettings(
        @DefaultValue("test") String mode,
        @DefaultValue(".tallygate") Path home) {

    /** Refuses a mode that is none. */
    public InstallationSettings {
        Mode.ofWord(mode);
    }

    public Mode modeOf() {
        return Mode.ofWord(mode);
    }
}
