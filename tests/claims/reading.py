"""The reader of the phrases that come along, for the tests of the claim checker."""

from clinic_check.claims.phrases import load
from clinic_check.claims.reader import Reader

READER = Reader(load())
screen = READER.screen
