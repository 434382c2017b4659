# SPDX-License-Identifier: Apache-2.0
"""The synthetic speakers, and which of train, validation and test each belongs to.

A speaker is never in two splits. `kal`, `slt` and `awb` exist for several synthesizers: they count as one speaker
each, because the same person was recorded. espeak-ng's variants share one formant synthesizer and are less different
than people are.
"""

import hashlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

import words

TRAIN, VALIDATION, TEST = SPLITS = ("train", "validation", "test")


@dataclass(frozen=True)
class Voice:
    """One way to speak. `engine`: espeak, flite or festival; `recorded`: built from recordings of a person."""

    engine: str
    name: str
    speaker: str
    split: str
    language: str = "en"

    @property
    def recorded(self):
        return self.engine != "espeak"

    @property
    def id(self):
        return f"{self.engine}-{self.name}".replace(" ", "_").replace("/", "_")


RECORDED = [
    Voice("flite", "kal16", "kal", TRAIN),
    Voice("flite", "awb", "awb", TRAIN),
    Voice("flite", "slt", "slt", TRAIN),
    Voice("flite", "rms", "rms", TEST),
    Voice("festival", "kal_diphone", "kal", TRAIN),
    Voice("festival", "ked_diphone", "ked", VALIDATION),
    Voice("festival", "cmu_us_slt_arctic_hts", "slt", TRAIN),
    Voice("festival", "suo_fi_lj_diphone", "lj", TRAIN, "fi"),
    Voice("festival", "hy_fi_mv_diphone", "mv", TRAIN, "fi"),
    Voice("festival", "pc_diphone", "pc", TRAIN, "it"),
    Voice("festival", "lp_diphone", "lp", TEST, "it"),
    Voice("festival", "czech_krb", "krb", TRAIN, "cs"),
    Voice("festival", "czech_machac", "machac", TRAIN, "cs"),
    Voice("festival", "czech_dita", "dita", VALIDATION, "cs"),
    Voice("festival", "czech_ph", "ph", TEST, "cs"),
    Voice("festival", "upc_ca_ona_hts", "ona", TRAIN, "ca"),
    Voice("festival", "msu_ru_nsh_clunits", "nsh", TRAIN, "ru"),
    Voice("festival", "hindi_NSK_diphone", "nsk", TRAIN, "hi"),
]

# Wake words as each language's letter-to-sound rules need them.
RECORDED_WAKE = {
    "en": {words.YES: ["yes", "yes.", "yes!", "yes?"], words.NO: ["no", "no.", "no!", "no?"]},
    "fi": {words.YES: ["jes", "jess", "jees"], words.NO: ["nou", "noou", "nöu"]},
    "it": {words.YES: ["ies", "iess"], words.NO: ["nou", "noou"]},
    "cs": {words.YES: ["jes", "jés", "jess"], words.NO: ["nou", "nóu"]},
    "ca": {words.YES: ["iès"], words.NO: ["nou"]},
    "ru": {words.YES: ["йес", "йесс"], words.NO: ["но"]},
    "hi": {words.YES: ["येस", "यस"], words.NO: ["नो", "नोउ"]},
}
RECORDED_OTHER = {
    "en": words.COMMON + words.NEAR,
    "ru": words.RUSSIAN_OTHER,
    "hi": words.HINDI_OTHER,
}
NOT_VOICES = ("robosoft", "unirobot", "anikarobot", "demonic")


def other_words(voice):
    """Words other than the wake words which `voice` can pronounce."""
    return RECORDED_OTHER.get(voice.language, words.LATIN_OTHER)


def espeak_variants():
    """Names of espeak-ng's voice variants that sound different from each other: one per content of the audio."""
    root = subprocess.run(["espeak-ng", "--version"], capture_output=True, text=True, check=True).stdout
    folder = Path(root.split("Data at:")[1].strip()) / "voices" / "!v"
    seen, names = set(), []
    for path in sorted(folder.iterdir()):
        if path.name.lower().startswith(NOT_VOICES):
            continue
        command = ["espeak-ng", "-v", f"en-us+{path.name}", "--stdout", "yes. no."]
        digest = hashlib.sha256(subprocess.run(command, capture_output=True, check=True).stdout).digest()
        if digest not in seen:
            seen.add(digest)
            names.append(path.name)
    return names


def all_voices(quick=False):
    """Every voice; with `quick` a handful from each engine and split."""
    split = {3: VALIDATION, 7: TEST}
    espeak = [
        Voice("espeak", name, f"espeak:{name}", split.get(i % 9, TRAIN)) for i, name in enumerate(espeak_variants())
    ]
    if not quick:
        return RECORDED + espeak
    return [
        v for v in RECORDED if v.name in ("slt", "kal_diphone", "czech_krb", "ked_diphone", "rms", "lp_diphone")
    ] + espeak[:9]
