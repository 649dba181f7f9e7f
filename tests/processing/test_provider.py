"""What holds for every algorithm of the toolbox."""

from pathlib import Path

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingParameterEnum
from sejahtera.processing.base.algorithm import ICONS
from sejahtera.processing.base.choices import ChoiceParameter, resolve_choice
from sejahtera.processing.provider import algorithm_classes, plugin_version

#: Ids are saved in models, histories and scripts: they are added here and never change.
IDS = (
    "bivariateclusters",
    "checkindicators",
    "clustersoutliers",
    "compositeindex",
    "drivers",
    "emerginghotspots",
    "exportatlas",
    "exportmap",
    "globalautocorrelation",
    "groupcomparison",
    "hotspots",
    "humandevelopmentindex",
    "indexchange",
    "indexrobustness",
    "inequalitymeasures",
    "joinindicators",
    "modelhotspots",
    "modelindex",
    "modelinequality",
    "modelstudy",
    "multidimensionalpoverty",
    "neighbours",
    "policyreport",
    "priorities",
    "programmeeffect",
    "regions",
    "study",
    "stylelayer",
    "targeting",
    "thematicfindings",
)

CLASSES = list(algorithm_classes())

each_algorithm = pytest.mark.parametrize("algorithm", CLASSES, ids=lambda cls: cls.ID, indirect=True)


@pytest.fixture
def algorithm(request, qgis_app):
    return request.param().create()


def test_the_ids_are_those_promised(provider):
    assert sorted(algorithm.name() for algorithm in provider.algorithms()) == sorted(IDS)


def test_the_provider_says_who_and_which_version_it_is(provider):
    assert (provider.id(), provider.name()) == ("sejahtera", "Sejahtera")
    assert provider.versionInfo() == plugin_version()
    assert not provider.icon().isNull()


@each_algorithm
def test_it_has_a_title_a_group_a_summary_and_help(algorithm):
    assert algorithm.name().isalpha()
    assert algorithm.name().islower()
    assert algorithm.displayName()
    assert algorithm.groupId()
    assert algorithm.group()
    assert algorithm.shortDescription().endswith(".")
    assert len(algorithm.shortHelpString()) > len(algorithm.shortDescription()) + 100


@each_algorithm
def test_every_parameter_has_a_name_in_capitals_a_description_and_help(algorithm):
    parameters = algorithm.parameterDefinitions()
    assert parameters
    for parameter in parameters:
        assert parameter.name() == parameter.name().upper()
        assert parameter.description(), parameter.name()
        assert parameter.help().endswith((".", ")")), f"help of {parameter.name()}: {parameter.help()!r}"


@each_algorithm
def test_the_help_panel_shows_the_help_of_every_parameter(algorithm):
    panel = algorithm.shortHelpString()
    assert not [p.name() for p in algorithm.parameterDefinitions() if f"({p.name()}):" not in panel]


@each_algorithm
def test_it_has_search_words_beside_its_title(algorithm):
    assert len(algorithm.tags()) >= 5


@each_algorithm
def test_the_icon_of_its_group_is_there(algorithm):
    assert Path(algorithm.svgIconPath()) == ICONS / f"{algorithm.groupId()}.svg"
    assert Path(algorithm.svgIconPath()).is_file()


@each_algorithm
def test_each_run_gets_an_instance_of_its_own(algorithm):
    other = algorithm.createInstance()
    assert other is not algorithm
    assert type(other) is type(algorithm)


@each_algorithm
def test_choices_take_codes_and_numbers_and_refuse_the_rest(algorithm):
    for parameter in algorithm.parameterDefinitions():
        if not isinstance(parameter, QgsProcessingParameterEnum):
            continue
        assert isinstance(parameter, ChoiceParameter), f"{parameter.name()} takes numbers alone"
        context = QgsProcessingContext()
        for number, code in enumerate(parameter.register.codes):
            assert parameter.checkValueIsAcceptable(code, context)
            assert parameter.checkValueIsAcceptable(number, context)
            assert {resolve_choice(value, parameter.register) for value in (code, number, str(number))} == {code}
        assert not parameter.checkValueIsAcceptable("no such code", context)
        assert not parameter.checkValueIsAcceptable(len(parameter.register.codes), context)


@each_algorithm
def test_an_unknown_code_is_refused_with_the_codes_there_are(algorithm):
    for parameter in algorithm.parameterDefinitions():
        if isinstance(parameter, ChoiceParameter):
            ready, sentence = algorithm.checkParameterValues({parameter.name(): "no such code"}, QgsProcessingContext())
            assert not ready
            assert all(word in sentence for word in (parameter.name(), "no such code", parameter.register.codes[0]))


@each_algorithm
def test_every_choice_lists_its_codes_in_its_help(algorithm):
    for parameter in algorithm.parameterDefinitions():
        if isinstance(parameter, ChoiceParameter):
            missing = [code for code in parameter.register.codes if code not in parameter.help()]
            assert not missing, f"{parameter.name()} does not explain {missing}"


@each_algorithm
def test_every_output_is_described(algorithm):
    assert algorithm.outputDefinitions()
    assert all(output.description() for output in algorithm.outputDefinitions())
