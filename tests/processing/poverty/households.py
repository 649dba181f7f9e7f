"""Eight households of two wards with six indicators: the worked example of the poverty measures."""

import json

CITY = {"kode": ["A", "B", "C"], "nama": ["Bumi", "Sewu", "Jebres"]}
#: Eight households with six indicators coded 1 = deprived, wards A and B.
DEPRIVED = ["101100", "000100", "111111", "000000", "010011", "100110", "000010", "011001"]
PERSONS = [4, 5, 6, 3, 2, 5, 4, 1]
WARDS = "AAAABBBB"


def definition(**changes):
    def dimension(code, weight, *places):
        return {
            "code": code,
            "weight": weight,
            "indicators": [{"field": f"d{place}", "rule": "flag"} for place in places],
        }

    return json.dumps(
        {
            "schema": "sejahtera-poverty-definition",
            "version": 1,
            "name": "AF2",
            "k": 1 / 3,
            "dimensions": [dimension("health", 1, 1, 2), dimension("school", 1, 3), dimension("living", 1, 4, 5, 6)],
            **changes,
        }
    )


def records(path, change=lambda row: row):
    lines = ["id,ward,persons,stratum,cluster," + ",".join(f"d{place}" for place in range(1, 7))]
    for number, (flags, persons, ward) in enumerate(zip(DEPRIVED, PERSONS, WARDS)):
        row = {"id": f"H{number}", "ward": ward, "persons": persons, "stratum": "s", "cluster": f"c{number}"}
        row.update({f"d{place}": flag for place, flag in enumerate(flags, 1)})
        lines.append(",".join(str(value) for value in change(row).values()))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def changed(identifier, **values):
    return lambda row: {**row, **values} if row["id"] == identifier else row


same = changed("", id="")
