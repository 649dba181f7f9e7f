"""The pages of the dock, one file each."""

from .indicators import IndicatorsPage
from .result import ResultPage

PAGES = (IndicatorsPage, ResultPage)
