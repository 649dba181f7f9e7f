"""A node does what it says, else what is said above it."""

from sejahtera.analysis.indices.composite.plan import make_plan
from sejahtera.analysis.indices.definition.editing import parents
from sejahtera.analysis.indices.definition.resolved import resolved
from sejahtera.analysis.indices.definition.schema import definition_from_dict


def tree(**choices):
    leaf = [{"field": "a", "direction": "+"}, {"field": "b", "direction": "+"}]
    return definition_from_dict(
        {
            "normalisation": {"method": "zscore"},
            "aggregation": {"within": {"method": "mazziotta"}, "across": {"method": "arithmetic"}},
            "dimensions": [
                {"code": "top", "dimensions": [{"code": "low", "indicators": leaf}]},
                {
                    "code": "own",
                    "indicators": [{"field": "c", "direction": "+"}],
                    "normalisation": {"method": "rank"},
                    "weighting": {"method": "pca"},
                    "aggregation": {"method": "arithmetic"},
                },
            ],
            **choices,
        }
    )


def methods(definition, choice):
    return [getattr(getattr(node, choice), "method", "") for node in parents(resolved(definition))]


def test_what_a_node_does_not_say_comes_from_above():
    assert methods(tree(), "normalisation") == ["zscore", "zscore", "zscore", "rank"]
    equal = tree(weighting={"method": "equal"})
    assert methods(equal, "weighting") == ["equal", "equal", "equal", "pca"]


def test_judgements_compare_the_children_of_one_node_and_are_not_inherited():
    judged = tree(weighting={"method": "ahp", "pairwise": [[1, 2], [0.5, 1]]})
    assert methods(judged, "weighting") == ["ahp", "given", "given", "pca"]


def test_dimensions_of_indicators_aggregate_as_within_and_the_others_as_across():
    assert methods(tree(), "aggregation")[1:] == ["arithmetic", "mazziotta", "arithmetic"]


def test_the_penalty_follows_the_orientation_unless_it_is_said():
    for orientation, sign in (("welfare", "-"), ("deprivation", "+")):
        whole = resolved(tree(orientation=orientation))
        assert whole.aggregation.within.penalty == sign
        assert whole.dimensions[0].dimensions[0].aggregation.penalty == sign


def test_a_resolved_definition_is_the_same_index_and_resolves_to_itself():
    whole = resolved(tree())
    assert resolved(whole) == whole
    assert make_plan(whole).leaves == make_plan(tree()).leaves
