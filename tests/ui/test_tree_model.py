"""The tree of a definition as Qt sees it."""

import gc

from qgis.PyQt.QtCore import QModelIndex, Qt
from sejahtera.analysis.indices.definition.draft import Draft
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.ui.model.definition_model import DefinitionModel
from sejahtera.ui.model.tree_model import NAME, TreeModel

ONE = definition_from_rows([("a", "first", "+", 1), ("b", "first", "-", 1)])
OTHER = definition_from_rows([("c", "second", "+", 1)])


def definition_model(definition):
    model = DefinitionModel()
    model.reset(Draft(definition))
    return model


def test_rows_hang_where_the_definition_has_them(qgis_app):
    tree = TreeModel(definition_model(ONE))
    dimension = tree.index(0, NAME)
    assert [tree.rowCount(), tree.rowCount(dimension)] == [1, 2]
    assert tree.parent(tree.index(1, NAME, dimension)) == dimension
    assert not tree.parent(dimension).isValid()


def test_an_index_from_before_the_tree_was_built_anew_answers_nothing(qgis_app):
    model = definition_model(ONE)
    tree = TreeModel(model)
    dimension = tree.index(0, NAME)
    kept = tree.index(1, NAME, dimension)
    model.reset(Draft(OTHER))
    gc.collect()
    assert tree.rowCount() == 1
    assert tree.data(kept) is None
    assert tree.flags(kept) == Qt.ItemFlag.NoItemFlags
    assert tree.parent(kept) == QModelIndex()
    assert tree.rowCount(dimension) == 0
