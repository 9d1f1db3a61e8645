"""The reader of the phrases that come along, for the tests of the claim checker."""

from clinic_check.claims.phrases import load, load_other
from clinic_check.claims.reader import Reader

SPANISH = Reader(load_other(load()), "es")
READER = Reader(load(), beside=SPANISH)
screen = READER.screen
