import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.spatial.weights import files
from sejahtera.analysis.spatial.weights.distance import inverse_distance, knn
from sejahtera.analysis.spatial.weights.files import read_weights, write_gal, write_gwt
from sejahtera.analysis.spatial.weights.weights import from_pairs

from .maps import pair_set

THREE = "0 3 layer id\na 1\nb\nb 2\na c\nc 1\nb\n"


@pytest.fixture
def file(tmp_path):
    """Write a text into a file and return its path."""

    def write(text, name="map.gal"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("header", ["0 3 layer id", "3"])
def test_a_gal_file_is_read_in_the_order_of_the_layer(file, header):
    weights = read_weights(file(THREE.replace("0 3 layer id", header)), ["c", "a", "b"])
    assert pair_set(weights) == {(0, 2), (1, 2)}
    assert weights.style == "binary"


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 30))
def test_a_gal_file_gives_back_what_was_written(tmp_path_factory, seed, n):
    rng = np.random.default_rng(seed)
    weights = from_pairs(rng.integers(0, n, (n, 2)), n, kind="queen")
    path = tmp_path_factory.mktemp("gal") / "map.gal"
    ids = rng.permutation(n) + 3372
    write_gal(path, weights, ids)
    assert pair_set(read_weights(path, ids)) == pair_set(weights)


def test_a_gwt_file_gives_back_weights_to_the_last_digit(tmp_path):
    weights = inverse_distance(np.random.default_rng(1).random((20, 2)), 0.5)
    write_gwt(tmp_path / "map.gwt", weights, range(20), layer="Kota Surakarta")
    again = read_weights(tmp_path / "map.gwt", range(20))
    assert (again.matrix != weights.matrix).nnz == 0
    assert (tmp_path / "map.gwt").read_text().startswith("0 20 Kota_Surakarta id\n")


def test_one_way_neighbours_need_a_gwt_file(tmp_path):
    weights = knn(np.array([(0, 0), (1, 0), (3, 0)], float), 1)
    with pytest.raises(InputError, match="GWT"):
        write_gal(tmp_path / "map.gal", weights, "abc")
    write_gwt(tmp_path / "map.gwt", weights, "abc")
    assert (read_weights(tmp_path / "map.gwt", "abc").matrix != weights.matrix).nnz == 0


@pytest.mark.parametrize("ids", [["Pasar Kliwon", "b", "c"], ["", "b", "c"], ["b", "b", "c"], ["a", "b"]])
def test_labels_that_a_file_of_words_cannot_hold_are_refused(tmp_path, ids):
    with pytest.raises(InputError):
        write_gal(tmp_path / "map.gal", from_pairs([(0, 1)], 3, kind="queen"), ids)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (THREE.replace("b 2\na c", "b 3\na c"), "3 neighbours and lists 2"),
        (THREE.replace("\nb\nb", "\nx\nb"), "does not have: x"),
        (THREE.replace("c 1\nb\n", "c 0\n"), "one direction only"),
        (THREE.replace("c 1", "c one"), "label and a number"),
        (THREE.replace("0 3", "0 4"), "for 4 areas; the layer has 3"),
        (THREE.replace("0 3 layer id\n", "areas\n"), "number of areas"),
        ("0 3 layer id\na 1\nb\nb 1\na\n", "lacks these areas of the layer: c"),
        (THREE + "c 1\nb\n", "twice"),
        ("", "empty"),
    ],
)
def test_a_wrong_gal_file_is_refused_in_a_sentence(file, text, says):
    with pytest.raises(InputError, match=says):
        read_weights(file(text), ["a", "b", "c"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0 3 layer id\na b\n", "two labels and a weight"),
        ("0 3 layer id\na b one\n", "not a number"),
        ("0 3 layer id\na b -1\n", "negative"),
        ("0 3 layer id\na b nan\n", "not a number"),
        ("0 3 layer id\na z 1\n", "does not have: z"),
    ],
)
def test_a_wrong_gwt_file_is_refused_in_a_sentence(file, text, says):
    with pytest.raises(InputError, match=says):
        read_weights(file(text, "map.gwt"), ["a", "b", "c"])


def test_files_that_are_no_weights_are_refused(file, tmp_path, monkeypatch):
    with pytest.raises(InputError, match="neither"):
        read_weights(file(THREE, "map.txt"), "abc")
    with pytest.raises(InputError, match="cannot be read"):
        read_weights(tmp_path / "none.gal", "abc")
    (tmp_path / "photo.gal").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(InputError, match="not a text"):
        read_weights(tmp_path / "photo.gal", "abc")
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    with pytest.raises(InputError, match="too large"):
        read_weights(file(THREE), "abc")


def test_a_field_of_labels_that_repeats_is_refused(file):
    with pytest.raises(InputError, match="repeats"):
        read_weights(file(THREE), ["a", "a", "b"])
