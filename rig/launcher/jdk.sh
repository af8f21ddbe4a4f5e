# shellcheck shell=bash
# Finds a JDK of 21 or newer and Maven, or says what to install on this system.

JDK_VERSION_MIN=21

# The feature release of the JDK in a folder, from its release file; 0 if it is none that can compile.
jdk_version() {
  local version=
  if [ -x "$1/bin/javac" ] && [ -f "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  fi
  echo "${version:-0}"
}

# Where JDKs usually are; TALLYGATE_JDK_FOLDERS names others instead, separated by blanks.
jdk_folders() {
  local on_path
  if [ -n "${TALLYGATE_JDK_FOLDERS:-}" ]; then
    printf '%s\n' "$TALLYGATE_JDK_FOLDERS" | tr ' ' '\n'
    return
  fi
  on_path=$(command -v javac 2>/dev/null || true)
  [ -z "$on_path" ] || dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")"
  ls -d /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* "$HOME"/.jdks/* "$HOME"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home 2>/dev/null || true
}

# Sets jdk (folder) and jdk_feature (number): JAVA_HOME if it is new enough, else the newest there is.
find_jdk() {
  local folder version
  jdk='' jdk_feature=0
  if [ -n "${JAVA_HOME:-}" ]; then
    version=$(jdk_version "$JAVA_HOME")
    if [ "$version" -ge "$JDK_VERSION_MIN" ]; then
      jdk=$JAVA_HOME jdk_feature=$version
      return
    fi
  fi
  while IFS= read -r folder; do
    version=$(jdk_version "$folder")
    if [ "$version" -gt "$jdk_feature" ]; then
      jdk=$folder jdk_feature=$version
    fi
  done < <(jdk_folders)
  [ "$jdk_feature" -ge "$JDK_VERSION_MIN" ] || no_jdk
}

no_jdk() {
  local found="none was found"
  [ "$jdk_feature" -eq 0 ] || found="the newest here is $jdk_feature, in $jdk"
  say "tallygate: a JDK of $JDK_VERSION_MIN or newer is needed, and $found."
  say "  $(how_to_install jdk)"
  say "  Or set JAVA_HOME to one that is unpacked somewhere."
  exit 1
}

find_maven() {
  maven=$(command -v mvn 2>/dev/null || true)
  [ -n "$maven" ] || maven=${MAVEN_HOME:-/nowhere}/bin/mvn
  [ -x "$maven" ] || fail "Maven is needed to build, and there is no mvn on the PATH. $(how_to_install maven)"
}

# One sentence for this system; $1 is jdk or maven.
how_to_install() {
  local jdk_package
  case $(uname -s) in
    Darwin)
      [ "$1" = jdk ] && echo "On macOS: brew install openjdk" || echo "On macOS: brew install maven"
      return
      ;;
  esac
  if command -v apt-get >/dev/null 2>&1; then
    jdk_package=$(newest_apt_jdk)
    if [ "$1" = maven ]; then
      echo "On Debian and Ubuntu: sudo apt-get install maven"
    elif [ -n "$jdk_package" ]; then
      echo "On Debian and Ubuntu: sudo apt-get install $jdk_package"
    else
      echo "This release of Debian or Ubuntu has no JDK that is new enough (Debian 13 and Ubuntu 24.04 have): install temurin-25-jdk from Adoptium's packages."
    fi
  elif command -v dnf >/dev/null 2>&1; then
    [ "$1" = jdk ] && echo "On Fedora: sudo dnf install java-25-openjdk-devel" || echo "On Fedora: sudo dnf install maven"
  else
    echo "Install $([ "$1" = jdk ] && echo "JDK 25" || echo Maven) with your system's package manager."
  fi
}

newest_apt_jdk() {
  local version
  for version in 25 24 23 22 21; do
    if apt-cache policy "openjdk-$version-jdk-headless" 2>/dev/null | grep -q 'Candidate: [0-9]'; then
      echo "openjdk-$version-jdk-headless"
      return
    fi
  done
}
