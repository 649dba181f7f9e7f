"""A text file is read as it is written, whatever its separator and encoding."""

import pytest
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.data.tables.delimited import find_separator, free_headers, read_delimited


@pytest.fixture
def read(tmp_path):
    def read(content):
        path = tmp_path / "t.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_delimited(path)

    return read


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(read, separator):
    table = read(f"a{separator}b\n1{separator}2\n")
    assert table.separator == separator
    assert table.frame.to_dict("list") == {"a": ["1"], "b": ["2"]}


def test_decimal_commas_do_not_make_the_comma_a_separator():
    assert find_separator(["kode;persen;luas", "1;8,31;1,2", "2;9,5;3,4"]) == ";"
    assert find_separator(["kode\tpersen", "1\t8,31"]) == "\t"


def test_cells_stay_text_with_their_zeros(read):
    frame = read('kode,v\n0012,1.50\n"33.72.01.1001",\n').frame
    assert frame["kode"].tolist() == ["0012", "33.72.01.1001"]
    assert frame["v"].tolist() == ["1.50", None]


def test_rows_are_known_by_their_line(read):
    assert read("a,b\n\n1,2\n\n3,4\n").frame.index.tolist() == [3, 5]


def test_line_breaks_within_quotes_stay_in_their_cell(read):
    assert read('a,b\n"x\ny",2\n').frame["a"].tolist() == ["x\ny"]


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "cp1252"), ("utf-16", "utf-16")]
)
def test_encodings_of_offices_are_read(read, encoding, name):
    table = read("nama,v\ncafé,1\n".encode(encoding))
    assert table.frame.to_dict("list") == {"nama": ["café"], "v": ["1"]}
    assert table.encoding == name


def test_columns_without_a_name_of_their_own_get_one():
    assert free_headers(["a", "", "a", None, "a"]) == ["a", "field_2", "a_2", "field_4", "a_3"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x00\x01\x02\x81", "not a text file"),
        (b"PK\x03\x04\x00\x00", "not a text file"),
        (b"", "no rows below"),
        (b"a,b\n", "no rows below"),
        (b"a,b\n1,2,3\n4,5\n6,7,8\n", "Lines 2, 4 of the table have more cells"),
    ],
)
def test_what_is_no_table_is_one_sentence(read, content, sentence):
    with pytest.raises(InputError, match=sentence):
        read(content)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match=r"none\.csv cannot be opened"):
        read_delimited(tmp_path / "none.csv")
