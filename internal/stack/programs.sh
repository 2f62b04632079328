# The programs by which documents are read, of the distribution: the tests run them, and so do workers.
# shellcheck shell=bash

# programs has them there, or names all that are missing, each with the command that installs it.
programs() {
  local missing=() language
  need prlimit util-linux
  need pdftotext poppler-utils
  need zbarimg zbar-tools
  need tesseract tesseract-ocr
  for language in deu eng; do
    has_language "$language" || apt_install "tesseract-ocr-$language" || missing+=("tesseract in $language: sudo apt-get install tesseract-ocr-$language")
  done
  [[ ${#missing[@]} -eq 0 ]] || fail "missing on this machine (under the names Debian has for it):$(printf '\n  %s' "${missing[@]}")"
}

# has_language LANGUAGE: whether tesseract knows it. Its list is read to the end: it must not die of a pipe that closes.
has_language() {
  local listed
  listed=$(tesseract --list-langs 2>/dev/null) && grep -qx "$1" <<<"$listed"
}
