"""The pages of the dock, one file each."""

from .charts import ChartsPage
from .indicators import IndicatorsPage
from .profile import ProfilePage
from .result import ResultPage
from .scenarios import ScenariosPage
from .weights import WeightsPage

PAGES = (IndicatorsPage, WeightsPage, ResultPage, ProfilePage, ChartsPage, ScenariosPage)
